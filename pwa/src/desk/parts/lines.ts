// A slip's products as one text, one product a line, and back.
import type {Corrective, Slip} from '../../api/town';

type Line = Slip['lines'][number];

const written = (l: Line): string => (l.quantity ? `${l.quantity} ${l.text}` : l.text);

export const textOfLines = (lines: readonly Line[]): string => lines.map(written).join('\n');

/** A line that was left as it was stays the same line, a gift a gift; any other is new. */
export function linesOf(text: string, of: readonly Line[]): Corrective['lines'] {
  const lines = text.split('\n').map(one => one.trim());
  return lines.filter(Boolean).map(one => {
    const same = of.find(l => written(l) === one);
    if (!same) return {text: one};
    return {id: same.id, text: same.text, ...(same.quantity ? {quantity: same.quantity} : {})};
  });
}
