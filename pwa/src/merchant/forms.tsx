// What a shop fills in: three short forms with one large button each.
import {Component, type ComponentChildren, type TargetedSubmitEvent} from 'preact';
import {cents, typedCents} from './amount';
import {model, setForm, tap, words} from './model';
import {flat, noInk, Pad} from './pad';
import type {Slip} from './wire';

type Props = {readonly slip: Slip};
type State = {readonly error: string};

const MAX_CENTS = 50_000;
const comma = () => (model.lang === 'fr' ? ',' : '.');
const text = (data: FormData, name: string) => String(data.get(name) ?? '').trim();

/** A form that says what is wrong above its button, where a thumb and a screen reader find it. */
abstract class Ask extends Component<Props, State> {
  override state: State = {error: ''};
  abstract read(data: FormData): string;

  submit = (e: TargetedSubmitEvent<HTMLFormElement>) => {
    e.preventDefault();
    this.setState({error: this.read(new FormData(e.currentTarget))});
  };

  frame(button: string, children: ComponentChildren, closable: 'closable' | 'open') {
    return (
      <form class="card ask" onSubmit={this.submit} noValidate>
        {children}
        <p class="error" role="alert">
          {this.state.error}
        </p>
        <button class="button primary large">{button}</button>
        {closable === 'closable' && (
          <button type="button" class="button plain" onClick={() => setForm('none')}>
            {words().cancel}
          </button>
        )}
      </form>
    );
  }
}

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
      defaultValue={value ?? ''}
      maxLength={maxLength}
      inputMode={keys ?? 'text'}
      autocomplete="off"
      autocapitalize={code ? 'characters' : 'sentences'}
    />
  </label>
);

export class ReadyForm extends Ask {
  read(data: FormData): string {
    const t = words().ready;
    const bags = Number(text(data, 'bags'));
    if (!Number.isInteger(bags) || bags < 1 || bags > 99) return t.badBags;
    const typed = text(data, 'amount');
    const amount = typed === '' ? 0 : cents(typed);
    if (amount === null || amount > MAX_CENTS) return t.badAmount;
    tap(this.props.slip, {kind: 'ready', bags, ...(amount > 0 ? {amountCents: amount} : {})});
    return '';
  }

  render({slip}: Props) {
    const t = words().ready;
    const value = slip.amountCents ? typedCents(slip.amountCents, comma()) : '';
    return this.frame(
      t.button,
      <div class="two">
        <Field name="bags" label={t.bags} keys="numeric" value={String(slip.bags || 1)} maxLength={2} />
        {!slip.free && (
          <Field name="amount" label={t.amount} hint={t.amountHint} keys="decimal" value={value} maxLength={9} />
        )}
      </div>,
      slip.goods === 'ready' ? 'closable' : 'open',
    );
  }
}

export class CannotForm extends Ask {
  read(data: FormData): string {
    const reason = text(data, 'other') || text(data, 'reason');
    if (!reason) return words().cannot.missing;
    tap(this.props.slip, {kind: 'unavailable', reason});
    return '';
  }

  render() {
    const t = words().cannot;
    return this.frame(
      t.send,
      <fieldset>
        <legend>{t.why}</legend>
        {t.reasons.map(r => (
          <label class="option" key={r}>
            <input type="radio" name="reason" value={r} />
            {r}
          </label>
        ))}
        <Field name="other" label={t.other} maxLength={200} />
      </fieldset>,
      'closable',
    );
  }
}

export class ChequeForm extends Ask {
  ink = noInk();

  read(data: FormData): string {
    const amountCents = cents(text(data, 'amount'));
    if (!amountCents || amountCents > MAX_CENTS) return words().ready.badAmount;
    const [cannotSign, witness] = [text(data, 'why'), text(data, 'witness')];
    const strokes = flat(this.ink);
    if (strokes.length === 0 && !(cannotSign && witness)) return words().cheque.missing;
    const name = text(data, 'name');
    const mark = strokes.length > 0 ? {strokes, w: this.ink.w, h: this.ink.h} : {cannotSign, witness};
    tap(this.props.slip, {kind: 'chequeReturned', amountCents, mark: {...mark, ...(name ? {name} : {})}});
    return '';
  }

  clear = () => {
    this.ink = noInk();
    document.querySelector('canvas')?.getContext('2d')?.clearRect(0, 0, 900, 400);
    this.forceUpdate();
  };

  render({slip}: Props) {
    const t = words().cheque;
    const value = slip.amountCents ? typedCents(slip.amountCents, comma()) : '';
    return this.frame(
      t.send,
      <>
        <Field name="amount" label={t.amount} keys="decimal" value={value} maxLength={9} />
        <Field name="name" label={t.name} maxLength={100} />
        <p>{t.sign}</p>
        <Pad ink={this.ink} label={t.sign} />
        <button type="button" class="button plain" onClick={this.clear}>
          {t.clear}
        </button>
        <details>
          <summary>{t.unable}</summary>
          <Field name="why" label={t.reason} maxLength={200} />
          <Field name="witness" label={t.witness} maxLength={100} />
        </details>
        <p class="soft">{t.final}</p>
      </>,
      'closable',
    );
  }
}
