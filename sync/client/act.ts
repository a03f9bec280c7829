// Acts: what happened at a door or a counter, recorded once, at the tap.
// sync/README.md, sections 2 and 6, is the contract.

declare const brand: unique symbol;
type Brand<Name extends string> = string & {readonly [brand]: Name};

export type ActId = Brand<'ActId'>;
export type DeviceId = Brand<'DeviceId'>;
export type Epoch = Brand<'Epoch'>;
export type PersonId = Brand<'PersonId'>;
export type SlipId = Brand<'SlipId'>;
export type RoundId = Brand<'RoundId'>;
/** 64 lower-case hex characters. */
export type Sha256 = Brand<'Sha256'>;

/** What a phone may record. Append-only. */
export type FactKind =
  | 'ready'
  | 'unavailable'
  | 'amountStated'
  | 'pickedUp'
  | 'handedOver'
  | 'chequeReturned'
  | 'attemptFailed'
  | 'goodsReturned'
  | 'corrected'
  | 'note'
  | 'alert'
  | 'opened'
  | 'roundOpened'
  | 'roundStarted'
  | 'roundEnded';

/** The one journal that an act belongs to. */
export type Target = {readonly slip: SlipId} | {readonly round: RoundId};

/** The name of a photo that travels apart from the act. */
export type BlobRef = {readonly sha256: Sha256; readonly size: number};

/** An act before its number is given. */
export type Unnumbered = {
  readonly id: ActId;
  readonly kind: FactKind;
  readonly v: number;
  readonly basis: number;
  /** RFC 3339 with milliseconds and offset; describes, never orders. */
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly blobs?: readonly BlobRef[];
} & Target;

export type Act = Unnumbered & {readonly seq: number};

/** The journal's id, whichever it is. */
export function targetOf(act: Target): SlipId | RoundId {
  return 'slip' in act ? act.slip : act.round;
}

/**
 * The bytes of an act, made once and sent as they are for ever: the server
 * compares them with the first ones it saw under this id. A lone surrogate is
 * escaped by JSON.stringify, so the text always has one UTF-8 form.
 */
export function serialise(act: Act): string {
  const {id, seq, kind, v, basis, at, data, blobs} = act;
  const target = 'slip' in act ? {slip: act.slip} : {round: act.round};
  const photos = blobs && blobs.length > 0 ? {blobs} : {};
  return JSON.stringify({id, seq, kind, v, ...target, basis, at, data, ...photos});
}

/** How many bytes text takes as UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair counts 2, a lone one never occurs in JSON text.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** RFC 3339 of a moment, with milliseconds, in a zone that many minutes east of UTC. */
export function timestamp(ms: number, zone: number): string {
  const local = new Date(ms + zone * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${local}${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
