import {expect, test} from 'vitest';
import {kilometres} from './kilometres';

test.each([
  ['', null],
  ['  ', null],
  ['48150', 48150],
  ['48 150', 48150],
  ['48\u202f150 km', 48150],
  ['48.150', 48150],
  ['48150,5', 48150], // not 481 505
  ['48 150.25', 48150],
  ['0', 'unreadable'],
  ['9999999', 'unreadable'],
  ['beaucoup', 'unreadable'],
  ['-5', 'unreadable'],
] as const)('%j reads %j', (typed, km) => expect(kilometres(typed)).toBe(km));
