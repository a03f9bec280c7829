import {useEffect} from 'preact/hooks';
import {driver} from '../../i18n/driver';
import {ago, capital, euros, longDay} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {Badge, Banner, Card, EmptyState, Facts, Item, List, Spinner, type Tone} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Page} from '../../ui/page';
import {noon} from '../model/day';
import {bagCount, openWorks, partyOf, totalCents, type DayRound, type Stop} from '../model/work';
import {loadVisit, stopPath, WithOffice, WithVisit} from '../part';
import {chosenDay, me, record, rows, service, status, tour, titled, unreadable} from '../phone';

/** Today, honestly: what this phone holds, and nothing that the server has not granted. */
export function Home() {
  const t = say(driver);
  const who = status.value.driver;
  const now = tour.value;
  useEffect(loadVisit, []);
  useOpened(now.rounds);
  const empty = now.stops.length === 0 && now.bags.length === 0;
  return (
    <Page title={who ? t.home.hello(who.name) : t.welcome.title} lead={capital(longDay(noon(now.today)))} narrow>
      {inTrouble() && <WithOffice view={p => <p.Trouble />} />}
      {chosenDay.value !== null && <WithOffice view={p => <p.Elsewhen />} />}
      {(rows.value === 'unreadable' || unreadable.value > 0) && <Banner tone="bad">{t.today.unread}</Banner>}
      <WithVisit aside view={p => <p.Late />} />
      {now.rounds.map(r => (
        <Begin key={r.round.id} of={r} />
      ))}
      {empty && isAsking() ? (
        <Spinner />
      ) : empty ? (
        <EmptyState title={t.today.none}>
          <p class="soft">{t.today.noneText}</p>
        </EmptyState>
      ) : (
        <>
          <Next />
          <InHand />
          <Stops />
        </>
      )}
      <Finish />
      <Waiting />
      <WithOffice
        aside
        view={p => (
          <>
            <p.Ahead />
            <p.Papers />
            <p.InstallHint />
            <p.KeepData />
            <p.PushOffer />
          </>
        )}
      />
    </Page>
  );
}

/** A phone that was just linked does not know yet whether there is a round. */
const isAsking = (): boolean => status.value.lastContact === null && status.value.state === 'sending';

/** Seldom: what is said then comes with a later part of the app. */
const inTrouble = (): boolean => {
  const {state, access, upgrade} = status.value;
  return state === 'blocked' || state === 'signIn' || access !== 'ok' || upgrade === 'needed';
};

/** The coordinator sees who has looked at the round: once for each edition of it. */
const told = new Set<string>();

function useOpened(rounds: readonly DayRound[]): void {
  useEffect(() => {
    for (const {round, view} of rounds) {
      const key = `${round.id}:${round.edition}`;
      if (round.state !== 'published' || told.has(key)) continue;
      told.add(key);
      const fact = {kind: 'roundOpened', target: {round: view.row.id}, basis: view.row.version, data: {}} as const;
      record(fact as unknown as Parameters<typeof record>[0]).catch(() => told.delete(key));
    }
  }, [rounds]);
}

/** The checklist while it is not done, what the service wrote after that. */
function Begin({of: {round}}: {readonly of: DayRound}) {
  const t = say(driver).today;
  if (round.state === 'ended') return <Banner tone="good">{t.ended}</Banner>;
  if (round.state === 'started') return round.note ? <Banner>{round.note}</Banner> : null;
  return (
    <Card title={titled(t.begin, round)} id={`begin-${round.id}`}>
      <p>{t.beginText}</p>
      {round.note && <Banner>{round.note}</Banner>}
      {round.vehicle && <Facts rows={[[t.vehicle, round.vehicle]]} />}
      <ButtonLink href={`/round/${round.id}/start`} look="primary" icon="check">
        {t.beginButton}
      </ButtonLink>
    </Card>
  );
}

function Next() {
  const t = say(driver).today;
  const {next, homes, rounds} = tour.value;
  // What is left of a round that the driver ended stands in the list; nobody is sent there any more.
  const over = rounds.length > 0 && rounds.every(({round}) => round.state === 'ended');
  return (
    <section class="stack" aria-labelledby="next-title">
      {homes.all > 0 && (
        <div class="progress">
          <progress max={homes.all} value={homes.done} aria-hidden="true" />
          <span class="small">{t.progress(homes.done, homes.all)}</span>
        </div>
      )}
      {next && !over && <NextCard stop={next} />}
    </section>
  );
}

