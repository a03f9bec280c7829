// Signatures as strokes: sync/README.md, section 7. One flat array of integers,
// for each stroke its number of points, then x and y in 1/1000 of the pad's width.

export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

/** The protocol's limit is 8 KB of JSON; a little less leaves room for what stands around it. */
export const MAX_JSON = 7_900;

const FINE = 1.2; // thousandths of the width: below what an eye sees on paper

export function flatten(strokes: readonly Stroke[]): number[] {
  return strokes.flatMap(s => [s.length, ...s.flatMap(([x, y]) => [Math.round(x), Math.round(y)])]);
}

/** The strokes of a flat array; what does not add up ends them. */
export function unflatten(flat: readonly number[]): Stroke[] {
  const strokes: Stroke[] = [];
  for (let i = 0; i < flat.length;) {
    const count = flat[i] ?? 0;
    const end = i + 1 + 2 * count;
    if (count < 1 || end > flat.length) break;
    const points: Point[] = [];
    for (let j = i + 1; j < end; j += 2) points.push([flat[j] ?? 0, flat[j + 1] ?? 0]);
    strokes.push(points);
    i = end;
  }
  return strokes;
}

/** How far p lies from the line through a and b. */
function offLine([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(px - ax, py - ay);
  return Math.abs(dy * (px - ax) - dx * (py - ay)) / length;
}

/** Ramer, Douglas, Peucker: leaves out the points that no line needs. The first and last stay. */
export function simplify(stroke: Stroke, within: number): Stroke {
  if (stroke.length < 3) return stroke;
  const keep = new Set([0, stroke.length - 1]);
  const parts: [number, number][] = [[0, stroke.length - 1]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    const farthest = farthestBetween(stroke, from, to);
    if (farthest.off <= within) continue;
    keep.add(farthest.at);
    parts.push([from, farthest.at], [farthest.at, to]);
  }
  return stroke.filter((_, i) => keep.has(i));
}

function farthestBetween(stroke: Stroke, from: number, to: number): {at: number; off: number} {
  let best = {at: from, off: 0};
  const [a, b] = [stroke[from], stroke[to]];
  if (!a || !b) return best;
  for (let i = from + 1; i < to; i++) {
    const p = stroke[i];
    const off = p ? offLine(p, a, b) : 0;
    if (off > best.off) best = {at: i, off};
  }
  return best;
}

/** The strokes with one more, as fine as the limit allows. */
export function withStroke(flat: readonly number[], stroke: Stroke): number[] {
  const all = [...unflatten(flat), simplify(stroke, FINE)];
  for (let within = FINE; ; within *= 1.6) {
    const out = flatten(all.map(s => simplify(s, within)));
    if (JSON.stringify(out).length <= MAX_JSON) return out;
    if (within > 200) return flatten(all.slice(0, -1).map(s => simplify(s, within))); // a page full of scribble
  }
}
