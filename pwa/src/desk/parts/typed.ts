// Whether a form holds typed work that was not saved. It is the browser's own forms that are asked, so that no screen
// has to tell: what they hold now against what they held when somebody first went into them.

/** The fields of a form as text; two that read alike hold the same. */
export type Read = (form: HTMLFormElement) => string;

export type Forms = {
  /** Whether some form that is on the screen holds what somebody typed and did not save. */
  typed(): boolean;
  /** What is typed now is given up, and asked for no more. */
  forget(): void;
  stop(): void;
};

type Seen = {was: string; touched: boolean};

/** A chosen file has no text; its name and size say that it is another. */
const textOf = (v: FormDataEntryValue): string => (typeof v === 'string' ? v : `${v.name} ${v.size}`);

const readForm: Read = form => JSON.stringify([...new FormData(form)].map(([name, v]) => [name, textOf(v)]));

/** A form that only searches or confirms is marked data-loose: there is nothing to lose in it. */
const formOf = (e: Event): HTMLFormElement | null => {
  const form = e.target instanceof Element ? e.target.closest('form') : null;
  return form && 'loose' in form.dataset ? null : form;
};

/**
 * Follows the forms below root.
 *
 *     first focus: what it holds is noted --input or press in it--> touched --saved--> as at first
 */
export function watchForms(root: Document, read: Read = readForm): Forms {
  const seen = new Map<HTMLFormElement, Seen>();
  const enter = (e: Event) => {
    const form = formOf(e);
    if (form && !seen.has(form)) seen.set(form, {was: read(form), touched: false});
  };
  const touch = (e: Event) => {
    const form = formOf(e);
    const at = form && seen.get(form);
    if (at) at.touched = true;
  };
  const saved = (e: Event) => {
    const form = formOf(e);
    if (form) seen.delete(form);
  };
  const gone = () => {
    for (const form of seen.keys()) if (!form.isConnected) seen.delete(form);
  };
  // Before the press does its work: what it adds is work too.
  const on = [
    ['focusin', enter],
    ['pointerdown', enter],
    ['input', touch],
    ['click', touch],
    ['saved', saved],
  ] as const;
  for (const [name, hear] of on) root.addEventListener(name, hear, true);
  return {
    typed: () => {
      gone();
      return [...seen].some(([form, {was, touched}]) => touched && read(form) !== was);
    },
    forget: () => seen.clear(),
    stop: () => {
      for (const [name, hear] of on) root.removeEventListener(name, hear, true);
    },
  };
}
