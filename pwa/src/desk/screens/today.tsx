import type {Me} from '../../api/desk';
import {alerts, held, service, today, type Held, type Today} from '../../api/town';
import {capital, euros, longDay} from '../../i18n/format';
import {deskIntake} from '../../i18n/desk-intake';
import {deskPeople} from '../../i18n/desk-people';
import {say} from '../../i18n/lang';
import {Badge, Banner, Card} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {Link} from '../../ui/router';
import {following, useLive} from '../live';
import {addDays, dayName, fullDay, localDay} from '../parts/days';
import {UnseenCard} from '../parts/unseen';
import {progressWord} from '../parts/words';
import {may} from '../session';
import {waitingIn} from './held';

/** What waits for somebody. Every number opens the list behind it, and follows the town by itself. */
export function TodayScreen({who}: {readonly who: Me}) {
  const t = say(deskIntake).today;
  const now = useLoad(today);
  useLive(['slip', 'round', 'request', 'order'], now.again);
  const call = may(who, 'requests.edit') && (
    <ButtonLink href="/desk/call" look="primary" icon="phone">
      {t.newCall}
    </ButtonLink>
  );
  if (now.problem?.status === 404) {
    return (
      <Page title={say(deskPeople).home.hello(who.name)} lead={capital(longDay(Date.now()))}>
        <Banner tone="warn">{t.notSet}</Banner>
      </Page>
    );
  }
  return (
    <Page title={say(deskPeople).home.hello(who.name)} lead={capital(longDay(Date.now()))} actions={call}>
      {!following.value && <Banner tone="warn">{t.stale}</Banner>}
      <PeriodBanner who={who} />
      <Loading of={now}>{data => <Board data={data} who={who} />}</Loading>
    </Page>
  );
}

/** Outside its period the service says so, and what can still be done. */
function PeriodBanner({who}: {readonly who: Me}) {
  const t = say(deskIntake).today;
  const settings = useLoad(service);
  if (!settings.data) return null;
  const {opens, closes} = settings.data;
  const day = localDay(new Date());
  if (opens && day < opens) return <Banner>{t.opening(dayName(opens))}</Banner>;
  if (!closes || day <= closes) return null;
  return (
    <Banner tone="warn">
      <p class="strong">{t.closed(fullDay(addDays(closes, 1)))}</p>
      <p>{t.closedText}</p>
      <div class="row tight">
        <ButtonLink href="/desk/slips">{t.slips}</ButtonLink>
        {may(who, 'field.follow') && <ButtonLink href="/desk/cheques">{t.outCheques}</ButtonLink>}
        {may(who, 'figures.read') && <ButtonLink href="/desk/report">{t.report}</ButtonLink>}
        {may(who, 'settings.manage') && <ButtonLink href="/desk/service">{t.period}</ButtonLink>}
      </div>
    </Banner>
  );
}

type Tile = {readonly label: string; readonly count: number; readonly href: string; readonly more?: string};

function tiles(d: Today, who: Me): readonly Tile[] {
  const t = say(deskIntake).today;
  const all: readonly (Tile | false)[] = [
    {label: t.toCall, count: d.toCall, href: '/desk/requests?state=toCall'},
    {label: t.toAssess, count: d.toAssess, href: '/desk/requests?state=toAssess'},
    {label: t.toSend, count: d.toSend, href: '/desk/slips?show=toSend'},
    {label: t.ready, count: d.readyWithoutDriver, href: '/desk/slips?show=ready'},
    {label: t.unassigned, count: d.unassigned, href: `/desk/rounds?day=${d.day}`},
    d.late > 0 && {label: t.late, count: d.late, href: '/desk/slips?show=late'},
    may(who, 'field.follow') && {label: t.problems, count: d.problems, href: '/desk/problems'},
    may(who, 'field.follow') && {
      label: t.cheques,
      count: d.chequesOut,
      href: '/desk/cheques',
      more: [euros(d.chequesCents), d.chequesOld > 0 ? t.old(d.chequesOld) : ''].filter(Boolean).join(', '),
    },
  ];
  return all.filter(x => x !== false);
}

function Board({data, who}: {readonly data: Today; readonly who: Me}) {
  const t = say(deskIntake).today;
  const waiting = useWaiting(who);
  return (
    <div class="stack wide-gap">
      <section class="stack" aria-labelledby="waiting">
        <h2 id="waiting">{t.waiting}</h2>
        <ul class="tiles">
          {tiles({...data, problems: data.problems + waiting}, who).map(x => (
            <li key={x.href}>
              <Link href={x.href} class={x.count > 0 ? 'tile' : 'tile quiet'}>
                <span class="count">{x.count}</span>
                <span class="label">{x.label}</span>
                {x.more && x.count > 0 && <span class="small">{x.more}</span>}
              </Link>
            </li>
          ))}
          {may(who, 'alerts.read') && <AlertTile />}
        </ul>
      </section>
      {may(who, 'rounds.plan') && <UnseenCard />}
      <Card title={t.rounds} id="rounds">
        {data.rounds.length === 0 && <p class="soft">{t.noRounds}</p>}
        {data.rounds.length > 0 && (
          <ul class="list">
            {data.rounds.map(r => (
              <li key={r.id}>
                <Link class="item" href={`/desk/rounds?day=${data.day}`}>
                  <span class="words">
                    <span class="name">{r.driverName}</span>
                    <span class="soft small">{[r.vehicle, progressWord(r.progress)].filter(Boolean).join(' · ')}</span>
                  </span>
                  <span class="row tight">
                    {r.withDriver > 0 && <Badge icon="basket">{t.aboard(r.withDriver)}</Badge>}
                    {r.failed > 0 && <Badge tone="bad">{t.failed(r.failed)}</Badge>}
                    <Badge
                      {...(r.delivered === r.stops && r.stops > 0 ? {tone: 'good' as const} : {icon: 'check' as const})}
                    >
                      {t.progress(r.delivered, String(r.stops))}
                    </Badge>
                  </span>
                  <progress max={Math.max(1, r.stops)} value={r.delivered} aria-hidden="true" />
                </Link>
              </li>
            ))}
          </ul>
        )}
        <div class="row">
          <ButtonLink href={`/desk/rounds?day=${data.nextDay ?? data.day}`}>{t.plan}</ButtonLink>
          {data.nextDay && <span class="soft">{t.next(dayName(data.nextDay))}</span>}
        </div>
      </Card>
    </div>
  );
}

/** What phones sent and nobody could apply stands in the same list as the problems. */
function useWaiting(who: Me): number {
  const follows = may(who, 'field.follow');
  const all = useLoad<Held | null>(() => (follows ? held() : Promise.resolve({ok: true, data: null})));
  useLive(['held', 'phone'], all.again);
  return all.data ? waitingIn(all.data) : 0;
}

/** The social worker's own number: nobody else is given it. */
function AlertTile() {
  const t = say(deskIntake).today;
  const all = useLoad(() => alerts('open', ''));
  useLive(['slip', 'alert'], all.again);
  const count = all.data?.alerts.length ?? 0;
  return (
    <li>
      <Link href="/desk/alerts" class={count > 0 ? 'tile' : 'tile quiet'}>
        <span class="count">{all.data?.next ? t.orMore(count) : count}</span>
        <span class="label">{t.alerts}</span>
      </Link>
    </li>
  );
}
