import {driver} from '../../i18n/driver';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge, Banner, Facts, Item, List} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Page} from '../../ui/page';
import {dueCents, isToPickUp, openWorks, partyOf, wantsCheque, type Stop, type Work} from '../model/work';
import {me, tour} from '../phone';
import {stopPath} from '../part';
import {Changed} from './late';
import {Call, Navigate} from './links';

/** Who, where, how to get in, and the one thing to do next. */
export function StopScreen({stop}: {readonly stop: Stop}) {
  const t = say(driver).today;
  const party = partyOf(stop);
  const atDoor = stop.kind === 'home' || stop.kind === 'collect';
  const open = openWorks(stop, me.value);
  return (
    <Page title={stop.name || t.nobody} lead={t.kinds[stop.kind]} narrow>
      <Changed key={stop.id} works={stop.works} />
      {party?.address && <p class="address">{party.address}</p>}
      <Reach stop={stop} />
      {atDoor ? <HomeNotes stop={stop} /> : <ShopNotes stop={stop} />}
      <section class="stack" aria-labelledby="slips">
        <h2 id="slips">{say(visit).stop.slips}</h2>
        <List>
          {[...open, ...stop.works.filter(w => !open.includes(w))].map(w => (
            <SlipItem key={w.id} work={w} />
          ))}
        </List>
      </section>
      <Act stop={stop} />
    </Page>
  );
}

function Reach({stop}: {readonly stop: Stop}) {
  const t = say(visit).stop;
  const party = partyOf(stop);
  if (!party) return null;
  return (
    <div class="row">
      {party.phone && <Call phone={party.phone}>{t.call}</Call>}
      {party.address && <Navigate address={party.address}>{t.navigate}</Navigate>}
    </div>
  );
}

function HomeNotes({stop}: {readonly stop: Stop}) {
  const t = say(visit).stop;
  const home = stop.works[0]?.sheet.household;
  const notes = [...new Set(stop.works.map(w => w.sheet.note).filter(Boolean))];
  const rows = [
    [t.access, home?.access],
    [t.availability, home?.availability],
  ] as const;
  const known = rows.flatMap(([k, v]) => (v ? [[k, v] as const] : []));
  const behind = openWorks(stop, me.value).length > 0 ? stop.works.filter(isToPickUp) : [];
  return (
    <>
      {behind.length > 0 && (
        <Banner tone="warn">{t.behind(behind.length, behind.map(w => w.sheet.merchant.name).join(', '))}</Banner>
      )}
      {notes.map(n => (
        <Banner key={n}>{n}</Banner>
      ))}
      {known.length > 0 && <Facts rows={known} />}
    </>
  );
}

function ShopNotes({stop}: {readonly stop: Stop}) {
  const t = say(visit).stop;
  const hours = stop.works[0]?.sheet.merchant.hours;
  return hours ? <Facts rows={[[t.hours, hours]]} /> : null;
}

function SlipItem({work}: {readonly work: Work}) {
  const t = say(visit).stop;
  const {merchant, household, lines} = work.sheet;
  const {goods, cheque, cancelled} = work.state;
  const cents = cheque.amountCents ?? dueCents(work);
  const money = wantsCheque(work) || cheque.amountCents ? (cents > 0 ? euros(cents) : t.amountUnknown) : t.free;
  // A slip seen only for its cheque names nobody and nothing any more.
  const whose = household.name ? t.from(merchant.name, household.name) : merchant.name;
  const detail = [whose, lines.length > 0 && t.lines(lines.length), money];
  return (
    <Item href={`/slip/${work.id}`} name={t.slip(work.number)} detail={detail.filter(Boolean).join(' · ')}>
      {cancelled ? (
        <Badge tone="bad">{t.cancelled}</Badge>
      ) : (
        <Badge tone={goodsTone(goods.state)}>{t.goods[goods.state]}</Badge>
      )}
    </Item>
  );
}

function goodsTone(state: Work['state']['goods']['state']) {
  if (state === 'delivered' || state === 'withDriver' || state === 'ready') return 'good' as const;
  return state === 'unavailable' || state === 'attemptFailed' ? ('warn' as const) : ('info' as const);
}

/** The next act, and the way out for when it cannot be done. */
function Act({stop}: {readonly stop: Stop}) {
  const t = say(visit).stop;
  const open = openWorks(stop, me.value);
  const [first] = open;
  if (!first) return <Done stop={stop} />;
  const to = stop.kind === 'pickup' ? `/slip/${first.id}/pickup` : `${stopPath(stop)}/do`;
  const words = stop.kind === 'pickup' ? t.pickUp(first.number, open.length) : t.go[stop.kind];
  return (
    <>
      <div class="thumb">
        <ButtonLink href={to} look="primary" icon="check">
          {words}
        </ButtonLink>
      </div>
      {stop.kind !== 'cheque' && (
        <ButtonLink href={`${stopPath(stop)}/trouble`} icon="warn">
          {t.trouble[stop.kind]}
        </ButtonLink>
      )}
      {(stop.kind === 'home' || stop.kind === 'collect') && (
        <ButtonLink href={`${stopPath(stop)}/worry`} look="plain">
          {t.worry}
        </ButtonLink>
      )}
      <ButtonLink href="/" look="plain" icon="back">
        {t.back}
      </ButtonLink>
    </>
  );
}

function Done({stop}: {readonly stop: Stop}) {
  const t = say(visit).stop;
  const today = say(driver).today;
  const {next} = tour.value;
  return (
    <>
      <Banner tone={stop.state === 'waiting' ? 'info' : 'good'}>{stop.state === 'waiting' ? t.waiting : t.done}</Banner>
      {next && next !== stop && (
        <div class="thumb">
          <ButtonLink href={stopPath(next)} look="primary">
            {today.open[next.kind](next.name || today.nobody)}
          </ButtonLink>
        </div>
      )}
      {stop.kind === 'home' && (
        <ButtonLink href={`${stopPath(stop)}/worry`} look="plain">
          {t.worry}
        </ButtonLink>
      )}
      <ButtonLink href="/" icon="back">
        {t.back}
      </ButtonLink>
    </>
  );
}
