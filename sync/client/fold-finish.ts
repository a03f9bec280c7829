// What only the whole journal can tell, derived at the end: the same in
// whatever order the facts arrived.

import {compact} from './compact';
import {when, type Read} from './fold-order';
import type {Folding} from './folding';
import type {Mark, SlipState} from './slip-state';

export function finish(f: Folding): SlipState {
  const {st} = f;
  finishCheque(f);
  finishGoods(f);
  finishFlags(f);
  st.complete = f.isComplete();
  if (st.complete && f.seal) sealAmount(f, f.seal[2]);
  const delivered = st.goods.state === 'delivered';
  const out = Boolean(st.goods.holder) || st.cheque.state === 'withDriver' || st.cheque.state === 'owed';
  st.closed =
    st.complete || (delivered && st.cheque.state === 'notNeeded') || (st.cancelled !== undefined && !delivered && !out);
  finishTasks(f);
  return st;
}

function finishCheque(f: Folding): void {
  const state = f.chequeState();
  const {handed, returned, st} = f;
  let amountCents = st.amount?.cents ?? 0;
  if (handed) {
    amountCents = handed.data.amountCents || amountCents;
    st.resident = mark(handed);
  }
  if (returned) {
    amountCents = returned.data.amountCents;
    st.merchant = mark(returned);
  }
  const last = returned ?? handed;
  const isDue = state !== 'notNeeded';
  st.cheque = {
    state,
    ...compact({
      holder: state === 'withDriver' ? handed?.actor : '',
      since: last && when(last),
      amountCents: isDue ? amountCents : 0,
      payee: isDue ? (f.hasCheque() ? f.payee : f.sheet.payee) : '',
      reason: handed?.data.reason,
    }),
  };
}

function finishGoods(f: Folding): void {
  const {st, handed} = f;
  if (handed && f.goodsState() === 'delivered') {
    st.goods = {state: 'delivered', place: 'resident', since: when(f.brought ?? handed)};
  }
  const bags = f.bagsTaken || f.bagsReady;
  if (bags > 0) st.goods.bags = bags;
  const changed = st.lines?.filter(({state}) => state !== 'taken') ?? [];
  if (changed.length > 0) st.lines = changed;
  else delete st.lines;
}

function finishFlags(f: Folding): void {
  const {handed, returned} = f;
  if (handed) f.carried.push((f.brought ?? handed).place);
  for (const place of f.carried) {
    if (!f.picked.has(f.entries[place]?.actor ?? '')) f.flag('pickup_missing', place);
  }
  if (handed) {
    const {amountCents, reason, payment} = handed.data;
    const stated = f.st.amount?.cents;
    if (f.hasCheque() && stated !== undefined && stated !== amountCents && reason === '') {
      f.flag('amount_differs', handed.place);
    }
    if (f.sheet.noPayment && payment !== 'none') f.flag('payment_unexpected', handed.place);
    if (!f.sheet.noPayment && payment === 'none') f.flag('payment_none', handed.place);
  }
  if (!returned) return;
  if (!f.hasCheque()) f.flag('handover_missing', returned.place);
  else if (returned.actor && returned.actor !== handed?.actor) f.flag('other_holder', returned.place);
}

/** The stated amount of a complete slip is the one that was stated when it became complete. */
function sealAmount(f: Folding, id: string | undefined): void {
  delete f.st.amount;
  const e = f.entries.find(entry => entry.id === id && entry.bad === '');
  if (!e) return;
  const cents = e.data.sheet ? e.data.sheet.amountCents : e.data.amountCents;
  f.st.amount = {cents, entry: e.id, by: e.by, via: e.via, at: when(e)};
}

function finishTasks(f: Folding): void {
  for (const {id, place} of f.entries) {
    const {effect, codes} = f.verdict(place);
    const [code] = codes;
    f.st.effects[id] = code === undefined ? {effect} : {effect, code};
    if (effect === 'applied') continue;
    // Accepting the other one decided what was replaced.
    const settled = f.decided.get(id) || (code === 'replaced' ? 'accept' : '');
    (f.st.tasks ??= []).push({entry: id, effect, codes, ...compact({settled})});
  }
}

function mark(e: Read): Mark {
  const {name, cannotSign, witness, paper} = e.data.mark ?? {};
  return {entry: e.id, by: e.by, at: when(e), via: e.via, ...compact({name, cannotSign, witness, paper})};
}
