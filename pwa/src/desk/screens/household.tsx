import {useSignal} from '@preact/signals';
import type {Me} from '../../api/desk';
import {
  exceptHousehold,
  household,
  leaveHousehold,
  orders,
  partHousehold,
  returnHousehold,
  service,
  slips,
  type Household,
} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {deskJoin} from '../../i18n/desk-join';
import {say} from '../../i18n/lang';
import {Badge, Banner, Card, Facts, Item, List} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Field} from '../../ui/field';
import {textOf} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {Link} from '../../ui/router';
import {toast} from '../../ui/toast';
import {useLive} from '../live';
import {useAct} from '../parts/act';
import {dayName, dayTitle, hours, localDay, weekdayName} from '../parts/days';
import {addressOf} from '../parts/address';
import {Opened} from '../parts/opened';
import {AskReason} from '../parts/reason';
import {SlipState, Tel} from '../parts/words';
import {may} from '../session';

export function HouseholdScreen({who, id}: {readonly who: Me; readonly id: string}) {
  const loaded = useLoad(() => household(id), id);
  useLive(['household'], loaded.again);
  const list = {title: say(deskIntake).households.title, href: '/desk/households'};
  return (
    <Opened of={loaded} list={list}>
      {h => <Record key={h.id} who={who} household={h} again={loaded.again} />}
    </Opened>
  );
}

type Props = {readonly who: Me; readonly household: Household; readonly again: () => void};

function Record({who, household: h, again}: Props) {
  const t = say(deskIntake).households;
  const asking = useSignal<'leave' | 'except' | null>(null);
  const settings = useLoad(service);
  const {act, busy, problem} = useAct();
  const edits = may(who, 'households.edit') && !h.joinedInto;
  const actions = (
    <>
      {may(who, 'orders.edit') && !h.exit && !h.joinedInto && (
        <ButtonLink href={`/desk/households/${h.id}/order`} look="primary" icon="basket">
          {t.order}
        </ButtonLink>
      )}
      {edits && <ButtonLink href={`/desk/households/${h.id}/edit`}>{t.edit}</ButtonLink>}
    </>
  );
  return (
    <Page title={h.name} lead={addressOf(h.address)} actions={actions}>
      {problem && <ProblemBanner problem={problem} />}
      <JoinedBanner who={who} household={h} again={again} />
      {h.exit && (
        <Banner tone="warn">
          <p>
            {t.leftOn(dayName(h.exit.day))} – {h.exit.reason}
            {h.exit.note && ` (${h.exit.note})`}
          </p>
          {edits && (
            <Button busy={busy} onClick={() => act(() => returnHousehold(h.id), {done: t.returned, then: again})}>
              {t.comeBack}
            </Button>
          )}
        </Banner>
      )}
      <div class="columns">
        <Contact household={h} />
        <History household={h} />
      </div>
      {edits && (
        <div class="row">
          <ButtonLink href={`/desk/households/${h.id}/join`}>{say(deskJoin).with}</ButtonLink>
          {!h.exit && <Button onClick={() => (asking.value = 'except')}>{t.except}</Button>}
          {!h.exit && (
            <Button look="danger" onClick={() => (asking.value = 'leave')}>
              {t.leave}
            </Button>
          )}
        </div>
      )}
      {asking.value === 'leave' && (
        <AskReason
          title={t.leave}
          yes={t.leave}
          danger
          reasons={settings.data?.reasons.exit ?? []}
          onClose={() => (asking.value = null)}
          send={async (reason, v) => {
            const r = await leaveHousehold(h.id, {day: localDay(new Date()), reason, note: textOf(v, 'note')});
            if (!r.ok) return r.problem;
            toast(t.gone);
            again();
            return null;
          }}
        >
          <p>{t.leaveText}</p>
          <Field name="note" label={t.exitNote} />
        </AskReason>
      )}
      {asking.value === 'except' && (
        <AskReason
          title={t.except}
          yes={t.except}
          reasons={settings.data?.reasons.exception ?? []}
          check={v => (textOf(v, 'rule') ? {} : {rule: t.ruleNeeded})}
          onClose={() => (asking.value = null)}
          send={async (reason, v, key) => {
            const r = await exceptHousehold(h.id, {rule: textOf(v, 'rule'), reason}, key);
            if (!r.ok) return r.problem;
            toast(t.excepted);
            again();
            return null;
          }}
        >
          {errors => <Field name="rule" label={t.rule} hint={t.ruleHint} error={errors['rule']} />}
        </AskReason>
      )}
    </Page>
  );
}

