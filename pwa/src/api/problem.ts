// What the server, or the way to it, said no with.

/** RFC 9457 as the server writes it. `detail` is in the reader's language already. */
export type Problem = {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Details by input name, for the forms. */
  readonly fields?: Readonly<Record<string, string>>;
  /** When the server asked to wait: seconds. */
  readonly wait?: number;
};

export const noAnswer: Problem = {status: 0, code: 'network', detail: ''};

type Wire = {code?: unknown; detail?: unknown; field?: unknown};

/** Reads whatever an error answer held; a proxy's page becomes code `http.<status>`. */
export function readProblem(body: unknown, response: Response): Problem {
  const w: Wire = typeof body === 'object' && body !== null ? body : {};
  const code = typeof w.code === 'string' ? w.code : `http.${response.status}`;
  const detail = typeof w.detail === 'string' ? w.detail : '';
  const wait = Number(response.headers.get('Retry-After'));
  return {
    status: response.status,
    code,
    detail,
    ...(typeof w.field === 'string' && w.field !== '' ? {fields: {[w.field]: detail}} : {}),
    ...(wait > 0 ? {wait} : {}),
  };
}
