// Where on the board a slip in hand would land, and how fast the board comes along near its edges. Pure.

/** In the window's own pixels. */
export type Point = {readonly x: number; readonly y: number};
export type Box = {readonly left: number; readonly right: number; readonly top: number; readonly bottom: number};

/** A column: a round, or '' for the slips without one. Only stops that stand at their place are in it, in order. */
export type Lane = {
  readonly round: string;
  /** Something may be put here. */
  readonly takes: boolean;
  readonly box: Box;
  readonly stops: readonly {readonly slip: string; readonly box: Box}[];
};

export type Ground = {readonly box: Box; readonly lanes: readonly Lane[]};
export type Held = {readonly slip: string; readonly from: string};

/** Without a place it comes last, as the button puts it; with one it is placed by hand. */
export type Landing = {readonly round: string; readonly place?: number};

const across = (b: Box, x: number) => b.left <= x && x <= b.right;

/** A column goes down to the board's end: under a short one there is room to drop. Of two at one place the first lies above. */
function laneAt({box, lanes}: Ground, at: Point): Lane | undefined {
  if (!across(box, at.x) || at.y < box.top || at.y > box.bottom) return undefined;
  return lanes
    .filter(l => across(l.box, at.x) && l.box.top <= at.y)
    .reduce<Lane | undefined>((low, l) => (low && low.box.top >= l.box.top ? low : l), undefined);
}

/**
 * null where a drop does nothing: beside the board, on a round that takes nothing, and where the slip stands
 * already. Above a round's first stop a slip from elsewhere comes last, and one of its own comes first.
 */
export function landingAt(ground: Ground, at: Point, held: Held): Landing | null {
  const lane = laneAt(ground, at);
  if (!lane?.takes) return null;
  const {round} = lane;
  const own = round === held.from;
  if (round === '') return own ? null : {round};
  const others = lane.stops.filter(s => s.slip !== held.slip);
  const place = others.filter(s => at.y >= (s.box.top + s.box.bottom) / 2).length;
  if (own) return place === lane.stops.findIndex(s => s.slip === held.slip) ? null : {round, place};
  const above = at.y < (others[0]?.box.top ?? Infinity);
  return above || place === others.length ? {round} : {round, place};
}

/** The line that shows a landing in a round. */
export type Line = {readonly slip: string; readonly side: 'before' | 'after'};

/** others: the round's slips without the one in hand. null in an empty round. */
export function lineAt(others: readonly string[], {place}: Landing): Line | null {
  const next = place === undefined ? undefined : others[place];
  if (next !== undefined) return {slip: next, side: 'before'};
  const last = others.at(-1);
  return last === undefined ? null : {slip: last, side: 'after'};
}

/** As wide as a thumb, so that it need not leave the glass. */
const EDGE = 72;
const FASTEST = 18;

/** Pixels a frame: 0 in the middle, more the nearer to an end of from..to, negative towards from. */
export function edgeSpeed(at: number, from: number, to: number): number {
  const edge = Math.min(EDGE, (to - from) / 4);
  const into = at < from + edge ? at - from - edge : at > to - edge ? at - to + edge : 0;
  return Math.round(FASTEST * Math.max(-1, Math.min(1, into / edge)));
}
