// The data of an entry, read and checked for its kind: sync/README.md, section 6.

import {byteLength} from './act';

export type LineFact = {line: string; state: string; note: string};

export type MarkData = {
  strokes: unknown;
  w: number;
  h: number;
  /** In a cut journal, in the place of strokes. */
  points: number;
  name: string;
  cannotSign: string;
  witness: string;
  paper: boolean;
};

/** What the fold asks of a sheet. */
export type SheetData = {payee: string; noPayment: boolean; amountCents: number; lines: number};

const TEXTS = [
  'reason',
  'check',
  'checkReason',
  'payment',
  'payee',
  'visit',
  'note',
  'goods',
  'to',
  'entry',
  'text',
  'driver',
  'number',
  'day',
  'corrects',
  'channel',
  'round',
  'vehicle',
  'decision',
] as const;
type Texts = Record<(typeof TEXTS)[number], string>;

/** Any kind's data: absent is '', 0 or undefined. */
export type Data = Texts & {
  bags: number;
  position: number;
  amountCents: number;
  lines: LineFact[];
  called: string[];
  mark: MarkData | undefined;
  sheet: SheetData | undefined;
};

/** The code under which such data is held. */
export class BadData extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const MAX_DATA = 32 * 1024;
const MAX_STROKES = 8 * 1024;
const MAX_TEXT = 2_000;
const MAX_CENTS = 50_000;
const MAX_COUNT = 1_000;
const MAX_LINES = 100;

/** Reads the data of an entry; throws BadData. Unknown fields are ignored. */
export function readData(kind: string, v: number, raw: unknown): Data {
  const rule = RULES[kind];
  if (!rule) throw new BadData('slip.unknown_kind');
  if (v !== 1) throw new BadData('slip.unknown_version');
  if (byteLength(JSON.stringify(raw) ?? '') > MAX_DATA) throw new BadData('slip.data_too_large');
  const data = typed(fields(raw));
  checkCommon(data);
  rule(data);
  return data;
}

type Fields = Readonly<Record<string, unknown>>;

function bad(): never {
  throw new BadData('slip.bad_data');
}

function fields(raw: unknown): Fields {
  if (raw === undefined || raw === null) return {};
  return typeof raw === 'object' && !Array.isArray(raw) ? (raw as Fields) : bad();
}

function text(raw: unknown): string {
  return raw === undefined || raw === null ? '' : typeof raw === 'string' ? raw : bad();
}

function integer(raw: unknown): number {
  return raw === undefined || raw === null ? 0 : Number.isInteger(raw) ? (raw as number) : bad();
}

function flag(raw: unknown): boolean {
  return raw === undefined || raw === null ? false : typeof raw === 'boolean' ? raw : bad();
}

function list(raw: unknown): readonly unknown[] {
  return raw === undefined || raw === null ? [] : Array.isArray(raw) ? raw : bad();
}

function typed(raw: Fields): Data {
  const texts = Object.fromEntries(TEXTS.map(name => [name, text(raw[name])])) as Texts;
  return {
    ...texts,
    bags: integer(raw['bags']),
    position: integer(raw['position']),
    amountCents: integer(raw['amountCents']),
    lines: list(raw['lines']).map(line),
    called: list(raw['called']).map(one => (typeof one === 'string' ? one : bad())),
    mark: raw['mark'] == null ? undefined : mark(fields(raw['mark'])),
    sheet: raw['sheet'] == null ? undefined : sheet(fields(raw['sheet'])),
  };
}

function line(raw: unknown): LineFact {
  const one = raw === null ? bad() : fields(raw);
  return {line: text(one['line']), state: text(one['state']), note: text(one['note'])};
}

function mark(raw: Fields): MarkData {
  return {
    strokes: raw['strokes'] ?? undefined,
    w: integer(raw['w']),
    h: integer(raw['h']),
    points: integer(raw['points']),
    name: text(raw['name']),
    cannotSign: text(raw['cannotSign']),
    witness: text(raw['witness']),
    paper: flag(raw['paper']),
  };
}

function sheet(raw: Fields): SheetData {
  return {
    payee: text(fields(raw['merchant'])['payee']),
    noPayment: flag(raw['noPayment']),
    amountCents: integer(raw['amountCents']),
    lines: list(raw['lines']).length,
  };
}

