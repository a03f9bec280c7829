// What a driver has to do, read from the slips on this phone. Pure: no clock, no disk.
import type {PersonId} from '@sync/act';
import type {SlipState} from '@sync/slip-state';
import type {RowView, SlipView, View} from '@sync/view';
import {byDay, dayOf} from './day';
import {readRound, type Round} from './round';
import {readSheet, type Sheet} from './sheet';

/** One slip as its screens need it. */
export type Work = {
  readonly id: SlipView['id'];
  readonly version: number;
  readonly number: string;
  readonly day: string;
  readonly sheet: Sheet;
  readonly state: SlipState;
  readonly view: SlipView;
};

/** `collect`: a door for the sake of a cheque that is still owed. */
export type StopKind = 'pickup' | 'home' | 'collect' | 'cheque';

/** One visit: all that is to do at one counter or one door, in the order of the round. */
export type Stop = {
  readonly kind: StopKind;
  /** Of the merchant or the household. */
  readonly id: string;
  readonly name: string;
  readonly works: readonly Work[];
  /** `later`: tried and put off. `waiting`: its goods are not on board yet. */
  readonly state: 'open' | 'later' | 'waiting' | 'done';
};

export type DayRound = {readonly view: RowView; readonly round: Round};

export type Tour = {
  readonly today: string;
  readonly stops: readonly Stop[];
  readonly next: Stop | undefined;
  readonly homes: {readonly done: number; readonly all: number};
  /** Goods and cheques in this driver's hands, also of slips that are not theirs any more. */
  readonly bags: readonly Work[];
  readonly cheques: readonly Work[];
  /** Of today, and of earlier days that were not ended. */
  readonly rounds: readonly DayRound[];
  /** Days to come, with how many slips each. */
  readonly ahead: readonly {readonly day: string; readonly slips: number}[];
  readonly all: readonly Work[];
};

function toWork(view: SlipView): Work {
  return {
    id: view.id,
    version: view.version,
    number: view.state.number || view.doc.number,
    day: view.state.day || view.doc.day,
    sheet: readSheet(view.doc.sheet),
    state: view.state,
    view,
  };
}

const isMine = (w: Work, me: PersonId): boolean => w.view.place === 'route' && w.state.plan.driver === me;
const holdsGoods = (w: Work, me: PersonId): boolean => w.state.goods.holder === me;
const holdsCheque = (w: Work, me: PersonId): boolean =>
  w.state.cheque.state === 'withDriver' && w.state.cheque.holder === me;

/** Cents of the cheque, 0 while nobody said an amount. */
export const dueCents = ({state}: Work): number => state.amount?.cents ?? 0;

/** A cheque is still to be asked for at the door. */
export const wantsCheque = ({state, sheet}: Work): boolean =>
  !sheet.noPayment && (state.cheque.state === 'expected' || state.cheque.state === 'owed');

/** Delivered without its cheque, which somebody may fetch. */
const isOwed = ({state}: Work): boolean => state.goods.state === 'delivered' && state.cheque.state === 'owed';

/** The desk planned a day after the delivery: it is for the cheque alone. */
function isAfterDelivery({state: {goods}, day}: Work): boolean {
  return goods.state === 'delivered' && goods.since !== undefined && dayOf(Date.parse(goods.since)) < day;
}

/** The shop still has it, and the driver is expected to take it. */
export function isToPickUp({state}: Work): boolean {
  const {goods} = state;
  return goods.place === 'merchant' && goods.state !== 'returned' && goods.state !== 'unavailable';
}

function isToDeliver(w: Work, me: PersonId): boolean {
  return w.state.goods.state !== 'delivered' && (holdsGoods(w, me) || isToPickUp(w));
}

type Key = (w: Work) => readonly [id: string, name: string];
const shop: Key = ({sheet}) => [sheet.merchant.id, sheet.merchant.name];
const home: Key = ({sheet}) => [sheet.household.id, sheet.household.name];

function group(works: readonly Work[], key: Key): [id: string, name: string, works: Work[]][] {
  const groups = new Map<string, [string, string, Work[]]>();
  for (const w of works) {
    const [id, name] = key(w);
    const there = groups.get(id);
    if (there) there[2].push(w);
    else groups.set(id, [id, name, [w]]);
  }
  return [...groups.values()];
}

const tried = (w: Work): boolean => (w.state.attempts?.length ?? 0) > 0;
const every = (works: readonly Work[], is: (w: Work) => boolean): boolean => works.every(is);

const isDone = (w: Work): boolean => w.state.goods.state === 'delivered' && !isAfterDelivery(w);

function pickups(works: readonly Work[], me: PersonId): Stop[] {
  // A gift that travels with an order is picked up like any other.
  const relevant = works.filter(w => isToPickUp(w) || holdsGoods(w, me) || isDone(w));
  return group(relevant, shop).map(([id, name, all]) => {
    const open = all.filter(isToPickUp);
    const state = open.length === 0 ? 'done' : every(open, tried) ? 'later' : 'open';
    return {kind: 'pickup', id, name, works: all, state};
  });
}

