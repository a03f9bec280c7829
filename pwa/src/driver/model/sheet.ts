// The desk's sheet as a phone holds it. What is missing reads as empty: after two days it is missing on purpose.

export type Line = {
  readonly id: string;
  readonly text: string;
  readonly quantity: string;
  readonly gift: boolean;
  readonly donor: string;
};

const HOUSEHOLD = ['id', 'name', 'phone', 'address', 'sector', 'access', 'availability', 'emergency'] as const;
const MERCHANT = ['id', 'name', 'trade', 'phone', 'address', 'hours', 'payee'] as const;

type Texts<K extends readonly string[]> = Readonly<Record<K[number], string>>;

export type Sheet = {
  readonly household: Texts<typeof HOUSEHOLD>;
  readonly merchant: Texts<typeof MERCHANT>;
  readonly lines: readonly Line[];
  readonly direct: boolean;
  readonly noPayment: boolean;
  readonly note: string;
  /** The first signs of the SHA-256 of the slip's two codes. */
  readonly codes: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;

const fields = (raw: unknown): Fields => Object(raw) as Fields;
const list = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : []);
const text = (raw: unknown): string => (typeof raw === 'string' ? raw : '');

function texts<K extends readonly string[]>(names: K, raw: unknown): Texts<K> {
  const from = fields(raw);
  return Object.fromEntries(names.map(name => [name, text(from[name])])) as Texts<K>;
}

function line(raw: unknown): Line {
  const {id, text: words, quantity, gift, donor} = fields(raw);
  return {id: text(id), text: text(words), quantity: text(quantity), gift: gift === true, donor: text(donor)};
}

export function readSheet(raw: unknown): Sheet {
  const from = fields(raw);
  return {
    household: texts(HOUSEHOLD, from['household']),
    merchant: texts(MERCHANT, from['merchant']),
    lines: list(from['lines']).map(line),
    direct: from['direct'] === true,
    noPayment: from['noPayment'] === true,
    note: text(from['note']),
    codes: list(from['codes']).map(text),
  };
}
