// The fold: what a slip's journal amounts to. Pure and total; the same state as
// sync/slip reaches, proven on sync/vectors. The phone folds the cut journal
// that it was put, and its own acts that are not in it yet.

import {compact} from './compact';
import {applyCorrections, isPlan} from './fold-corrections';
import {finish} from './fold-finish';
import {foldGoods} from './fold-goods';
import {foldChequeReturned, foldHandedOver, stateAmount} from './fold-money';
import {readJournal, when, type Read} from './fold-order';
import {Folding} from './folding';
import type {Entry, Said, SlipState} from './slip-state';

export function fold(journal: readonly Entry[]): SlipState {
  const f = new Folding(readJournal(journal));
  applyCorrections(f);
  for (const e of f.entries) {
    f.at = e.place;
    step(f, e);
  }
  return finish(f);
}

function step(f: Folding, e: Read): void {
  const verdict = f.verdict(e.place);
  if (e.bad !== '') {
    verdict.effect = 'held';
    verdict.codes = [e.bad];
    return;
  }
  if (f.out.has(e.id)) {
    verdict.codes = ['corrected'];
    return;
  }
  const fixed = f.fixed.get(e.id);
  if (fixed) {
    verdict.effect = fixed.effect;
    verdict.codes.push(...fixed.codes);
  }
  for (const {sha256} of e.blobs ?? []) (f.st.photos ??= []).push({entry: e.id, sha256});
  if (isPlan(e.kind)) return foldPlan(f, e);
  if (e.late) f.flag(e.late);
  foldFact(f, e);
}

function said(e: Read, text: string): Said {
  return {entry: e.id, by: e.by, at: when(e), ...compact({text})};
}

function foldFact(f: Folding, e: Read): void {
  const {st} = f;
  switch (e.kind) {
    case 'note':
      (st.notes ??= []).push(said(e, e.data.text));
      break;
    case 'alert':
      (st.alerts ??= []).push(said(e, e.data.text));
      break;
    case 'opened':
      if (st.opened?.some(({by}) => by === e.by)) f.tell('already');
      else (st.opened ??= []).push(said(e, ''));
      break;
    case 'amountStated':
      stateAmount(f, e, e.data.amountCents);
      break;
    case 'chequeReturned':
      foldChequeReturned(f, e);
      break;
    case 'handedOver':
      foldHandedOver(f, e);
      break;
    case 'corrected':
      break;
    default:
      foldGoods(f, e);
  }
}

function foldPlan(f: Folding, e: Read): void {
  const {st} = f;
  const {driver, round, position, vehicle} = e.data;
  if (f.isComplete() && !['settled', 'assigned', 'sentToMerchant'].includes(e.kind)) {
    f.dispute(e, 'complete');
    return;
  }
  switch (e.kind) {
    case 'created':
      if (f.created) return f.tell('already');
      f.created = true;
      st.number = e.data.number;
      Object.assign(st, compact({corrects: e.data.corrects}));
      return write(f, e);
    case 'edited':
      return write(f, e);
    case 'sentToMerchant':
      st.sent = e.data.channel;
      if (st.goods.state === 'ordered') st.goods = {...st.goods, state: 'sent', since: when(e)};
      return;
    case 'assigned':
      st.plan = compact({driver, round, position, vehicle});
      return;
    case 'cancelled':
      st.cancelled = said(e, e.data.reason);
      return;
    case 'reopened':
      delete st.cancelled;
  }
}

/** Takes day and sheet; the sheet's amount is a stated amount. */
function write(f: Folding, e: Read): void {
  const {day, sheet} = e.data;
  if (day !== '') f.st.day = day;
  if (!sheet) return;
  f.sheet = sheet;
  stateAmount(f, e, sheet.amountCents);
}
