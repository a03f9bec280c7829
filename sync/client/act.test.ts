import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {byteLength, serialise, targetOf, timestamp, type Act} from './act';

const act = {
  id: '0196f2b0-0000-7000-8000-000000000001',
  seq: 7,
  kind: 'note',
  v: 1,
  slip: 's1',
  basis: 3,
  at: '2026-04-03T10:00:00.000+02:00',
  data: {text: 'ça va'},
} as unknown as Act;

test('an act has its fields in one order, and no blobs when there are none', () => {
  expect(serialise(act)).toBe(
    '{"id":"0196f2b0-0000-7000-8000-000000000001","seq":7,"kind":"note","v":1,"slip":"s1","basis":3,' +
      '"at":"2026-04-03T10:00:00.000+02:00","data":{"text":"ça va"}}',
  );
  expect(serialise({...act, blobs: []})).toBe(serialise(act));
});

test('this version writes acts as the newest recorded queue has them', () => {
  const {acts} = JSON.parse(readFileSync(new URL('../vectors/queue-1.json', import.meta.url), 'utf8')) as {
    acts: string[];
  };
  expect(acts.map(text => serialise(JSON.parse(text) as Act))).toEqual(acts);
});

test('every field of an act survives its bytes', () => {
  const full = {...act, blobs: [{sha256: 'a'.repeat(64), size: 12}]};
  expect(JSON.parse(serialise(full as unknown as Act))).toEqual(full);
});

test('the target is the slip or the round', () => {
  expect(targetOf(act)).toBe('s1');
  expect(targetOf({round: 'r1'} as unknown as Act)).toBe('r1');
});

test('sizes are those of UTF-8, also for what a keyboard cannot type', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary', maxLength: 60}), text => {
      const bytes = serialise({...act, data: {text}});
      expect(byteLength(bytes)).toBe(Buffer.byteLength(bytes));
    }),
  );
});

test('a lone surrogate is escaped, so that the bytes have one form', () => {
  const bytes = serialise({...act, data: {text: 'a\ud800b'}});
  expect(new TextDecoder().decode(new TextEncoder().encode(bytes))).toBe(bytes);
});

test.each([
  [120, '2026-04-03T10:00:00.000+02:00'],
  [0, '2026-04-03T08:00:00.000+00:00'],
  [-210, '2026-04-03T04:30:00.000-03:30'],
])('a moment in a zone of %i minutes is %s', (zone, text) => {
  const ms = Date.parse('2026-04-03T08:00:00Z');
  expect(timestamp(ms, zone)).toBe(text);
  expect(Date.parse(text)).toBe(ms);
});
