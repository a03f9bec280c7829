import fc from 'fast-check';
import {expect, test} from 'vitest';
import {flatten, MAX_JSON, simplify, unflatten, withStroke, type Point} from './strokes';

const point = fc.tuple(fc.integer({min: 0, max: 1000}), fc.integer({min: 0, max: 600}));
const stroke = fc.array(point, {minLength: 1, maxLength: 60});

test('flat and back is the same', () => {
  fc.assert(
    fc.property(fc.array(stroke), all => {
      expect(unflatten(flatten(all))).toEqual(all);
    }),
  );
});

test('a simplified stroke keeps its ends and strays nowhere further than asked', () => {
  const line: Point[] = Array.from({length: 200}, (_, i) => [i * 5, 300 + 40 * Math.sin(i / 9)]);
  const less = simplify(line, 2);
  expect([less[0], less.at(-1)]).toEqual([line[0], line.at(-1)]);
  expect(less.length).toBeLessThan(60);
  for (const [x, y] of line) {
    const after = less.findIndex(([lx]) => lx >= x);
    const [ax, ay] = less[Math.max(0, after - 1)] ?? [0, 0];
    const [bx, by] = less[after] ?? [0, 0];
    const on = bx === ax ? ay : ay + ((by - ay) * (x - ax)) / (bx - ax);
    expect(Math.abs(on - y)).toBeLessThan(3);
  }
});

test('however much is scribbled, the mark fits the protocol', () => {
  let flat: number[] = [];
  for (let s = 0; s < 12; s++) {
    const wild: Point[] = Array.from({length: 400}, (_, i) => [(i * 137 + s * 31) % 1000, (i * 251 + s * 17) % 500]);
    flat = withStroke(flat, wild);
    expect(JSON.stringify(flat).length).toBeLessThanOrEqual(MAX_JSON);
  }
  expect(flat.length).toBeGreaterThan(0);
});

test('a dot is a stroke', () => {
  expect(withStroke([], [[10.4, 20.6]])).toEqual([1, 10, 21]);
});