function homes(works: readonly Work[], me: PersonId): Stop[] {
  const relevant = works.filter(w => isToDeliver(w, me) || isDone(w));
  return group(relevant, home).map(([id, name, all]) => {
    const open = all.filter(w => isToDeliver(w, me));
    const held = open.filter(w => holdsGoods(w, me));
    const state = open.length === 0 ? 'done' : held.length === 0 ? 'waiting' : every(held, tried) ? 'later' : 'open';
    return {kind: 'home', id, name, works: all, state};
  });
}

/** Where a cheque was put off today nobody is sent back at once: it stays in the list, to try again. */
function collects(works: readonly Work[]): Stop[] {
  return group(works.filter(isOwed), home).map(([id, name, all]) => {
    const fresh = all.filter(w => isAfterDelivery(w) && !triedSince(w));
    return {kind: 'collect', id, name, works: all, state: fresh.length > 0 ? 'open' : 'later'};
  });
}

function triedSince({state: {attempts, goods}}: Work): boolean {
  return (attempts ?? []).some(({at}) => Date.parse(at) > Date.parse(goods.since ?? ''));
}

function returns(works: readonly Work[]): Stop[] {
  return group(works, shop).map(([id, name, all]) => ({kind: 'cheque', id, name, works: all, state: 'open'}));
}

/** Shops first, then doors, then the cheques; what was put off comes last. */
function nextOf(stops: readonly Stop[]): Stop | undefined {
  const first = (kind: StopKind, state: Stop['state']) => stops.find(s => s.kind === kind && s.state === state);
  return (
    first('pickup', 'open') ??
    first('home', 'open') ??
    first('collect', 'open') ??
    first('pickup', 'later') ??
    first('home', 'later') ??
    first('cheque', 'open') ??
    first('home', 'waiting')
  );
}

/** In the order of the rounds; what no round names comes after, as the server put it. */
function inOrder(works: readonly Work[], rounds: readonly DayRound[]): Work[] {
  const place = new Map<string, number>();
  for (const {round} of rounds) for (const id of round.stops) place.set(id, place.size);
  const at = (w: Work) => place.get(w.id) ?? place.size + (w.state.plan.position ?? 0);
  return [...works].sort((a, b) => byDay(a.day, b.day) || at(a) - at(b));
}

export function tourOf({slips, rounds}: Pick<View, 'slips' | 'rounds'>, me: PersonId, today: string): Tour {
  const days = rounds.map(view => ({view, round: readRound(view)}));
  const all = inOrder(slips.map(toWork), days);
  const mine = all.filter(w => isMine(w, me) && !w.state.cancelled);
  // Yesterday's open work is still to do; what was done then is no part of today's progress.
  const due = mine.filter(
    w => w.day === today || (w.day < today && (isToDeliver(w, me) || (isOwed(w) && isAfterDelivery(w)))),
  );
  const held = all.filter(w => holdsGoods(w, me) && !due.includes(w) && w.day <= today);
  const cheques = all.filter(w => holdsCheque(w, me));
  const doors = homes([...due, ...held], me);
  const stops = [...pickups(due, me), ...doors, ...collects(due), ...returns(cheques)];
  // Begun on an earlier day and never ended, or with work left of it: it is begun and ended with today's.
  const isLeft = ({round}: DayRound) =>
    round.day < today &&
    round.state !== 'ended' &&
    (round.state === 'started' || due.some(w => round.stops.includes(w.id) && isToDeliver(w, me)));
  const ahead = group(
    mine.filter(w => w.day > today),
    w => [w.day, w.day],
  ).map(([day, , works]) => ({day, slips: works.length}));
  return {
    today,
    stops,
    next: nextOf(stops),
    homes: {done: doors.filter(s => s.state === 'done').length, all: doors.length},
    bags: all.filter(w => holdsGoods(w, me)),
    cheques,
    rounds: days.filter(r => r.round.day === today || isLeft(r)).sort((a, b) => byDay(a.round.day, b.round.day)),
    ahead,
    all,
  };
}

/** What of a stop is to be done now: in the shop's hands, in mine, or cheques in mine. */
export function openWorks(stop: Stop, me: PersonId): readonly Work[] {
  switch (stop.kind) {
    case 'pickup':
      return stop.works.filter(isToPickUp);
    case 'home':
      return stop.works.filter(w => isToDeliver(w, me) && holdsGoods(w, me));
    case 'collect':
      return stop.works.filter(isOwed);
    case 'cheque':
      return stop.works.filter(w => holdsCheque(w, me));
  }
}

/** Whom the driver stands before: at a door the household, at a counter the shop. */
export const partyOf = ({kind, works: [first]}: Stop) =>
  kind === 'home' || kind === 'collect' ? first?.sheet.household : first?.sheet.merchant;

export const totalCents = (works: readonly Work[]): number =>
  works.reduce((sum, {state}) => sum + (state.cheque.amountCents ?? 0), 0);

/** Bags on board: as counted at the shop, one when nobody counted. */
export const bagCount = (works: readonly Work[]): number =>
  works.reduce((sum, {state}) => sum + (state.goods.bags ?? 1), 0);
