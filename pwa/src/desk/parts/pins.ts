// What the map shows of a day: each round's stops with their marks, and the shops they come from. Pure.
import type {Places, Point, Round, Slip} from '../../api/town';

/** Rounds beyond these share a colour; their letters still differ. */
const TONES = 6;

export type MappedStop = {readonly mark: string; readonly slip: Slip; readonly at: Point | null};
export type MappedRound = {
  readonly id: string;
  readonly letter: string;
  readonly tone: number;
  readonly driver: string;
  readonly stops: readonly MappedStop[];
};
export type PlacedStop = {
  readonly mark: string;
  readonly slip: Slip;
  readonly driver: string;
  readonly tone: number;
};
export type MappedPlace = {readonly key: string; readonly at: Point; readonly stops: readonly PlacedStop[]};
export type MappedShop = {readonly id: string; readonly name: string; readonly letters: string; readonly at: Point};

/** A to Z, then A2 to Z2. */
const letterOf = (i: number) => String.fromCharCode(65 + (i % 26)) + (i < 26 ? '' : `${Math.floor(i / 26) + 1}·`);

/** Marks count as the board does: B3 is the third stop of the second round that stands. */
export function mapRounds(rounds: readonly Round[], places: Places): readonly MappedRound[] {
  return rounds
    .filter(r => !r.cancelled)
    .map((r, i) => ({
      id: r.id,
      letter: letterOf(i),
      tone: i % TONES,
      driver: r.driver,
      stops: r.stops.map(({slip}, n) => ({
        mark: `${letterOf(i)}${n + 1}`,
        slip,
        at: places.households[slip.household.id] ?? null,
      })),
    }));
}

/** Degrees are cut to this: some ten metres, at which two pins would hide each other at any zoom. */
const DIGITS = 4;

/** The places with stops, in the order of the rounds; stops at one door, or at the next one, stand together. */
export function mapPlaces(rounds: readonly MappedRound[]): readonly MappedPlace[] {
  const found = new Map<string, {at: Point; stops: PlacedStop[]}>();
  for (const {driver, tone, stops} of rounds) {
    for (const {mark, slip, at} of stops) {
      if (!at) continue;
      const key = `${at.lat.toFixed(DIGITS)} ${at.lng.toFixed(DIGITS)}`;
      const place = found.get(key) ?? {at, stops: []};
      place.stops.push({mark, slip, driver, tone});
      found.set(key, place);
    }
  }
  return [...found].map(([key, p]) => ({key, ...p}));
}

/** The shops with coordinates, each once, with the rounds that pass there. */
export function mapShops(rounds: readonly MappedRound[], places: Places): readonly MappedShop[] {
  const found = new Map<string, {name: string; letters: Set<string>; at: Point}>();
  for (const r of rounds) {
    for (const {slip} of r.stops) {
      const at = places.merchants[slip.merchant.id];
      if (!at) continue;
      const shop = found.get(slip.merchant.id) ?? {name: slip.merchant.name, letters: new Set<string>(), at};
      shop.letters.add(r.letter);
      found.set(slip.merchant.id, shop);
    }
  }
  return [...found].map(([id, s]) => ({id, name: s.name, letters: [...s.letters].join(', '), at: s.at}));
}