/** How many points the strokes have; 0 when they do not add up. */
export function countPoints(strokes: unknown): number {
  if (!Array.isArray(strokes)) return 0;
  let points = 0;
  for (let i = 0; i < strokes.length;) {
    const count: unknown = strokes[i];
    if (!Number.isInteger(count) || (count as number) <= 0) return 0;
    const next = i + 1 + 2 * (count as number);
    if (next > strokes.length || !strokes.slice(i + 1, next).every(Number.isInteger)) return 0;
    points += count as number;
    i = next;
  }
  return points;
}

function required(...texts: string[]): void {
  if (texts.includes('')) throw new BadData('slip.required');
}

function oneOf(word: string, ...allowed: string[]): void {
  if (!allowed.includes(word)) bad();
}

function short(...texts: string[]): void {
  if (texts.some(one => one.length > MAX_TEXT && [...one].length > MAX_TEXT)) throw new BadData('slip.text_too_long');
}

function between(count: number, most: number): void {
  if (count < 0 || count > most) bad();
}

function checkCommon(data: Data): void {
  const amounts = [data.amountCents, data.sheet?.amountCents ?? 0];
  if (amounts.some(cents => cents < 0 || cents > MAX_CENTS)) throw new BadData('slip.bad_amount');
  between(data.bags, MAX_COUNT);
  between(data.position, MAX_COUNT);
  if (data.lines.length > MAX_LINES || data.called.length > 10 || (data.sheet?.lines ?? 0) > MAX_LINES) {
    throw new BadData('slip.too_many');
  }
  for (const one of data.lines) {
    required(one.line);
    oneOf(one.state, 'taken', 'missing', 'replaced');
    short(one.note);
  }
  if (data.mark) short(data.mark.name, data.mark.cannotSign, data.mark.witness);
  oneOf(data.check, '', 'qr', 'code', 'none');
  short(data.reason, data.note, data.text, data.payee, data.checkReason, data.visit, data.driver);
}

function needAmount({amountCents}: Data): void {
  if (amountCents === 0) throw new BadData('slip.no_amount');
}

/** Exactly one way of marking: strokes, a reason with a witness, or paper. */
function needMark({mark: given}: Data): void {
  if (!given) throw new BadData('slip.no_mark');
  if (given.cannotSign !== '') return required(given.witness);
  if (given.paper || given.points > 0) return;
  if (given.strokes === undefined) throw new BadData('slip.no_mark');
  const size = JSON.stringify(given.strokes).length;
  if (countPoints(given.strokes) === 0 || size > MAX_STROKES || given.w <= 0 || given.h <= 0) {
    throw new BadData('slip.bad_strokes');
  }
}

function checkDay(day: string): void {
  if (day === '') return;
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) bad();
}

const anything = () => {};

const RULES: Readonly<Record<string, (data: Data) => void>> = {
  ready: anything,
  unavailable: data => required(data.reason),
  amountStated: needAmount,
  pickedUp: anything,
  handedOver(data) {
    required(data.payment);
    oneOf(data.payment, 'cheque', 'owed', 'none');
    if (data.payment === 'cheque') needAmount(data); // no blank cheque, ever
    if (data.payment === 'owed') required(data.reason);
    needMark(data);
  },
  chequeReturned(data) {
    needAmount(data);
    needMark(data);
  },
  attemptFailed(data) {
    required(data.reason);
    oneOf(data.reason, 'noAnswer', 'refused', 'wrongAddress', 'broken', 'notReady', 'other');
    oneOf(data.goods, '', 'inVehicle', 'leftSafe', 'none');
  },
  goodsReturned(data) {
    required(data.to);
    oneOf(data.to, 'merchant', 'service');
  },
  corrected: data => required(data.entry),
  note: data => required(data.text),
  alert: data => required(data.text),
  opened: anything,
  created(data) {
    if (!data.sheet) throw new BadData('slip.required');
    required(data.number, data.day);
    checkDay(data.day);
  },
  edited: data => checkDay(data.day),
  sentToMerchant(data) {
    required(data.channel);
    oneOf(data.channel, 'print', 'mail', 'phone', 'page');
  },
  assigned: anything,
  cancelled: data => required(data.reason),
  reopened: data => required(data.reason),
  settled(data) {
    required(data.entry, data.reason, data.decision);
    oneOf(data.decision, 'accept', 'dismiss');
  },
};
