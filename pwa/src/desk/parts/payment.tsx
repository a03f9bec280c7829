// How a slip was or will be paid: the choice, and the amount of a cheque.
import type {Signal} from '@preact/signals';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Choice, Field} from '../../ui/field';
import {textOf, type Errors} from '../../ui/form';
import {amountText, centsOf} from './money';

type Props<P extends string> = {
  readonly of: Signal<P>;
  /** The choices, in words. */
  readonly words: Readonly<Record<P, string>>;
  /** What the amount is called. */
  readonly label: string;
  readonly hint?: string;
  readonly cents: number | undefined;
  readonly errors: Errors;
};

/** The amount is asked for a cheque alone. */
export function PaymentFields<P extends string>({of, words, label, hint, cents, errors}: Props<P>) {
  return (
    <>
      <Choice
        legend={say(deskOrder).slip.payment}
        name="payment"
        value={of.value}
        options={(Object.keys(words) as P[]).map(value => ({value, label: words[value]}))}
        onChange={v => (of.value = v)}
      />
      {of.value === 'cheque' && (
        <Field
          name="amountCents"
          inputMode="decimal"
          label={label}
          hint={hint}
          defaultValue={amountText(cents)}
          error={errors['amountCents']}
        />
      )}
    </>
  );
}

/** What is wrong with the amount of a form; nothing typed is not wrong. */
export const amountFault = (v: FormData): string | undefined =>
  Number.isNaN(centsOf(textOf(v, 'amountCents'))) ? say(deskOrder).order.amountBad : undefined;
