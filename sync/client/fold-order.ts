// Before folding: each device's entries in the order of its taps, their data
// read, and the driver whom each speaks of.

import {BadData, readData, type Data} from './slip-data';
import type {Entry} from './slip-state';

/** An entry, ready to fold. */
export type Read = Omit<Entry, 'data'> & {
  readonly data: Data;
  /** Why the data could not be read; '' when it was. */
  readonly bad: string;
  /** The driver it speaks of, '' when a merchant did it. */
  readonly actor: string;
  /** Its place in the fold. */
  readonly place: number;
};

const MONTH = 30 * 24 * 3_600_000;
const NOTHING = readData('ready', 1, undefined);

export function readJournal(journal: readonly Entry[]): Read[] {
  let planned = '';
  return order(journal).map((entry, place) => {
    const {data, bad} = attempt(entry);
    if (!bad && entry.kind === 'assigned') planned = data.driver;
    return {...entry, data, bad, place, actor: actor(entry, data, planned)};
  });
}

function attempt({kind, v, data}: Entry): {data: Data; bad: string} {
  try {
    return {data: readData(kind, v, data), bad: ''};
  } catch (error) {
    if (error instanceof BadData) return {data: NOTHING, bad: error.code};
    throw error;
  }
}

const isPlaced = ({device, seq}: Entry) => !!device && (seq ?? 0) > 0;

/** Entries of one device in order of seq among the places that they take; a known id is left out. */
function order(journal: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  const first = journal.filter(({id}) => !seen.has(id) && seen.add(id));
  const result = [...first];
  for (const device of new Set(first.filter(isPlaced).map(entry => entry.device))) {
    const places = first.flatMap((entry, i) => (isPlaced(entry) && entry.device === device ? [i] : []));
    const own = places.flatMap(i => first[i] ?? []).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    own.forEach((entry, i) => (result[places[i] as number] = entry));
  }
  return result;
}

/** A phone speaks for its driver; the desk keys in for one it names, else for the planned one. */
function actor({via, kind, by}: Entry, data: Data, planned: string): string {
  if (via === 'app') return by;
  if ((via === 'qr' || via === 'phone') && kind === 'chequeReturned') return '';
  return data.driver || planned || by;
}

/** The maker's time where it can be true, else the server's. */
export function when({at, received}: Pick<Entry, 'at' | 'received'>): string {
  const made = Date.parse(at);
  const got = received === undefined ? Number.NaN : Date.parse(received);
  return new Date(made > got || got - made > MONTH ? got : made).toISOString();
}
