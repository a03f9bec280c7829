// What a visit still misses before it may be recorded, and what its signature stands for. Pure.
import type {Check, Payment} from './facts';
import {dueCents, wantsCheque, type StopKind, type Work} from './work';

/** Less than this is more often a price whose cents were forgotten: 15 typed for 15,00. */
const DOUBTFUL = 100;

export const isDoubtful = (cents: number): boolean => cents > 0 && cents < DOUBTFUL;

/** What is missing before the next step. No amount, no cheque: a blank one never leaves a door. */
export function missingPayment(w: Work, p: Payment, kind: StopKind): 'amount' | 'reason' | '' {
  const differs = dueCents(w) > 0 && p.cents !== dueCents(w);
  if (p.way === 'cheque' && p.cents === 0) return 'amount';
  const wasOwed = kind === 'collect' && p.way === 'owed'; // the reason was told at the delivery
  if (!wasOwed && (p.way === 'owed' || differs) && !p.reason.trim()) return 'reason';
  return '';
}

type Visit = {
  readonly kind: StopKind;
  readonly works: readonly Work[];
  readonly checks: Readonly<Record<string, Check>>;
  readonly payments: Readonly<Record<string, Payment>>;
};

/** The steps of a visit at a door: 'check', each slip whose cheque is asked for, 'sign'. */
export function stepsOf({kind, works}: Pick<Visit, 'kind' | 'works'>): readonly string[] {
  return [...(kind === 'collect' ? [] : ['check']), ...works.filter(wantsCheque).map(({id}) => id), 'sign'];
}

/**
 * How far the visit may be: the place of the first step that misses something. A half-done visit that is taken up
 * again may meet a slip that came on board since, or an amount that the shop stated since.
 */
export function reached(visit: Visit): number {
  const {kind, works, checks, payments} = visit;
  const steps = stepsOf(visit);
  const open = steps.findIndex(step => {
    if (step === 'check') return works.some(({id}) => !checks[id]);
    const work = works.find(({id}) => id === step);
    const payment = payments[step];
    return work !== undefined && (!payment || missingPayment(work, payment, kind) !== '');
  });
  return open < 0 ? steps.length - 1 : open;
}

/** What is signed for at a door, one text for each slip: the slip and what is paid for it. */
export function signedFor({works, payments}: Pick<Visit, 'works' | 'payments'>): readonly string[] {
  return works.map(w => {
    const p = payments[w.id];
    return `${w.id} ${p && wantsCheque(w) ? `${p.way} ${p.cents}` : 'none'}`;
  });
}

/** A signature stands for what was there when it was drawn, and for less, never for more. An older draft does not say. */
export const stillStands = (signed: readonly string[] | undefined, now: readonly string[]): boolean =>
  signed === undefined || now.every(one => signed.includes(one));