function NextCard({stop}: {readonly stop: Stop}) {
  const t = say(driver).today;
  const address = partyOf(stop)?.address;
  return (
    <div class="next">
      <p class="next-kind" id="next-title">
        {t.next} · {t.kinds[stop.kind]}
      </p>
      <h2 class="next-name">{stop.name || t.nobody}</h2>
      {address && <p>{address}</p>}
      <p class="soft">{amountOfWork(stop)}</p>
      <ButtonLink href={stopPath(stop)} look="primary">
        {t.open[stop.kind](stop.name || t.nobody)}
      </ButtonLink>
    </div>
  );
}

function amountOfWork(stop: Stop): string {
  const t = say(driver).today;
  const open = openWorks(stop, me.value);
  if (stop.kind === 'cheque') return `${t.cheques(open.length)} · ${euros(totalCents(open))}`;
  return t.orders(open.length || stop.works.length);
}

function InHand() {
  const t = say(driver).today;
  const {bags, cheques} = tour.value;
  const words = [
    bags.length > 0 && t.bags(bagCount(bags)),
    cheques.length > 0 && `${t.cheques(cheques.length)} (${euros(totalCents(cheques))})`,
  ].filter(Boolean);
  return (
    <List label={t.hand}>
      <Item href="/hand" icon="basket" name={t.hand} detail={words.length > 0 ? words.join(' · ') : t.handNone} />
    </List>
  );
}

const tones: Readonly<Record<Stop['state'], Tone | undefined>> = {
  open: undefined,
  later: 'warn',
  waiting: undefined,
  done: 'good',
};

function Stops() {
  const t = say(driver).today;
  return (
    <section class="stack" aria-labelledby="all-stops">
      <h2 id="all-stops">{t.all}</h2>
      {(['pickup', 'home', 'collect', 'cheque'] as const).map(kind => {
        const stops = tour.value.stops.filter(s => s.kind === kind);
        if (stops.length === 0) return null;
        return (
          <section class="stack" key={kind} aria-labelledby={`group-${kind}`}>
            <h3 id={`group-${kind}`}>{t.groups[kind]}</h3>
            <List>
              {stops.map(s => (
                <Item key={s.id} href={stopPath(s)} name={s.name || t.nobody} detail={amountOfWork(s)}>
                  {s.state !== 'open' && (
                    <Badge
                      {...(tones[s.state] ? {tone: tones[s.state] as Tone} : {})}
                      {...(s.state === 'waiting' ? {icon: 'clock' as const} : {})}
                    >
                      {t.states[s.state]}
                    </Badge>
                  )}
                </Item>
              ))}
            </List>
          </section>
        );
      })}
    </section>
  );
}

/** Offered all day, pressed at its end: a round may end early. */
function Finish() {
  return <>{tour.value.rounds.map(({round}) => round.state === 'started' && <End key={round.id} round={round} />)}</>;
}

function End({round}: Pick<DayRound, 'round'>) {
  const t = say(driver).today;
  const {homes} = tour.value;
  const words = titled(t.finishButton, round);
  const href = `/round/${round.id}/end`;
  if (homes.done < homes.all) return <ButtonLink href={href}>{words}</ButtonLink>;
  return (
    <Card title={t.finished} id={`finish-${round.id}`}>
      <p>{t.finishedText}</p>
      <ButtonLink href={href} look="primary">
        {words}
      </ButtonLink>
    </Card>
  );
}

function Waiting() {
  const t = say(driver);
  const {acts, oldest, lastContact} = status.value;
  const now = Date.now();
  const {phone} = service.value;
  return (
    <section class="stack small" aria-label={t.sync.title}>
      {acts > 0 && (
        <p>
          {t.sync.waiting(acts)}. {oldest !== null && t.today.since(ago(oldest, now))}
        </p>
      )}
      {lastContact !== null && <p class="soft">{t.today.contact(ago(lastContact, now))}</p>}
      {phone && (
        <a class="button secondary" href={`tel:${phone.replace(/\s/g, '')}`}>
          {t.today.callService}
        </a>
      )}
    </section>
  );
}
