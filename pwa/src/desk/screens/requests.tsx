import type {Result} from '../../api/http';
import {requests, requestStates, type Request, type RequestState} from '../../api/town';
import {ago, phoneText} from '../../i18n/format';
import {deskIntake} from '../../i18n/desk-intake';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge, EmptyState, Item, List} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {asked} from '../../ui/router';
import {useLive} from '../live';
import {useAct} from '../parts/act';
import {save} from '../parts/csv';
import {localDay} from '../parts/days';
import {More, readAll, usePages, type Part} from '../parts/pages';
import {Tabs} from '../parts/tabs';

const stateOf = (text: string): RequestState => requestStates.find(s => s === text) ?? 'toCall';

export function RequestsScreen() {
  const t = say(deskIntake).requests;
  const state = stateOf(asked('state'));
  const read = async (cursor: string): Promise<Result<Part<Request>>> => {
    const r = await requests(state, cursor);
    return r.ok ? {ok: true, data: {items: r.data.requests, next: r.data.next ?? ''}} : r;
  };
  const all = usePages<Request>(read, state);
  const {act, busy, problem} = useAct();
  const file = () =>
    act(() => readAll(read), {then: list => save(`${t.title} ${t.states[state]}`, rowsOf(list.items))});
  useLive(['request'], all.again);
  const add = (
    <ButtonLink href="/desk/call" look="primary" icon="phone">
      {say(deskIntake).today.newCall}
    </ButtonLink>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <Tabs
        label={t.title}
        current={state}
        tabs={requestStates.map(s => ({key: s, label: t.states[s], href: `/desk/requests?state=${s}`}))}
      />
      <Loading of={all}>
        {({items}) =>
          items.length === 0 ? (
            <EmptyState title={t.none}>{t.noneText}</EmptyState>
          ) : (
            <div class="stack">
              <List label={t.states[state]}>
                {items.map(r => (
                  <RequestItem key={r.id} request={r} />
                ))}
              </List>
              <More of={all} />
              {problem && <ProblemBanner problem={problem} onRetry={() => void file()} />}
              <Button icon="install" busy={busy} onClick={() => void file()}>
                {say(deskTown).csv}
              </Button>
            </div>
          )
        }
      </Loading>
    </Page>
  );
}

function rowsOf(list: readonly Request[]) {
  const t = say(deskIntake).requests;
  const kinds: Readonly<Record<string, string>> = t.kinds;
  return [
    [say(deskIntake).call.name, t.phone, t.street, t.needs, t.referrals, t.noted],
    ...list.map(r => [
      r.name,
      r.phone,
      r.street,
      r.needs,
      r.referrals.map(x => kinds[x.kind] ?? x.kind).join(', '),
      localDay(new Date(r.at)),
    ]),
  ];
}

function RequestItem({request: r}: {readonly request: Request}) {
  const t = say(deskIntake).requests;
  const missed = r.calls.filter(c => !c.reached).length;
  const late = r.referrals.some(x => !x.outcome && x.due < localDay(new Date()));
  return (
    <Item
      name={r.name}
      href={`/desk/requests/${r.id}`}
      detail={[phoneText(r.phone), r.needs, t.since(ago(r.at, Date.now()))].filter(Boolean).join(' · ')}
    >
      {missed > 0 && r.state === 'toCall' && <Badge tone="warn">{t.tries(missed)}</Badge>}
      {late && <Badge tone="bad">{t.late}</Badge>}
    </Item>
  );
}
