// UUIDv7 (RFC 9562): sortable by the time of making, unique without a server.

export type Random = (count: number) => Uint8Array;

const COUNTER = 0x1000;

/**
 * A maker whose ids only grow, also when the clock stands still or goes back:
 * then it counts on in rand_a from the last id.
 */
export function uuidMaker(now: () => number, random: Random): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const bytes = random(10);
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      counter = (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) & 0x7ff; // upper half free to count
    } else if (++counter === COUNTER) {
      lastMs++;
      counter = 0;
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const high = (0x7000 | counter).toString(16);
    const low = (0x80 | ((bytes[2] ?? 0) & 0x3f)).toString(16) + hex(bytes.subarray(3, 4));
    return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${hex(bytes.subarray(4, 10))}`;
  };
}

/** When an id was made, ms by the phone's clock. */
export function uuidTime(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
