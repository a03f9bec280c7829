// One field over everything: people at a door, slips, shops, colleagues.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {people, type Me} from '../../api/desk';
import {households, merchants, slips} from '../../api/town';
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
import {fold} from '../parts/fold';
import {whereabouts} from '../parts/address';
import {may} from '../session';

type Hit = {readonly href: string; readonly name: string; readonly detail: string};
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

async function find(text: string, who: Me): Promise<Result<readonly Group[]>> {
  const t = say(deskRounds).find;
  if (text.length < 2) return {ok: true, data: []};
  const number = numberOf(text);
  const [here, gone, byNumber, shops, staff] = await Promise.all([
    households({text}),
    households({text, left: true}),
    number ? slips({number, closed: true}) : null,
    merchants(),
    may(who, 'people.read') ? people() : null,
  ]);
  if (!here.ok) return here;
  if (!shops.ok) return shops;
  const home = (h: (typeof here.data.households)[number]): Hit => ({
    href: `/desk/households/${h.id}`,
    name: h.name,
    detail: whereabouts(h),
  });
  const want = fold(text);
  const groups: readonly Group[] = [
    {
      title: t.slips,
      hits: (byNumber?.ok ? byNumber.data.slips : []).map(s => ({
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
      title: t.merchants,
      hits: shops.data.merchants
        .filter(m => fold(`${m.name} ${m.trade} ${m.payee}`).includes(want))
        .map(m => ({
          href: `/desk/merchants/${m.id}`,
          name: m.name,
          detail: [capital(m.trade), m.sector].filter(Boolean).join(' · '),
        })),
    },
    {
      title: t.people,
      hits: (staff?.ok ? staff.data.people : [])
        .filter(p => fold(p.name).includes(want))
        .map(p => ({href: `/desk/people/${p.id}`, name: p.name, detail: phoneText(p.phone ?? '')})),
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
                    <Item key={h.href} name={h.name} href={h.href} detail={h.detail} />
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
