/** @jsxImportSource ./dom */
// One slip: what to prepare, where it stands, what to tap.
import {dayIn} from '../i18n/day-words';
import {CannotForm, ChequeForm, ReadyForm} from './forms';
import {flush, model, setForm, tap, waiting, words} from './model';
import {stageOf} from './stage';
import type {Slip} from './wire';

const locale = () => (model.lang === 'fr' ? 'fr-FR' : 'en-GB');

/** Noon, so that no time zone moves it to another day. */
export const longDay = (day: string): string => dayIn(model.lang, `${day}T12:00:00`);

const euros = (cents: number) => (cents / 100).toLocaleString(locale(), {style: 'currency', currency: 'EUR'});
const clock = (time: string | number) =>
  new Date(time).toLocaleTimeString(locale(), {hour: '2-digit', minute: '2-digit'});

/** That what is shown is from before, and from when. */
export const Old = () => (
  <p class="notice" role="status">
    {words().old(new Date(model.seen).toLocaleDateString(locale(), {weekday: 'long'}), clock(model.seen))}
  </p>
);

export const Badge = ({slip}: {readonly slip: Slip}) => {
  const {state} = stageOf(slip);
  return <span class={`badge ${state}`}>{words().state[state]}</span>;
};

export function SlipScreen({slip}: {readonly slip: Slip}) {
  const t = words();
  const kept = waiting(slip.id);
  return (
    <>
      <section class="head">
        <Badge slip={slip} />
        <h1 tabIndex={-1}>{t.number(slip.number)}</h1>
        <p>{[longDay(slip.day), slip.for && t.who(slip.for)].filter(Boolean).join(' · ')}</p>
      </section>
      <p class="next" role="status">
        {kept ? (model.volatile ? t.volatile : t.kept) : t.next[stageOf(slip).next]}
      </p>
      <section class="card">
        <h2>{t.products}</h2>
        {slip.lines.length === 0 ? <p>{t.byPhone}</p> : <Lines slip={slip} />}
        <Money slip={slip} />
      </section>
      {kept ? (
        <button type="button" class="button secondary large" onClick={flush}>
          {t.sendNow}
        </button>
      ) : (
        <Acts slip={slip} />
      )}
      <a
        class="button plain"
        href={`/api/counter/${model.code}/slips/${slip.id}?lang=${model.lang}`}
        target="_blank"
        rel="noopener"
      >
        {t.paper}
      </a>
    </>
  );
}

const Lines = ({slip}: {readonly slip: Slip}) => (
  <ul class="lines">
    {slip.lines.map(l => (
      <li>
        {l.quantity && <b>{l.quantity}</b>} {l.text}
        {l.gift && <em> · {words().gift}</em>}
      </li>
    ))}
  </ul>
);

function Money({slip}: {readonly slip: Slip}) {
  const t = words();
  const known = [slip.bags && t.bagsAre(slip.bags), slip.amountCents && !slip.free && euros(slip.amountCents)].filter(
    Boolean,
  );
  if (known.length === 0) return null;
  return (
    <p class="money">
      <b>{known.join(' · ')}</b> {slip.amountCents && !slip.free && slip.payee ? t.payee(slip.payee) : ''}
    </p>
  );
}

function Acts({slip}: {readonly slip: Slip}) {
  const t = words();
  const can = (kind: string) => slip.can.includes(kind);
  const {undo} = slip;
  const form = model.form === 'none' && can('ready') && slip.goods !== 'ready' ? 'ready' : model.form;
  return (
    <>
      {form === 'ready' && can('ready') && <ReadyForm slip={slip} />}
      {form === 'unavailable' && can('unavailable') && <CannotForm slip={slip} />}
      {form === 'chequeReturned' && can('chequeReturned') && <ChequeForm slip={slip} />}
      {undo && Date.parse(undo.until) > Date.now() && (
        <button
          type="button"
          class="button secondary"
          onClick={() => tap(slip, {kind: 'corrected', entry: undo.entry})}
        >
          {t.undo(clock(undo.until))}
        </button>
      )}
      {can('chequeReturned') && form !== 'chequeReturned' && (
        <button type="button" class="button primary large" onClick={() => setForm('chequeReturned')}>
          {t.cheque.button}
        </button>
      )}
      {can('ready') && slip.goods === 'ready' && form !== 'ready' && (
        <button type="button" class="button plain" onClick={() => setForm('ready')}>
          {t.ready.again}
        </button>
      )}
      {can('unavailable') && form !== 'unavailable' && (
        <button type="button" class="button plain" onClick={() => setForm('unavailable')}>
          {t.cannot.button}
        </button>
      )}
    </>
  );
}
