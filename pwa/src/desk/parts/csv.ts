// A list as a file for a spreadsheet.

/** A cell that no spreadsheet takes for a formula, quoted where needed. */
export function cell(value: string | number | undefined): string {
  const raw = String(value ?? '');
  // A number may begin with a minus; a text that does would be calculated. Spreadsheets drop space before the sign,
  // and read the wide signs of East Asian keyboards as the narrow ones.
  const text = typeof value !== 'number' && /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(raw) ? `'${raw}` : raw;
  // Quoted also before what parts cells in other countries.
  return /[";,\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Semicolons and a byte order mark: what a French Excel opens without asking. */
export const csv = (rows: readonly (readonly (string | number | undefined)[])[]): string =>
  '\ufeff' + rows.map(r => r.map(cell).join(';')).join('\r\n') + '\r\n';

/** What a list is called on the screen, as the name of a file that every system keeps. */
export const fileName = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export function save(name: string, rows: readonly (readonly (string | number | undefined)[])[]): void {
  const url = URL.createObjectURL(new Blob([csv(rows)], {type: 'text/csv;charset=utf-8'}));
  const a = document.createElement('a');
  a.href = url;
  a.download = `${fileName(name)}.csv`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
