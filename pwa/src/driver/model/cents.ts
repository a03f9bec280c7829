// The amount keypad: digits come in from the right, as on a till. 1 4 6 5 reads 14,65.

/** The highest amount that a slip takes. */
export const MAX_CENTS = 50_000;

export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'back';

const grown = (cents: number, key: Key): number => (key === '00' ? cents * 100 : cents * 10 + Number(key));

/** A key that would go too far: it changes nothing, and the driver is told. */
export const isTooFar = (cents: number, key: Key): boolean => key !== 'back' && grown(cents, key) > MAX_CENTS;

/** What stands there after the key. */
export function press(cents: number, key: Key): number {
  if (key === 'back') return Math.floor(cents / 10);
  return isTooFar(cents, key) ? cents : grown(cents, key);
}
