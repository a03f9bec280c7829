// One request: reach the person, say whose call it was, follow what became of it.
import {useSignal} from '@preact/signals';
import {people, type Me} from '../../api/desk';
import {
  callRequest,
  dropRequest,
  household,
  linkRequest,
  reopenRequest,
  request,
  resolveReferral,
  standingHousehold,
  type Household,
  type Request,
} from '../../api/town';
import {ago} from '../../i18n/format';
import {deskIntake} from '../../i18n/desk-intake';
import {say} from '../../i18n/lang';
import {Badge, Card, Facts} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Field} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {Link} from '../../ui/router';
import {useLive} from '../live';
import {useAct} from '../parts/act';
import {dayName, localDay} from '../parts/days';
import {LikelyCard} from '../parts/likely';
import {Opened} from '../parts/opened';
import {AskReason} from '../parts/reason';
import {Tel} from '../parts/words';
import {may} from '../session';
import {Assessment} from './assessment';
import {useLikely} from './call';

export function RequestScreen({who, id}: {readonly who: Me; readonly id: string}) {
  const loaded = useLoad(() => request(id), id);
  useLive(['request'], loaded.again);
  const list = {title: say(deskIntake).requests.title, href: '/desk/requests'};
  return (
    <Opened of={loaded} list={list}>
      {r => <Record key={r.id} who={who} request={r} again={loaded.again} />}
    </Opened>
  );
}

type Props = {readonly who: Me; readonly request: Request; readonly again: () => void};

const open = (r: Request) => r.state !== 'done' && r.state !== 'dropped';

function Record({who, request: r, again}: Props) {
  const t = say(deskIntake).requests;
  const {act, busy, problem} = useAct();
  const asking = useSignal<'drop' | 'reopen' | null>(null);
  const called = (reached: boolean) => act(key => callRequest(r.id, reached, key), {done: t.callNoted, then: again});
  const states: Readonly<Record<string, string>> = t.state;
  return (
    <Page title={r.name} lead={`${states[r.state] ?? r.state} · ${t.since(ago(r.at, Date.now()))}`}>
      {problem && <ProblemBanner problem={problem} />}
      {open(r) && (
        <div class="row">
          <Button
            look={r.state === 'toCall' ? 'primary' : 'secondary'}
            icon="check"
            busy={busy}
            onClick={() => called(true)}
          >
            {t.reached}
          </Button>
          <Button busy={busy} onClick={() => called(false)}>
            {t.missed}
          </Button>
        </div>
      )}
      <div class="columns">
        <Card title={t.needs} id="facts">
          <Facts
            rows={[
              [t.phone, <Tel number={r.phone} />],
              ...(r.street ? [[t.street, r.street] as const] : []),
              ...(r.needs ? [[t.needs, r.needs] as const] : []),
              ...(r.reason ? [[t.reason, r.reason] as const] : []),
              ...(r.calls.length > 0
                ? [
                    [
                      t.calls,
                      r.calls.map(c => `${c.reached ? t.reached : t.missed}, ${ago(c.at, Date.now())}`).join(' · '),
                    ] as const,
                  ]
                : []),
            ]}
          />
        </Card>
        <Whose who={who} request={r} again={again} />
        <Card title={t.referrals} id="referrals">
          {r.referrals.length === 0 && <p class="soft">{t.noReferral}</p>}
          {r.referrals.length > 0 && (
            <ul class="list">
              {r.referrals.map(x => (
                <Referral key={x.id} request={r} referral={x} again={again} />
              ))}
            </ul>
          )}
        </Card>
        {may(who, 'requests.assess') && open(r) && <Assessment request={r} again={again} />}
      </div>
      <div class="row">
        {open(r) ? (
          <Button look="danger" onClick={() => (asking.value = 'drop')}>
            {t.drop}
          </Button>
        ) : (
          <Button onClick={() => (asking.value = 'reopen')}>{t.reopen}</Button>
        )}
      </div>
      {asking.value && (
        <AskReason
          title={asking.value === 'drop' ? t.drop : t.reopen}
          yes={asking.value === 'drop' ? t.drop : t.reopen}
          reasons={[]}
          onClose={() => (asking.value = null)}
          send={async reason => {
            const done = await (asking.value === 'drop' ? dropRequest(r.id, reason) : reopenRequest(r.id, reason));
            if (!done.ok) return done.problem;
            again();
            return null;
          }}
        />
      )}
    </Page>
  );
}

