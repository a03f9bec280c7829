// One field over everything: people at a door, slips, shops, colleagues.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {people, type Me} from '../../api/desk';
import {households, merchants, requests, slips, type Request} from '../../api/town';
import type {Result} from '../../api/http';
import {capital, phoneText} from '../../i18n/format';
import {deskRounds} from '../../i18n/desk-rounds';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Card, EmptyState, Item, List} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Field} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ask, asked} from '../../ui/router';
import {dayTitle} from '../parts/days';
import {dials, fold} from '../parts/fold';
import {whereabouts} from '../parts/address';
import {may} from '../session';

/** Without a screen for this role it is a plain line. */
type Hit = {
  readonly key: string;
  readonly href?: string;
  readonly name: string;
  readonly detail: string;
};
type Group = {
  readonly title: string;
  readonly hits: readonly Hit[];
  /** The list that goes on where this one is cut. */
  readonly all?: string;
};

/** "2026-0012", "12" and "#12" name the same slip of this year. */
function numberOf(text: string): string {
  const bare = text.replace(/^#/, '').trim();
  if (/^\d{4}-\d{1,6}$/.test(bare)) return bare;
  return /^\d{1,4}$/.test(bare) ? `${new Date().getFullYear()}-${bare.padStart(4, '0')}` : '';
}

const noSlips: Awaited<ReturnType<typeof slips>> = {ok: true, data: {slips: []}};
const nobody: Awaited<ReturnType<typeof people>> = {ok: true, data: {people: []}};
const noRequests: Result<readonly Request[]> = {ok: true, data: []};

/** Whoever called and has no household yet is only here. */
async function openRequests(): Promise<Result<readonly Request[]>> {
  const all = await Promise.all((['toCall', 'toAssess', 'referred'] as const).map(s => requests(s, '')));
  const list: Request[] = [];
  for (const r of all) {
    if (!r.ok) return r;
    list.push(...r.data.requests);
  }
  return {ok: true, data: list};
}

async function find(text: string, who: Me): Promise<Result<readonly Group[]>> {
  const t = say(deskRounds).find;
  if (text.length < 2) return {ok: true, data: []};
  const number = numberOf(text);
  const [here, gone, byNumber, shops, staff, calls] = await Promise.all([
    households({text}),
    households({text, left: true}),
    number ? slips({number, closed: true}) : noSlips,
    merchants(),
    may(who, 'people.read') ? people() : nobody,
    may(who, 'requests.read') ? openRequests() : noRequests,
  ]);
  // Half an answer would read as "nobody": what failed is said.
  if (!here.ok) return here;
  if (!gone.ok) return gone;
  if (!byNumber.ok) return byNumber;
  if (!shops.ok) return shops;
  if (!staff.ok) return staff;
  if (!calls.ok) return calls;
  const home = (h: (typeof here.data.households)[number]): Hit => ({
    key: h.id,
    href: `/desk/households/${h.id}`,
    name: h.name,
    detail: whereabouts(h),
  });
  const want = fold(text);
  const groups: readonly Group[] = [
    {
      title: t.slips,
      hits: byNumber.data.slips.map(s => ({
        key: s.id,
        href: `/desk/slips/${s.id}`,
        name: `${s.number} – ${s.household.name ?? ''}`,
        detail: [s.merchant.name, dayTitle(s.day)].join(' · '),
      })),
    },
    {
      title: t.households,
      hits: here.data.households.map(home),
      ...(here.data.next ? {all: `/desk/households?text=${encodeURIComponent(text)}`} : {}),
    },
    {
      title: t.requests,
      hits: calls.data
        .filter(r => fold(r.name).includes(want) || dials(r.phone, text))
        .map(r => ({key: r.id, href: `/desk/requests/${r.id}`, name: r.name, detail: phoneText(r.phone)})),
    },
    {
      title: t.merchants,
      hits: shops.data.merchants
        .filter(m => fold(`${m.name} ${m.trade} ${m.payee}`).includes(want) || dials(m.phone, text))
        .map(m => ({
          key: m.id,
          ...(may(who, 'merchants.edit') ? {href: `/desk/merchants/${m.id}`} : {}),
          name: m.name,
          detail: [capital(m.trade), m.sector, phoneText(m.phone)].filter(Boolean).join(' · '),
        })),
    },
    {
      title: t.people,
      hits: staff.data.people
        .filter(p => fold(p.name).includes(want) || dials(p.phone ?? '', text))
        .map(p => ({
          key: p.id,
          ...(may(who, 'drivers.manage') ? {href: `/desk/people/${p.id}`} : {}),
          name: p.name,
          detail: phoneText(p.phone ?? ''),
        })),
    },
    {title: t.left, hits: gone.ok ? gone.data.households.map(home) : []},
  ];
  return {ok: true, data: groups.filter(g => g.hits.length > 0)};
}

export function FindScreen({who}: {readonly who: Me}) {
  const t = say(deskRounds).find;
  const typed = useSignal(asked('text'));
  const text = asked('text');
  const found = useLoad(() => find(text, who), text);
  useEffect(() => {
    const timer = setTimeout(() => ask('text', typed.value.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <Page title={t.title} lead={t.lead}>
      <Field
        name="text"
        type="search"
        label={t.field}
        value={typed.value}
        onInput={e => (typed.value = e.currentTarget.value)}
      />
      <Loading of={found}>
        {groups => (
          <div class="stack">
            {text.length >= 2 && groups.length === 0 && <EmptyState title={t.none}>{t.noneText}</EmptyState>}
            {groups.map(g => (
              <Card key={g.title} title={g.title}>
                <List label={g.title}>
                  {g.hits.map(h => (
                    <Item {...h} key={h.key} />
                  ))}
                </List>
                {g.all && <ButtonLink href={g.all}>{say(deskTown).more}</ButtonLink>}
              </Card>
            ))}
          </div>
        )}
      </Loading>
    </Page>
  );
}
