// What a phone sent and nobody could apply, what it announced and never sent, photos that did not come: with the
// few decisions that make sense. What the phone wrote is not shown here; it may be meant for the social worker.
import {useSignal} from '@preact/signals';
import type {ComponentChildren} from 'preact';
import {devices, people, type Person} from '../../api/desk';
import type {Result} from '../../api/http';
import {dismissHeld, giveUpPhoto, settleGap, tryHeld, type Held} from '../../api/town';
import {deskField} from '../../i18n/desk-field';
import {ago, dateTime} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {Button, ButtonLink} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';
import {useAct} from '../parts/act';
import {AskReason} from '../parts/reason';
import {kindWord} from '../parts/words';

/** A phone that was heard of just now is still at it. */
const QUIET = 30 * 60_000;

const shownGaps = (h: Held) => h.gaps.filter(g => g.superseded || Date.now() - Date.parse(g.contact) > QUIET);

export const waitingIn = (h: Held): number => h.held.length + shownGaps(h).length + h.photos.length;

type Who = {readonly person: (id: string) => Person | undefined; readonly phone: (id: string) => string};

/** Who and with what: names where they can be read, else nothing. */
function useWho(): Who {
  const staff = useLoad(people);
  const phones = useLoad(devices);
  return {
    person: id => staff.data?.people.find(p => p.id === id),
    phone: id => phones.data?.devices.find(d => d.id === id)?.name ?? '',
  };
}

export function HeldItems({held: h, again}: {readonly held: Held; readonly again: () => void}) {
  const t = say(deskField).held;
  const who = useWho();
  return (
    <>
      {h.held.map(one => (
        <li key={one.id}>
          <HeldCard of={one} who={who} again={again} />
        </li>
      ))}
      {h.more && <li class="soft">{t.more}</li>}
      {shownGaps(h).map(g => (
        <li key={g.id}>
          <GapCard of={g} who={who} again={again} />
        </li>
      ))}
      {h.photos.map(p => (
        <li key={`${p.slip}-${p.entry}`}>
          <PhotoCard of={p} who={who} again={again} />
        </li>
      ))}
    </>
  );
}

type Props<T> = {readonly of: T; readonly who: Who; readonly again: () => void};

/** What cannot be read, or was sent twice with two contents, does not get better by itself. */
const mayHelp = (code: string): boolean => !code.startsWith('act.');

/** A kind that nobody has a word for is a newer app's. */
function titleOf({kind}: Held['held'][number]): string {
  const t = say(deskField).held;
  if (!kind) return t.unreadable;
  const word = kindWord(kind);
  return word === kind ? t.act : `${t.act} – ${word}`;
}

function HeldCard({of: h, who, again}: Props<Held['held'][number]>) {
  const t = say(deskField).held;
  const {act, busy, problem} = useAct();
  const tryAgain = () =>
    act(() => tryHeld(h.id), {
      then: ({applied}) => {
        toast(applied ? t.applied : t.still);
        again();
      },
    });
  return (
    <article class="card case">
      <h2 class="h3">{titleOf(h)}</h2>
      <From by={h.by} device={h.device} who={who} rest={[h.at && dateTime(h.at), ago(h.received, Date.now())]} />
      <p>{t.why[h.code] ?? t.other(h.code)}</p>
      <p class="soft small">{t.kept}</p>
      {problem && <ProblemBanner problem={problem} />}
      <div class="row tight">
        {mayHelp(h.code) && (
          <Button look="primary" busy={busy} onClick={tryAgain}>
            {t.again}
          </Button>
        )}
        <Because label={t.dismiss} done={t.dismissed} send={r => dismissHeld(h.id, r)} again={again} />
        {h.slip && h.code !== 'slip.unknown' && <ButtonLink href={`/desk/slips/${h.slip}`}>{t.open}</ButtonLink>}
      </div>
    </article>
  );
}

function GapCard({of: g, who, again}: Props<Held['gaps'][number]>) {
  const t = say(deskField).held;
  const person = who.person(g.person);
  const name = person?.name ?? '';
  return (
    <article class="card case">
      <h2 class="h3">{t.gap(g.missing)}</h2>
      <From by={g.person} device={g.device} who={who} rest={[t.contact(ago(g.contact, Date.now()))]} />
      <p>{g.superseded ? t.gapLost : t.gapOut(name)}</p>
      <div class="row tight">
        {person?.phone && (
          <a class="button primary" href={`tel:${person.phone.replaceAll(' ', '')}`}>
            <span>{t.call(name)}</span>
          </a>
        )}
        <Because label={t.gapDone} done={t.gapSettled} send={r => settleGap(g.id, r)} again={again} />
      </div>
    </article>
  );
}

function PhotoCard({of: p, who, again}: Props<Held['photos'][number]>) {
  const t = say(deskField).held;
  return (
    <article class="card case">
      <h2 class="h3">
        {t.photo} – {p.household}
      </h2>
      <From by={p.by} device={p.device ?? ''} who={who} rest={[p.number, dateTime(p.at)]} />
      <p>{t.photoText(kindWord(p.kind))}</p>
      <div class="row tight">
        <Because label={t.giveUp} done={t.givenUp} send={r => giveUpPhoto(p.slip, p.entry, r)} again={again} />
        <ButtonLink href={`/desk/slips/${p.slip}`}>{t.open}</ButtonLink>
      </div>
    </article>
  );
}

type FromProps = {
  readonly by: string;
  readonly device: string;
  readonly who: Who;
  readonly rest: readonly ComponentChildren[];
};

function From({by, device, who, rest}: FromProps) {
  const name = who.person(by)?.name ?? '';
  const phone = who.phone(device);
  // Most phones are called by their driver's name.
  const said = [say(deskField).held.from(name, phone === name ? '' : phone), ...rest].filter(Boolean);
  return <p class="soft small">{said.join(' · ')}</p>;
}

type BecauseProps = {
  readonly label: string;
  readonly done: string;
  readonly send: (reason: string) => Promise<Result<unknown>>;
  readonly again: () => void;
};

/** A decision that asks why. */
function Because({label, done, send, again}: BecauseProps) {
  const asking = useSignal(false);
  return (
    <>
      <Button onClick={() => (asking.value = true)}>{label}</Button>
      {asking.value && (
        <AskReason
          title={label}
          yes={label}
          reasons={[]}
          onClose={() => (asking.value = false)}
          send={async reason => {
            const r = await send(reason);
            if (!r.ok) return r.problem;
            toast(done);
            again();
            return null;
          }}
        />
      )}
    </>
  );
}