function Whose({who, request: r, again}: Props) {
  const t = say(deskIntake).requests;
  const {act, problem} = useAct();
  const known = useLoad<Household | null>(
    async () => (r.household ? standingHousehold(r.household) : {ok: true, data: null}),
    r.household ?? '',
  );
  const {likely} = useLikely(
    r.household ? {name: '', phone: '', street: ''} : {name: r.name, phone: r.phone, street: r.street ?? ''},
  );
  const link = (id: string) => act(() => linkRequest(r.id, id), {then: again});
  const apart = new Set(r.apart.map(a => a.household));
  const fresh = new URLSearchParams({name: r.name, phone: r.phone, street: r.street ?? '', request: r.id});
  return (
    <Card title={t.household} id="whose">
      {problem && <ProblemBanner problem={problem} />}
      {known.data && (
        <div class="row">
          <Link href={`/desk/households/${known.data.id}`}>{known.data.name}</Link>
          {may(who, 'orders.edit') && !known.data.exit && (
            <ButtonLink icon="basket" href={`/desk/households/${known.data.id}/order`}>
              {say(deskIntake).call.order}
            </ButtonLink>
          )}
        </div>
      )}
      {!r.household && <p class="soft">{t.noHousehold}</p>}
      {!r.household &&
        likely
          .filter(l => !apart.has(l.household.id))
          .map(l => (
            <LikelyCard key={l.household.id} likely={l} order={false} onSame={() => void link(l.household.id)} />
          ))}
      {!r.household && (
        <ButtonLink icon="plus" href={`/desk/households/new#${fresh}`}>
          {t.makeHousehold}
        </ButtonLink>
      )}
      {r.apart.map(a => (
        <Apart key={a.household} from={a.household} reason={a.reason} />
      ))}
    </Card>
  );
}

/** The other household by its name; until that is read, or when it is gone, nothing is said of it. */
function Apart({from, reason}: {readonly from: string; readonly reason: string}) {
  const other = useLoad(() => household(from), from);
  if (!other.data) return null;
  return <p class="small soft">{say(deskIntake).requests.apart(other.data.name, reason)}</p>;
}

type ReferralProps = {
  readonly request: Request;
  readonly referral: Request['referrals'][number];
  readonly again: () => void;
};

function Referral({request: r, referral: x, again}: ReferralProps) {
  const t = say(deskIntake).requests;
  const staff = useLoad(people);
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const owner = staff.data?.people.find(p => p.id === x.owner)?.name ?? x.owner;
  const form = useForm({
    check: v => ({outcome: textOf(v, 'outcome') ? undefined : t.outcomeNeeded}),
    send: async v => {
      const done = await resolveReferral(r.id, x.id, textOf(v, 'outcome'));
      if (!done.ok) return done.problem;
      again();
      return null;
    },
  });
  return (
    <li class="item">
      <span class="words">
        <span class="strong">{kinds[x.kind] ?? x.kind}</span>
        <span class="soft small">
          {owner}, {t.due(dayName(x.due))}
        </span>
        {x.outcome && <span>{x.outcome}</span>}
      </span>
      {!x.outcome && x.due < localDay(new Date()) && <Badge tone="bad">{t.late}</Badge>}
      {!x.outcome && (
        <form {...formProps(form)} class="row end">
          {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
          <Field name="outcome" label={t.outcome} error={form.errors['outcome']} />
          <Button type="submit" busy={form.busy}>
            {t.resolve}
          </Button>
        </form>
      )}
    </li>
  );
}
