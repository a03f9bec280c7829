// What the desk changed since the driver looked: in a few words on Today, with what holds now at the stop.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {ComponentChildren} from 'preact';
import {driver} from '../../i18n/driver';
import {capital, clockTime, dateTime, euros, longDay} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner, Facts} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Link} from '../../ui/router';
import {acknowledge, cancelled, notes} from '../late';
import type {CancelledRound} from '../model/cancelled-round';
import {dayOf, noon} from '../model/day';
import type {Field, Note} from '../model/late';
import {bagCount, dueCents, openWorks, totalCents, type Work} from '../model/work';
import {stopPath} from '../part';
import {me, service, status, titled, today, tour} from '../phone';
import {Call} from './links';

/** On Today, until each stop was opened or the button pressed. */
export function Late() {
  const t = say(visit).late;
  const all = status.value.access === 'ok' ? notes() : [];
  // The region stands before there are words in it: a screen reader says what comes into it, not what comes with it.
  return (
    <div role="status" class="late">
      <CalledOff />
      {all.length > 0 && (
        <section class="card" aria-labelledby="late-title">
          <h2 id="late-title">{t.title}</h2>
          <ul class="plain-lines">
            {all.map(n => (
              <li key={`${n.what}-${n.id}`}>
                {n.what !== 'order' && n.what !== 'restored' && (
                  <>
                    <Subject note={n} />
                    <br />
                  </>
                )}
                {sentence(n)}
              </li>
            ))}
          </ul>
          <Button onClick={() => dismiss(all)}>{t.seen}</Button>
        </section>
      )}
    </div>
  );
}

/** Which rounds are off, who said so and why; and what is to be done with what the driver still holds. */
function CalledOff() {
  const t = say(visit).off;
  const all = cancelled.value;
  if (all.length === 0) return null;
  // Another round of today goes on with its own work.
  const stranded = all.some(({day}) => day <= today.value) && tour.value.rounds.length === 0;
  return (
    <section class="card called-off" aria-labelledby="off-title">
      <h2 id="off-title">{t.title}</h2>
      {all.map(r => (
        <p key={r.id}>
          {offSentence(r)}
          {r.reason && (
            <>
              <br />
              {t.why(r.reason)}
            </>
          )}
        </p>
      ))}
      <p>{t.kept}</p>
      {stranded && <Stranded />}
      {all.map(r => (
        <EndOff key={r.id} of={r} />
      ))}
    </section>
  );
}

/** "La tournée d’aujourd’hui a été annulée à 10:42 par Camille Lebrun." */
function offSentence({day, at, by}: CancelledRound): string {
  const t = say(visit).off;
  return t.sentence(day === today.value ? t.today : t.of(longDay(noon(day))), at ? moment(at) : '', by);
}

/** Who had set out notes the end as of any round. */
function EndOff({of}: {readonly of: CancelledRound}) {
  const words = say(driver).today;
  if (of.state === 'ended') return <p>{titled(words.ended, of)}</p>;
  if (of.state !== 'started') return null;
  return (
    <>
      <p>{say(visit).off.finish}</p>
      <ButtonLink href={`/round/${of.id}/end`} look="primary">
        {titled(words.finishButton, of)}
      </ButtonLink>
    </>
  );
}

/** Delivering and giving back both stay possible: which of them, the service says. */
function Stranded() {
  const t = say(visit).off;
  const underWay = cancelled.value.some(({state}) => state === 'started');
  const words = say(driver).today;
  const {bags, cheques} = tour.value;
  const {phone} = service.value;
  return (
    <>
      {bags.length > 0 && <p>{t.bags(words.bags(bagCount(bags)))}</p>}
      {cheques.length > 0 && <p>{t.cheques(words.cheques(cheques.length), euros(totalCents(cheques)))}</p>}
      {bags.length + cheques.length === 0 && <p>{underWay ? t.emptyUnderWay : t.empty}</p>}
      {bags.length > 0 && phone && <Call phone={phone}>{words.callService}</Call>}
      {bags.length + cheques.length > 0 && (
        <ButtonLink href="/hand" icon="basket">
          {words.hand}
        </ButtonLink>
      )}
    </>
  );
}

/** The button goes with what it answers: the title takes its focus. */
function dismiss(those: readonly Note[]): void {
  acknowledge(those);
  document.querySelector<HTMLElement>('h1')?.focus({preventScroll: true});
}

/** Which slip, as a way to its stop while there is one. A slip that left says its number and shop, nobody's name. */
function Subject({note}: {readonly note: Note}) {
  const words = say(visit).late.slip(note.number, note.shop);
  const stop = tour.value.stops.find(s => openWorks(s, me.value).some(({id}) => id === note.id));
  return stop ? <Link href={stopPath(stop)}>{words}</Link> : <strong>{words}</strong>;
}

/** "Modifié à 10:42 : adresse, produits." */
function sentence(n: Note): string {
  const t = say(visit).late;
  const when = n.at ? moment(n.at) : '';
  if (n.what !== 'changed') return t[n.what](when);
  return t.changed(when, n.fields.map(f => t.fields[f]).join(', '));
}

function moment(at: string): string {
  const t = say(visit).late;
  return dayOf(Date.parse(at)) === today.value ? t.at(clockTime(at)) : t.on(dateTime(at));
}

/** At the stop: the change and what holds now. Being here is having seen it; the words stay until the driver leaves. */
export function Changed({works}: {readonly works: readonly Work[]}) {
  const told = useSignal<readonly Note[]>([]);
  const fresh = notes().filter(n => works.some(({id}) => id === n.id));
  useEffect(() => {
    if (fresh.length === 0) return;
    told.value = [...told.value, ...fresh];
    acknowledge(fresh);
  });
  const all = [...told.value, ...fresh.filter(n => !told.value.includes(n))];
  return (
    <>
      {all.map(n => {
        const work = works.find(({id}) => id === n.id);
        const rows = work ? n.fields.map(f => [capital(say(visit).late.fields[f]), nowOf(work, f)] as const) : [];
        return (
          <Banner key={`${n.what}-${n.id}-${n.at}`} tone="warn">
            <p>
              <strong>{say(visit).late.slip(n.number, n.shop)}</strong>
              <br />
              {sentence(n)}
            </p>
            {rows.length > 0 && <Facts rows={rows} />}
          </Banner>
        );
      })}
    </>
  );
}

function nowOf(w: Work, field: Field): ComponentChildren {
  const {sheet, day} = w;
  const {household, merchant, lines, note} = sheet;
  const t = say(visit);
  const words: Readonly<Record<Field, () => string>> = {
    name: () => household.name,
    address: () => household.address,
    phone: () => household.phone,
    access: () => household.access,
    availability: () => household.availability,
    shop: () => [merchant.name, merchant.address, merchant.phone, merchant.hours].filter(Boolean).join(' · '),
    lines: () => lines.map(l => `${l.quantity} ${l.text}`.trim()).join(', '),
    payment: () => (sheet.noPayment ? t.stop.free : t.late.pays),
    amount: () => (dueCents(w) > 0 ? euros(dueCents(w)) : t.stop.amountUnknown),
    note: () => note,
    day: () => longDay(noon(day)),
  };
  return words[field]() || t.late.nothing;
}
