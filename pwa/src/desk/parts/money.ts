// Amounts as people type them. Cents are integers; a text that is not an amount is NaN, never 0.

/** "12,50", "12.5 €", "1 200" in cents; '' is 0; NaN for anything else. */
export function centsOf(text: string): number {
  const bare = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  if (bare === '') return 0;
  const m = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(bare);
  if (!m) return Number.NaN;
  return Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0'));
}

/** For an input: "12,50", '' for nothing. */
export const amountText = (cents: number | undefined): string =>
  cents ? `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}` : '';
