// Euro amounts as people type them.

/** "42,80", "42.8 €" or "42" in cents; null for anything else. */
export function cents(typed: string): number | null {
  const m = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s€]/g, ''));
  if (!m) return null;
  return Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0'));
}

/** 4280 as "42,80", for the field. */
export const typedCents = (amount: number, comma: string): string =>
  `${Math.floor(amount / 100)}${comma}${String(amount % 100).padStart(2, '0')}`;
