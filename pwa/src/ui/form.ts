// What every form does: hold the presses while it waits, show what is wrong, put the focus there.
import {useSignal} from '@preact/signals';
import type {TargetedSubmitEvent} from 'preact';
import {useLayoutEffect, useRef} from 'preact/hooks';
import type {Problem} from '../api/problem';
import {freshId} from '../uuid';

export type Errors = Readonly<Record<string, string | undefined>>;

type Plan = {
  /** Faults that need no server, by field name. */
  readonly check?: (values: FormData) => Errors;
  /** Sends it. Null when it went well. The key is the same until an answer came: what it names is made once. */
  readonly send: (values: FormData, key: string) => Promise<Problem | null>;
};

/** Whether it is known what became of it: after a lost answer, or a server in trouble, it is not. */
export const answered = (p: Problem | null): boolean =>
  p === null || (p.status >= 400 && p.status < 500 && p.status !== 408);

/** A fault of something that the form does not show has no place on it: it is said above, or nobody would see it. */
function aboutForm({fields, ...rest}: Problem, form: HTMLFormElement | null): Problem {
  const inputs = form?.elements;
  const shown = Object.keys(fields ?? {}).some(f => inputs?.namedItem(f) || inputs?.namedItem(`${f}-choice`));
  return fields && shown ? {...rest, fields} : rest;
}

export function useForm({check, send}: Plan) {
  const form = useRef<HTMLFormElement>(null);
  const key = useRef('');
  const busy = useSignal(false);
  const errors = useSignal<Errors>({});
  const problem = useSignal<Problem | null>(null);

  const wrong = useRef(false);
  // With the render that marks the fields, and before the next key, which would go into another field.
  useLayoutEffect(() => {
    if (wrong.current) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    wrong.current = false;
  });

  const onSubmit = async (e: TargetedSubmitEvent<HTMLFormElement>) => {
    e.preventDefault();
    if (busy.value) return;
    const values = new FormData(e.currentTarget);
    problem.value = null;
    errors.value = check?.(values) ?? {};
    wrong.current = Object.values(errors.value).some(Boolean);
    if (wrong.current) return;
    busy.value = true;
    try {
      key.current ||= freshId();
      const p = await send(values, key.current);
      if (answered(p)) key.current = '';
      if (!p) form.current?.dispatchEvent(new Event('saved'));
      problem.value = p && aboutForm(p, form.current);
      errors.value = p?.fields ?? {};
      wrong.current = p?.fields !== undefined;
    } finally {
      busy.value = false;
    }
  };

  return {
    ref: form,
    noValidate: true as const,
    onSubmit,
    busy: busy.value,
    errors: errors.value,
    problem: problem.value,
  };
}

/** The props that go on the <form> element itself. */
export const formProps = (f: ReturnType<typeof useForm>) => ({
  ref: f.ref,
  noValidate: f.noValidate,
  onSubmit: f.onSubmit,
});

export const textOf = (values: FormData, name: string): string => {
  const v = values.get(name);
  return typeof v === 'string' ? v.trim() : '';
};

/** A password as typed: spaces at its ends belong to it. */
export const secretOf = (values: FormData, name: string): string => {
  const v = values.get(name);
  return typeof v === 'string' ? v : '';
};
