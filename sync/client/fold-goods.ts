// Custody of the goods.

import {when, type Read} from './fold-order';
import {goodsMove} from './fold-table';
import type {Folding} from './folding';
import type {Goods} from './slip-state';
import {stateAmount} from './fold-money';
import {compact} from './compact';

/** Flags a driver whom the plan does not name. Who keys in a paper says who carried it where nobody was planned. */
export function checkPlanned(f: Folding, e: Read): void {
  const {driver} = f.st.plan;
  if (!driver) {
    if (e.via !== 'paper') f.flag('unassigned');
  } else if (driver !== e.actor) f.flag('reassigned');
}

export function foldGoods(f: Folding, e: Read): void {
  const now = f.goodsState();
  record(f, e);
  switch (goodsMove(e.kind, now)) {
    case 'advance':
      return move(f, e);
    case 'despite':
      f.flag('was_unavailable');
      return move(f, e);
    case 'holder':
      return moveAsHolder(f, e);
    case 'again':
      return f.tell('already');
    case 'behind':
      return f.tell('behind');
    case 'undo':
      return undo(f, e);
    default:
      // Accepting it cannot undo a hand-over.
      if (now === 'delivered') f.contradict('goods_gone');
      else if (f.dispute(e, 'goods_gone') === 'accepted') move(f, e);
  }
}

function undo(f: Folding, e: Read): void {
  if (e.actor !== f.handed?.actor) return f.tell('behind');
  if (f.dispute(e, f.isComplete() ? 'complete' : 'delivered') === 'accepted') {
    f.back = e;
    f.brought = undefined;
    move(f, e);
  }
}

/** What a fact tells beside custody, whatever its place in time. */
function record(f: Folding, e: Read): void {
  const {bags, goods} = e.data;
  switch (e.kind) {
    case 'ready':
      if (f.st.cancelled) f.flag('cancelled');
      if (bags > 0) f.bagsReady = bags;
      stateAmount(f, e, e.data.amountCents);
      break;
    case 'pickedUp':
      checkPlanned(f, e);
      if (f.st.cancelled) f.flag('cancelled');
      f.picked.add(e.actor);
      if (bags > 0) f.bagsTaken = bags;
      recordLines(f, e);
      break;
    case 'attemptFailed':
      checkPlanned(f, e);
      if (goods === 'inVehicle' || goods === 'leftSafe') f.carried.push(e.place);
      recordAttempt(f, e);
      break;
    case 'goodsReturned':
      f.carried.push(e.place);
  }
}

function recordAttempt(f: Folding, e: Read): void {
  const {reason, note, goods, called} = e.data;
  const attempt = {entry: e.id, by: e.by, at: when(e), reason};
  (f.st.attempts ??= []).push({...attempt, ...compact({note, goods, called})});
}

/** A later word on a line replaces an earlier one. */
function recordLines(f: Folding, e: Read): void {
  const lines = (f.st.lines ??= []);
  for (const {line, state, note} of e.data.lines) {
    const told = {line, state, ...compact({note}), entry: e.id};
    const known = lines.findIndex(other => other.line === line);
    if (known < 0) lines.push(told);
    else lines[known] = told;
  }
}

/** The holder and the planned driver move the goods, and anyone when no driver has them. */
function moveAsHolder(f: Folding, e: Read): void {
  const {holder, state} = f.st.goods;
  if (e.kind === 'attemptFailed' && e.data.goods === 'none') return; // the goods are where they were
  if (e.kind === 'pickedUp' && holder === e.actor && state === 'withDriver') return f.tell('already');
  if (!holder || holder === e.actor) return move(f, e);
  if (f.st.plan.driver !== e.actor) return f.tell('behind');
  if (e.kind !== 'pickedUp') f.flag('other_holder');
  move(f, e);
}

function move(f: Folding, e: Read): void {
  const where = moved(e, f.st.goods.holder);
  if (where) f.st.goods = {...where, since: when(e)};
}

function moved(e: Read, holder: string | undefined): Goods | undefined {
  switch (e.kind) {
    case 'ready':
      return {state: 'ready', place: 'merchant'};
    case 'unavailable':
      return {state: 'unavailable', place: 'merchant', reason: e.data.reason};
    case 'pickedUp':
      return {state: 'withDriver', place: 'driver', holder: e.actor};
    case 'goodsReturned':
      return {state: 'returned', place: e.data.to === 'service' ? 'service' : 'merchant'};
    default:
      if (e.data.goods === 'leftSafe') return {state: 'attemptFailed', place: 'leftSafe'};
      if (e.data.goods === 'inVehicle' || holder) return {state: 'attemptFailed', place: 'driver', holder: e.actor};
      return undefined; // never picked up, and not said to be in the vehicle
  }
}
