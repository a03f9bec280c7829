// Custody of the cheque, and the amounts.

import {when, type Read} from './fold-order';
import {checkPlanned} from './fold-goods';
import {chequeMove, goodsMove} from './fold-table';
import type {Folding} from './folding';

/** The amount of the cheque that changed hands, 0 before it did. */
function onCheque(f: Folding): number {
  return (f.hasCheque() ? f.handed : f.returned)?.data.amountCents ?? 0;
}

/** Before the cheque changes hands a later amount replaces an earlier one; then only the same fits. */
export function stateAmount(f: Folding, e: Read, cents: number): void {
  if (cents === 0) return;
  if (chequeMove('stated', f.chequeState()) === 'same' && cents !== onCheque(f)) {
    if (f.dispute(e, f.isComplete() ? 'complete' : 'amount_after_cheque') === 'disputed') return;
  }
  if (f.st.amount?.cents === cents) {
    if (e.kind === 'amountStated') f.tell('already');
    return;
  }
  f.st.amount = {cents, entry: e.id, by: e.by, via: e.via, at: when(e)};
}

export function foldHandedOver(f: Folding, e: Read): void {
  checkPlanned(f, e);
  if (f.st.cancelled) f.flag('cancelled');
  if (goodsMove('handedOver', f.st.goods.state) === 'despite') f.flag('was_unavailable');
  const row = e.data.payment as 'cheque' | 'owed' | 'none';
  const cheque = row === 'cheque';
  const pinned = f.pinned(0);
  if (cheque && pinned && pinned.id !== e.id) return besidePinned(f, pinned, handOverClash(e, pinned));
  let move = chequeMove(row, f.chequeState());
  if ((cheque && !f.hasCheque()) || !f.handed) {
    // An empty place is filled, unless the cheque came back with another amount.
    move = cheque && f.returned && f.returned.data.amountCents !== e.data.amountCents ? 'clash' : 'advance';
  }
  if (!cheque && (move === 'advance' || move === 'behind')) f.brought ??= e;
  if (move === 'advance') take(f, e);
  else if (move === 'behind' || (move === 'same' && handOverClash(e, f.handed) === '')) f.tell('already');
  else clashHandOver(f, e);
}

/** In what e contradicts the hand-over that stands; '' when it says the same. */
function handOverClash(e: Read, standing: Read | undefined): string {
  if (!standing) return 'amount_differs'; // the cheque came back with another amount
  if (standing.actor !== e.actor) return 'second_handover';
  if (standing.data.payment !== e.data.payment) return 'payment_differs';
  return standing.data.amountCents === e.data.amountCents ? '' : 'amount_differs';
}

function clashHandOver(f: Folding, e: Read): void {
  if (f.dispute(e, f.isComplete() ? 'complete' : handOverClash(e, f.handed)) === 'disputed') return;
  if (f.handed) f.contradict('replaced', f.handed.place);
  f.brought = undefined;
  if (f.returned && f.returned.data.amountCents !== e.data.amountCents) {
    f.contradict('replaced', f.returned.place);
    f.returned = undefined;
  }
  take(f, e);
}

function take(f: Folding, e: Read): void {
  f.handed = e;
  f.back = undefined;
  f.payee = e.data.payee || f.sheet.payee;
}

/** An entry beside the one that completed the slip, which nobody can replace any more. */
function besidePinned(f: Folding, pinned: Read, clash: string): void {
  if (clash === '') f.tell('already');
  else if (f.isComplete()) f.contradict('complete');
  else f.contradict(f.decided.get(pinned.id) === 'accept' ? 'replaced' : clash);
}

export function foldChequeReturned(f: Folding, e: Read): void {
  const pinned = f.pinned(1);
  if (pinned && pinned.id !== e.id) return besidePinned(f, pinned, returnClash(e, pinned));
  const known = onCheque(f);
  const advances = chequeMove('returned', f.chequeState()) === 'advance';
  if (advances && (known === 0 || known === e.data.amountCents)) {
    f.returned = e;
    return;
  }
  const clash = f.returned ? returnClash(e, f.returned) : 'amount_differs';
  if (clash === '') return f.tell('already');
  if (f.dispute(e, f.isComplete() ? 'complete' : clash) === 'disputed') return;
  if (f.returned) f.contradict('replaced', f.returned.place);
  f.returned = e;
}

/** In what e contradicts the return that stands. A merchant's own word fits any driver's. */
function returnClash(e: Read, standing: Read): string {
  if (standing.actor !== e.actor && standing.actor && e.actor) return 'second_return';
  return standing.data.amountCents === e.data.amountCents ? '' : 'amount_differs';
}
