/** The highest that the protocol takes. */
const MOST = 2_000_000;

/** A mileage as it is typed: spaces or a sign between thousands, tenths left out; null for nothing. */
export function kilometres(typed: string): number | null | 'unreadable' {
  const text = typed.replace(/\s|km/gi, '');
  if (text === '') return null;
  const whole = text.replace(/[.,]\d{0,2}$/, '').replace(/[.,](?=\d{3}(\D|$))/g, '');
  const km = /^\d+$/.test(whole) ? Number(whole) : Number.NaN;
  return km > 0 && km <= MOST ? km : 'unreadable';
}
