// Where a slip stands, in the words of a shop.
import type {merchant} from '../i18n/merchant';
import type {Slip} from './wire';

type Words = (typeof merchant)['fr'];
export type Stage = {readonly state: keyof Words['state']; readonly next: keyof Words['next']};

const same = (word: keyof Words['state'] & keyof Words['next']): Stage => ({state: word, next: word});

export function stageOf(s: Slip): Stage {
  if (s.cancelled) return same('cancelled');
  if (s.complete || s.cheque === 'withMerchant') return same('complete');
  if (s.cheque === 'withDriver') return same('cheque');
  switch (s.goods) {
    case 'ready':
      return same('ready');
    case 'unavailable':
      return same('unavailable');
    case 'withDriver':
      return {state: 'onWay', next: s.free ? 'onWayFree' : 'onWay'};
    case 'attemptFailed':
      return same('failed');
    case 'returned':
      return same('returned');
    case 'delivered':
      return {state: 'delivered', next: s.cheque === 'owed' ? 'owed' : 'delivered'};
    default: // ordered, sent, and what a newer server may add
      return same('toPrepare');
  }
}
