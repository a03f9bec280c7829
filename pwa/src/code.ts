// A typed enrolment or slip code, forgiving: case, dashes and spaces do not matter.

export const CODE_LENGTH = 8;

/** Letters and digits alone, in capitals. */
export const bareCode = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** `ABCD-EFGH`, as it is printed. */
export function shownCode(typed: string): string {
  const bare = bareCode(typed).slice(0, CODE_LENGTH);
  return bare.length > 4 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : bare;
}
