// The words of a slip: its journal's entries and the state that they fold to.
// sync/README.md, section 8; sync/slip says the same in Go. Absent and empty
// are the same: a field that would be empty is not there.

import type {BlobRef, FactKind} from './act';

export type PlanKind = 'created' | 'edited' | 'sentToMerchant' | 'assigned' | 'cancelled' | 'reopened' | 'settled';

export type Via = 'app' | 'desk' | 'qr' | 'phone' | 'paper';

/** One line of a journal, as it was put, or an own act that waits. */
export type Entry = {
  readonly id: string;
  readonly kind: FactKind | PlanKind | (string & {});
  readonly v: number;
  readonly seq?: number;
  readonly at: string;
  /** Absent while the act is on this phone alone. */
  readonly received?: string;
  readonly by: string;
  readonly device?: string;
  readonly via: Via;
  readonly late?: string;
  readonly data?: unknown;
  readonly blobs?: readonly BlobRef[];
  /** On the entry that completed the slip: hand-over, return, stated amount. */
  readonly seal?: readonly string[];
};

export type GoodsState =
  'ordered' | 'sent' | 'ready' | 'unavailable' | 'withDriver' | 'attemptFailed' | 'returned' | 'delivered';

export type ChequeState = 'expected' | 'notNeeded' | 'owed' | 'withDriver' | 'withMerchant';

export type Effect = 'applied' | 'flagged' | 'disputed' | 'held';

export type Goods = {
  state: GoodsState;
  place: 'merchant' | 'driver' | 'resident' | 'leftSafe' | 'service';
  /** The driver, exactly when place is driver. */
  holder?: string;
  since?: string;
  bags?: number;
  reason?: string;
};

export type Cheque = {
  state: ChequeState;
  holder?: string;
  since?: string;
  amountCents?: number;
  payee?: string;
  reason?: string;
};

export type Said = {entry: string; by: string; at: string; text?: string};

export type Attempt = {
  entry: string;
  by: string;
  at: string;
  reason: string;
  note?: string;
  goods?: string;
  called?: readonly string[];
};

export type Mark = {
  entry: string;
  by: string;
  at: string;
  via: Via;
  name?: string;
  cannotSign?: string;
  witness?: string;
  paper?: boolean;
};

export type Task = {entry: string; effect: Effect; codes: readonly string[]; settled?: string};

export type SlipState = {
  number: string;
  day: string;
  corrects?: string;
  plan: {driver?: string; round?: string; position?: number; vehicle?: string};
  cancelled?: Said;
  sent?: string;
  opened?: Said[];
  goods: Goods;
  cheque: Cheque;
  /** The stated amount. */
  amount?: {cents: number; entry: string; by: string; via: Via; at: string};
  resident?: Mark;
  merchant?: Mark;
  /** Both marks stand. */
  complete: boolean;
  /** Nothing more is expected. */
  closed: boolean;
  attempts?: Attempt[];
  lines?: {line: string; state: string; note?: string; entry: string}[];
  notes?: Said[];
  alerts?: Said[];
  photos?: {entry: string; sha256: string}[];
  tasks?: Task[];
  effects: Record<string, {effect: Effect; code?: string}>;
};
