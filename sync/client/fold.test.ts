import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {fold} from './fold';
import type {Entry} from './slip-state';

type Vector = {name: string; journal: Entry[]; state: unknown};

const folder = new URL('../vectors/', import.meta.url);
const files = readdirSync(folder).filter(name => /^fold-.*\.json$/.test(name));

test('there are vectors', () => expect(files.length).toBeGreaterThan(5));

describe.each(files)('%s', file => {
  const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[];
  test.each(vectors)('$name', ({journal, state}) => {
    expect(fold(journal)).toEqual(state);
  });
});
