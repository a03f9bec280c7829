// What the desk changed since the driver looked: in a few words on Today, with what holds now at the stop.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {ComponentChildren} from 'preact';
import {capital, clockTime, dateTime, euros, longDay} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner, Facts} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Link} from '../../ui/router';
import {acknowledge, notes} from '../late';
import {dayOf, noon} from '../model/day';
import type {Field, Note} from '../model/late';
import {dueCents, openWorks, type Work} from '../model/work';
import {stopPath} from '../part';
import {me, status, today, tour} from '../phone';

/** On Today, until each stop was opened or the button pressed. */
export function Late() {
  const t = say(visit).late;
  const all = status.value.access === 'ok' ? notes() : [];
  // The region stands before there are words in it: a screen reader says what comes into it, not what comes with it.
  return (
    <div role="status" class="late">
      {all.length > 0 && (
        <section class="card" aria-labelledby="late-title">
          <h2 id="late-title">{t.title}</h2>
          <ul class="plain-lines">
            {all.map(n => (
              <li key={`${n.what}-${n.id}`}>
                {n.what !== 'order' && (
                  <>
                    <Subject note={n} />
                    <br />
                  </>
                )}
                {sentence(n)}
              </li>
            ))}
          </ul>
          <Button onClick={() => acknowledge(all)}>{t.seen}</Button>
        </section>
      )}
    </div>
  );
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
