// What each fact does, given how far goods and cheque are: sync/README.md,
// section 8, the two tables.

import type {ChequeState, GoodsState} from './slip-state';

export type Move =
  | 'advance' // moves on; this is news
  | 'despite' // moves on, flagged: it could not be prepared
  | 'again' // says what is known
  | 'behind' // older than what is known
  | 'holder' // moves on, unless another driver has the goods and the plan does not name this one
  | 'same' // an empty place is filled; else it must say the same
  | 'undo' // disputed when who delivered says it; else behind
  | 'clash'; // disputed

const GOODS_STATES: readonly GoodsState[] = [
  'ordered',
  'sent',
  'ready',
  'unavailable',
  'withDriver',
  'attemptFailed',
  'returned',
  'delivered',
];

const CHEQUE_STATES: readonly ChequeState[] = ['expected', 'notNeeded', 'owed', 'withDriver', 'withMerchant'];

// One letter a state, in the order above.
const LETTERS: Readonly<Record<string, Move>> = {
  '>': 'advance',
  '!': 'despite',
  '=': 'again',
  '<': 'behind',
  h: 'holder',
  s: 'same',
  u: 'undo',
  x: 'clash',
};

const GOODS: Readonly<Record<string, string>> = {
  ready: '>>=><<<<',
  unavailable: '>>>=xx>x',
  pickedUp: '>>>!hh><',
  attemptFailed: 'hhhhhh<<',
  goodsReturned: '>>>>hh=u',
  handedOver: '>>>!>>><',
};

const CHEQUE = {
  cheque: '>>>ss',
  owed: '>ss<<',
  none: '>ss<<',
  returned: '>>>>s',
  stated: '>>>ss',
} as const;

export function goodsMove(kind: string, state: GoodsState): Move {
  return LETTERS[GOODS[kind]?.[GOODS_STATES.indexOf(state)] ?? 'x'] ?? 'clash';
}

export function chequeMove(row: keyof typeof CHEQUE, state: ChequeState): Move {
  return LETTERS[CHEQUE[row][CHEQUE_STATES.indexOf(state)] ?? 'x'] ?? 'clash';
}

/** Whether a kind moves goods or cheque. */
export function isMove(kind: string): boolean {
  return kind in GOODS || kind === 'chequeReturned';
}
