import {useSignal} from '@preact/signals';
import type {Me} from '../../api/desk';
import {readySlip, sendSlip, slips, type Slip} from '../../api/town';
import type {Result} from '../../api/http';
import {euros} from '../../i18n/format';
import {deskOrder} from '../../i18n/desk-order';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {EmptyState} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Field} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {ask, asked, Link} from '../../ui/router';
import {toast} from '../../ui/toast';
import {useLive} from '../live';
import {save} from '../parts/csv';
import {dayTitle, localDay} from '../parts/days';
import {amountText} from '../parts/money';
import {Tabs} from '../parts/tabs';
import {chequeWord, goodsWord, SlipState} from '../parts/words';
import {may} from '../session';

const views = ['open', 'toSend', 'waiting', 'ready', 'away', 'late', 'owed'] as const;
type View = (typeof views)[number];

/** Nothing at the door was tried yet. */
const waits = ['ordered', 'sent', 'ready', 'withDriver'];

const shows: Record<View, (s: Slip) => boolean> = {
  open: () => true,
  toSend: s => s.goods === 'ordered' && !s.cancelled,
  waiting: s => s.goods === 'sent' && !s.cancelled,
  ready: s => s.goods === 'ready' && !s.round && !s.cancelled,
  away: s => s.goods === 'withDriver',
  late: s => s.day < localDay(new Date()) && !s.cancelled && waits.includes(s.goods),
  owed: s => s.cheque.state === 'owed',
};

export function SlipsScreen({who}: {readonly who: Me}) {
  const t = say(deskOrder).slips;
  const view = views.find(v => v === asked('show')) ?? 'open';
  const day = asked('day');
  const all = useLoad(() => slips(day ? {day} : {}), day);
  useLive(['slip'], all.again);
  const query = day ? `&day=${day}` : '';
  return (
    <Page title={t.title} lead={t.lead}>
      <Tabs
        label={t.title}
        current={view}
        tabs={views.map(v => ({key: v, label: t.shows[v], href: `/desk/slips?show=${v}${query}`}))}
      />
      <div class="filters">
        <Field type="date" name="day" label={t.day} value={day} onInput={e => ask('day', e.currentTarget.value)} />
        {day && <Button onClick={() => ask('day', '')}>{t.anyDay}</Button>}
      </div>
      <Loading of={all}>
        {({slips: list}) => (
          <SlipList key={view} who={who} view={view} list={list.filter(shows[view])} again={all.again} />
        )}
      </Loading>
    </Page>
  );
}

type ListProps = {readonly who: Me; readonly view: View; readonly list: readonly Slip[]; readonly again: () => void};

function SlipList({who, view, list, again}: ListProps) {
  const t = say(deskOrder).slips;
  const chosen = useSignal<readonly string[]>([]);
  const still = chosen.value.filter(id => list.some(s => s.id === id));
  const bulk = may(who, 'orders.edit') && (view === 'toSend' || view === 'waiting');
  const toggle = (id: string) => {
    chosen.value = still.includes(id) ? still.filter(x => x !== id) : [...still, id];
  };
  if (list.length === 0) return <EmptyState title={t.none} />;
  return (
    <div class="stack">
      <p class="soft small" role="status">
        {t.found(list.length)}
      </p>
      <ul class="list">
        {list.map(s => (
          <li class="item" key={s.id}>
            {bulk && (
              <input
                type="checkbox"
                class="pick"
                aria-label={t.choose(s.number)}
                checked={still.includes(s.id)}
                onChange={() => toggle(s.id)}
              />
            )}
            <span class="words">
              <Link class="name" href={`/desk/slips/${s.id}`}>
                {s.number} – {s.merchant.name}
              </Link>
              <span class="soft small">
                {[s.household.name, s.household.sector, dayTitle(s.day)].filter(Boolean).join(' · ')}
              </span>
            </span>
            {s.amountCents !== undefined && <span class="strong">{euros(s.amountCents)}</span>}
            <SlipState slip={s} />
          </li>
        ))}
      </ul>
      {bulk && still.length > 0 && <Bulk view={view} ids={still} again={again} onDone={() => (chosen.value = [])} />}
      <Button icon="install" onClick={() => save(`${t.title} ${t.shows[view]}`, rowsOf(list))}>
        {say(deskTown).csv}
      </Button>
    </div>
  );
}

function rowsOf(list: readonly Slip[]) {
  const t = say(deskOrder).slips;
  return [
    [t.number, t.day, t.household, t.merchant, t.goods, t.cheque, t.amount],
    ...list.map(s => [
      s.number,
      s.day,
      s.household.name,
      s.merchant.name,
      goodsWord(s.goods),
      chequeWord(s.cheque.state),
      amountText(s.amountCents),
    ]),
  ];
}

type BulkProps = {
  readonly view: View;
  readonly ids: readonly string[];
  readonly again: () => void;
  readonly onDone: () => void;
};

/** One act on many slips: each is an act of its own, and the first refusal stops and is shown. */
function Bulk({view, ids, again, onDone}: BulkProps) {
  const t = say(deskOrder).slips;
  const busy = useSignal(false);
  const failed = useSignal<Extract<Result<unknown>, {ok: false}> | null>(null);
  const run = async () => {
    if (busy.value) return;
    busy.value = true;
    failed.value = null;
    let done = 0;
    for (const id of ids) {
      const r = await (view === 'toSend' ? sendSlip(id, 'phone') : readySlip(id, {}));
      if (!r.ok) {
        failed.value = r;
        break;
      }
      done += 1;
    }
    busy.value = false;
    if (done > 0) toast(t.bulkDone(done));
    if (!failed.value) onDone();
    again();
  };
  return (
    <div class="row bulk">
      {failed.value && <ProblemBanner problem={failed.value.problem} />}
      <span class="strong">{t.bulk(ids.length)}</span>
      <Button look="primary" busy={busy.value} onClick={run}>
        {view === 'toSend' ? t.bulkPhone : t.bulkReady}
      </Button>
    </div>
  );
}
