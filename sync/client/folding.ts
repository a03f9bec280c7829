// The working memory of one fold. The hand-over and the cheque's return are
// places that one entry each may take; the state is derived from what stands
// in them at the end, so that the order of arrival is nothing.

import type {Read} from './fold-order';
import type {SheetData} from './slip-data';
import type {ChequeState, Effect, GoodsState, SlipState} from './slip-state';

export type Verdict = {effect: Effect; codes: string[]};

export class Folding {
  readonly verdicts: Verdict[];
  /** The place of the entry being folded. */
  at = 0;
  readonly st: SlipState = {
    number: '',
    day: '',
    plan: {},
    goods: {state: 'ordered', place: 'merchant'},
    cheque: {state: 'expected'},
    complete: false,
    closed: false,
    effects: {},
  };
  sheet: SheetData = {payee: '', noPayment: false, amountCents: 0, lines: 0};
  created = false;
  /** The last decision of settled, by entry. */
  readonly decided = new Map<string, string>();
  /** Entries that a correction takes out. */
  readonly out = new Set<string>();
  /** What became of the corrections. */
  readonly fixed = new Map<string, Verdict>();
  seal: readonly string[] | undefined;
  /** Drivers who recorded a pick-up. */
  readonly picked = new Set<string>();
  /** Entries whose driver must have picked up. */
  readonly carried: number[] = [];
  bagsReady = 0;
  bagsTaken = 0;
  handed: Read | undefined;
  /** The hand-over that brought the goods, when it is another: without a cheque, collected later. */
  brought: Read | undefined;
  /** To whom the handed cheque is made out. */
  payee = '';
  returned: Read | undefined;
  /** Goods brought back after delivery, accepted by a coordinator. */
  back: Read | undefined;

  readonly entries: readonly Read[];

  constructor(entries: readonly Read[]) {
    this.entries = entries;
    this.verdicts = entries.map(() => ({effect: 'applied', codes: []}));
    for (const {kind, bad, data, seal} of entries) {
      if (kind === 'settled' && bad === '') this.decided.set(data.entry, data.decision);
      if (seal && seal.length >= 2) this.seal ??= seal;
    }
  }

  hasCheque(): boolean {
    return this.handed?.data.payment === 'cheque';
  }

  /** Both marks stand. */
  isComplete(): boolean {
    return this.hasCheque() && this.returned !== undefined;
  }

  goodsState(): GoodsState {
    return this.handed && !this.back ? 'delivered' : this.st.goods.state;
  }

  chequeState(): ChequeState {
    if (this.returned) return 'withMerchant';
    if (this.hasCheque()) return 'withDriver';
    if (this.handed?.data.payment === 'owed') return 'owed';
    return this.handed || this.sheet.noPayment ? 'notNeeded' : 'expected';
  }

  /** The entry of the seal at that place; undefined without a seal. */
  pinned(place: number): Read | undefined {
    const id = this.seal?.[place];
    return this.entries.find(entry => entry.id === id && entry.bad === '');
  }

  /** Adds a code to an applied entry; the first one stays in front. */
  tell(code: string): void {
    const {effect, codes} = this.verdict(this.at);
    if (effect === 'applied' && !codes.includes(code)) codes.push(code);
  }

  /** It took effect, but somebody should know. */
  flag(code: string, place = this.at): void {
    const verdict = this.verdict(place);
    if (verdict.effect !== 'disputed') {
      if (verdict.effect === 'applied') verdict.codes = []; // what asks for attention stands in front
      verdict.effect = 'flagged';
    }
    if (!verdict.codes.includes(code)) verdict.codes.push(code);
  }

  contradict(code: string, place = this.at): void {
    const verdict = this.verdict(place);
    verdict.codes = verdict.effect === 'applied' ? [code] : [code, ...verdict.codes];
    verdict.effect = 'disputed';
  }

  /** It has no effect, unless a coordinator accepted it: then the caller lets it take the place. */
  dispute({id}: Read, code: string): 'accepted' | 'disputed' {
    if (this.decided.get(id) === 'accept' && code !== 'complete') {
      this.tell('accepted');
      return 'accepted';
    }
    this.contradict(code);
    return 'disputed';
  }

  verdict(place: number): Verdict {
    return this.verdicts[place] as Verdict;
  }
}
