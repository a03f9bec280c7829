// Ids made here, so that what is sent twice is one thing.

/** A UUIDv7 of now. */
export function newId(now: number, random: (bytes: Uint8Array) => Uint8Array): string {
  const b = random(new Uint8Array(16));
  for (let i = 0, ms = now; i < 6; i++, ms = Math.floor(ms / 256)) b[5 - i] = ms % 256;
  b[6] = 0x70 | ((b[6] ?? 0) & 0x0f);
  b[8] = 0x80 | ((b[8] ?? 0) & 0x3f);
  const hex = Array.from(b, x => (x + 256).toString(16).slice(1)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** One that nothing had before. crypto.randomUUID is withheld from plain http. */
export const freshId = (): string => newId(Date.now(), b => crypto.getRandomValues(b as Uint8Array<ArrayBuffer>));
