// Asks why, from the service's own list or in other words, before an act that needs a reason.
import {useSignal} from '@preact/signals';
import type {ComponentChildren} from 'preact';
import type {Problem} from '../../api/problem';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Choice, Field} from '../../ui/field';
import {formProps, textOf, useForm, type Errors} from '../../ui/form';
import {ProblemBanner} from '../../ui/problem';

const OTHER = '…';

type ReasonsProps = {
  readonly legend: string;
  readonly name: string;
  readonly of: readonly string[];
  readonly error?: string | undefined;
};

/** The list and free words in one: what is typed wins. Read it with `reasonOf`. */
export function Reasons({legend, name, of, error}: ReasonsProps) {
  const t = say(deskTown);
  const chosen = useSignal('');
  const options = [...of, OTHER].map(value => ({value, label: value === OTHER ? t.otherReason : value}));
  const free = of.length === 0 || chosen.value === OTHER;
  return (
    <>
      {of.length > 0 && (
        <Choice
          legend={legend}
          name={`${name}-choice`}
          value={chosen.value}
          options={options}
          error={free ? undefined : error}
          onChange={v => (chosen.value = v)}
        />
      )}
      {free && <Field label={of.length > 0 ? t.otherReason : legend} name={name} error={error} />}
    </>
  );
}

export function reasonOf(values: FormData, name: string): string {
  const chosen = textOf(values, `${name}-choice`);
  return chosen && chosen !== OTHER ? chosen : textOf(values, name);
}

type AskProps = {
  readonly title: string;
  readonly reasons: readonly string[];
  readonly yes: string;
  readonly danger?: true;
  /** What else is asked, told what is wrong with it. */
  readonly children?: ComponentChildren | ((errors: Errors) => ComponentChildren);
  readonly check?: (values: FormData) => Errors;
  readonly send: (reason: string, values: FormData, key: string) => Promise<Problem | null>;
  readonly onClose: () => void;
};

/** Stays open, with what was chosen, while the server refuses. */
export function AskReason({title, reasons, yes, danger, children, check, send, onClose}: AskProps) {
  const t = say(deskTown);
  const form = useForm({
    check: v => ({...check?.(v), ...(reasonOf(v, 'reason') ? {} : {reason: t.reasonNeeded})}),
    send: async (v, key) => {
      const p = await send(reasonOf(v, 'reason'), v, key);
      if (!p) onClose();
      return p;
    },
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {form.problem && !form.problem.fields?.['reason'] && <ProblemBanner problem={form.problem} />}
        {typeof children === 'function' ? children(form.errors) : children}
        <Reasons legend={t.reason} name="reason" of={reasons} error={form.errors['reason']} />
        <Button type="submit" look={danger ? 'danger' : 'primary'} busy={form.busy}>
          {yes}
        </Button>
      </form>
    </Dialog>
  );
}