/** Where the other record is, on both sides of a join. */
function JoinedBanner({who, household: h, again}: Props) {
  const t = say(deskJoin);
  const {act, busy, problem} = useAct();
  const holds = h.holds ?? [];
  if (!h.joinedInto && holds.length === 0) return null;
  if (!h.joinedInto) {
    return (
      <p class="row tight soft">
        {t.holds(holds.length)}
        {holds.map(id => (
          <Link key={id} href={`/desk/households/${id}`}>
            {t.holdsOpen}
          </Link>
        ))}
      </p>
    );
  }
  return (
    <Banner tone="warn">
      {problem && <ProblemBanner problem={problem} />}
      <p>{t.joinedInto}</p>
      <div class="row">
        <ButtonLink href={`/desk/households/${h.joinedInto}`}>{t.openKept}</ButtonLink>
        {may(who, 'households.edit') && (
          <Button busy={busy} onClick={() => act(() => partHousehold(h.id), {done: t.parted, then: again})}>
            {t.part}
          </Button>
        )}
      </div>
    </Banner>
  );
}

function Contact({household: h}: {readonly household: Household}) {
  const t = say(deskIntake).households;
  const e = h.emergency;
  const windows = (h.windows ?? []).map(w => `${weekdayName(w.weekday)} ${hours(w.from, w.to)}`);
  const bands = h.people.map(p => [`${p.given ?? ''} ${p.family}`.trim(), p.ageBand].filter(Boolean).join(', '));
  const rows: (readonly [string, preact.ComponentChildren] | false | '' | undefined)[] = [
    [
      t.phone,
      <span class="row tight">
        {h.phones?.map(p => (
          <Tel key={p} number={p} />
        ))}
      </span>,
    ],
    h.mail && [t.mail, h.mail],
    h.access && [t.access, h.access],
    [t.windows, windows.join(', ') || t.anytime],
    e?.phone && [
      t.emergency,
      <span>
        {[e.name, e.link].filter(Boolean).join(', ')} <Tel number={e.phone} />
      </span>,
    ],
    h.diet && [t.diet, h.diet],
    h.needs && [t.needs, h.needs],
    [t.people, bands.join(' · ')],
    [t.size, String(h.size)],
    (h.linked ?? []).length > 0 && [t.linked, h.linked?.join(', ')],
    [t.registered, dayName(h.registered)],
    (h.exceptions ?? []).length > 0 && [
      t.exceptions,
      h.exceptions?.map(x => `${x.rule}\u00a0: ${x.reason}`).join(' · '),
    ],
  ];
  return (
    <Card title={t.contact} id="contact">
      {(h.newToService || h.isolated) && (
        <p class="row tight">
          {h.newToService && <Badge>{t.newTo}</Badge>}
          {h.isolated && <Badge tone="warn">{t.isolated}</Badge>}
        </p>
      )}
      <Facts rows={rows.filter(r => typeof r === 'object')} />
    </Card>
  );
}

function History({household: h}: {readonly household: Household}) {
  const t = say(deskIntake).households;
  const all = useLoad(() => orders(h.id), h.id);
  const made = useLoad(() => slips({household: h.id, closed: true}), h.id);
  useLive(['order', 'slip'], () => {
    all.again();
    made.again();
  });
  const byDay = [...(made.data?.slips ?? [])].reverse();
  return (
    <Card title={t.orders} id="orders">
      {all.problem && <ProblemBanner problem={all.problem} onRetry={all.again} />}
      {made.data && byDay.length === 0 && <p class="soft">{t.noOrders}</p>}
      <List label={t.orders}>
        {byDay.map(s => (
          <Item
            key={s.id}
            name={`${s.number} – ${s.merchant.name}`}
            href={`/desk/slips/${s.id}`}
            detail={dayTitle(s.day)}
          >
            <SlipState slip={s} />
          </Item>
        ))}
      </List>
    </Card>
  );
}
