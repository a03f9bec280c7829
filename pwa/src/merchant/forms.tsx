/** @jsxImportSource ./dom */
// What a shop fills in: three short forms with one large button each.
import {cents, typedCents} from './amount';
import type {JSX} from './dom/jsx-runtime';
import {model, setForm, tap, words} from './model';
import {flat, noInk, Pad, wipe} from './pad';
import type {Slip} from './wire';

type Props = {readonly slip: Slip};
type Read = (text: (name: string) => string) => string;

const MAX_CENTS = 50_000;
const comma = () => (model.lang === 'fr' ? ',' : '.');
const typed = (slip: Slip) => (slip.amountCents ? typedCents(slip.amountCents, comma()) : '');

type AskProps = {
  readonly id: string;
  readonly button: string;
  readonly closable?: boolean;
  /** What is wrong with what was typed, "" when it was taken. */
  readonly read: Read;
  readonly children: JSX.Element | JSX.Element[];
};

/** A form that says what is wrong above its button, where a thumb and a screen reader find it. */
export const Ask = ({id, button, closable, read, children}: AskProps) => (
  <form
    class="card ask"
    data-key={id + model.lang}
    noValidate
    onSubmit={(e: SubmitEvent & {currentTarget: HTMLFormElement}) => {
      e.preventDefault();
      const form = e.currentTarget;
      const data = new FormData(form);
      const error = read(name => String(data.get(name) ?? '').trim());
      form.querySelector('.error')!.textContent = error;
    }}
  >
    {children}
    <p class="error" role="alert" />
    <button class="button primary large">{button}</button>
    {closable && (
      <button type="button" class="button plain" onClick={() => setForm('none')}>
        {words().cancel}
      </button>
    )}
  </form>
);

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly maxLength: number;
  readonly keys?: 'numeric' | 'decimal';
  readonly code?: true;
};

export const Field = ({name, label, hint, value, maxLength, keys, code}: FieldProps) => (
  <label class="field">
    <span>{label}</span>
    {hint && <small>{hint}</small>}
    <input
      class={code ? 'input code' : 'input'}
      name={name}
      value={value}
      maxLength={maxLength}
      inputMode={keys}
      autocomplete="off"
      autocapitalize={code && 'characters'}
    />
  </label>
);

export function ReadyForm({slip}: Props) {
  const t = words().ready;
  const read: Read = text => {
    const bags = Number(text('bags'));
    if (!Number.isInteger(bags) || bags < 1 || bags > 99) return t.badBags;
    const amount = text('amount') === '' ? 0 : cents(text('amount'));
    if (amount === null || amount > MAX_CENTS) return t.badAmount;
    tap(slip, {kind: 'ready', bags, ...(amount > 0 ? {amountCents: amount} : {})});
    return '';
  };
  return (
    <Ask id={`ready ${slip.id}`} button={t.button} closable={slip.goods === 'ready'} read={read}>
      <div class="two">
        <Field name="bags" label={t.bags} keys="numeric" value={String(slip.bags || 1)} maxLength={2} />
        {!slip.free && (
          <Field name="amount" label={t.amount} hint={t.amountHint} keys="decimal" value={typed(slip)} maxLength={9} />
        )}
      </div>
    </Ask>
  );
}

export function CannotForm({slip}: Props) {
  const t = words().cannot;
  const read: Read = text => {
    const reason = text('other') || text('reason');
    if (!reason) return t.missing;
    tap(slip, {kind: 'unavailable', reason});
    return '';
  };
  return (
    <Ask id={`cannot ${slip.id}`} button={t.send} closable read={read}>
      <fieldset>
        <legend>{t.why}</legend>
        {t.reasons.map(r => (
          <label class="option">
            <input type="radio" name="reason" value={r} />
            {r}
          </label>
        ))}
        <Field name="other" label={t.other} maxLength={200} />
      </fieldset>
    </Ask>
  );
}

export function ChequeForm({slip}: Props) {
  const t = words().cheque;
  const ink = noInk();
  const read: Read = text => {
    const amountCents = cents(text('amount'));
    if (!amountCents || amountCents > MAX_CENTS) return words().ready.badAmount;
    const [name, cannotSign, witness] = [text('name'), text('why'), text('witness')];
    const strokes = flat(ink);
    if (strokes.length === 0 && !(cannotSign && witness)) return t.missing;
    const mark = strokes.length > 0 ? {strokes, w: ink.w, h: ink.h} : {cannotSign, witness};
    tap(slip, {kind: 'chequeReturned', amountCents, mark: {...mark, ...(name ? {name} : {})}});
    return '';
  };
  return (
    <Ask id={`cheque ${slip.id}`} button={t.send} closable read={read}>
      <Field name="amount" label={t.amount} keys="decimal" value={typed(slip)} maxLength={9} />
      <Field name="name" label={t.name} maxLength={100} />
      <p>{t.sign}</p>
      <Pad ink={ink} label={t.sign} />
      <button type="button" class="button plain" onClick={() => wipe(ink)}>
        {t.clear}
      </button>
      <details>
        <summary>{t.unable}</summary>
        <Field name="why" label={t.reason} maxLength={200} />
        <Field name="witness" label={t.witness} maxLength={100} />
      </details>
      <p class="soft">{t.final}</p>
    </Ask>
  );
}
