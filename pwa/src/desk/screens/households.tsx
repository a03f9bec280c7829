import type {Me} from '../../api/desk';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {households, service} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {deskJoin} from '../../i18n/desk-join';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {EmptyState, Item, List} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Check, Field, Select} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {ask, asked} from '../../ui/router';
import {useLive} from '../live';
import {save} from '../parts/csv';
import {useAct} from '../parts/act';
import {addressOf, whereabouts} from '../parts/address';
import {More, readAll, usePages} from '../parts/pages';
import {may} from '../session';

export function HouseholdsScreen({who}: {readonly who: Me}) {
  const t = say(deskIntake).households;
  const typed = useSignal(asked('text'));
  const filter = {text: asked('text'), sector: asked('sector'), left: asked('left') !== ''};
  const read = async (cursor: string) => {
    const r = await households({...filter, cursor});
    return r.ok ? {ok: true as const, data: {items: r.data.households, next: r.data.next ?? ''}} : r;
  };
  const found = usePages(read, JSON.stringify(filter));
  const {act, busy, problem} = useAct();
  const file = () =>
    act(() => readAll(read), {
      then: list =>
        save(t.title, [
          [say(deskIntake).form.family, t.address, t.sector, t.phone, t.size],
          ...list.items.map(h => [h.name, addressOf(h.address), h.address.sector, h.phones?.join(' / '), h.size]),
        ]),
    });
  const settings = useLoad(service);
  useLive(['household'], found.again);
  useEffect(() => {
    const timer = setTimeout(() => ask('text', typed.value.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed.value]);
  const sectors = (settings.data?.sectors ?? []).map(s => ({value: s.name, label: s.name}));
  const add = may(who, 'households.edit') && (
    <>
      <ButtonLink href="/desk/households/new" look="primary" icon="plus">
        {t.add}
      </ButtonLink>
      <ButtonLink href="/desk/duplicates">{say(deskJoin).open}</ButtonLink>
    </>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <div class="filters" role="search">
        <Field
          name="text"
          type="search"
          label={t.search}
          value={typed.value}
          onInput={e => (typed.value = e.currentTarget.value)}
        />
        <Select
          name="sector"
          label={t.sector}
          value={filter.sector}
          options={[{value: '', label: t.anySector}, ...sectors]}
          onChange={v => ask('sector', v)}
        />
        <Check name="left" label={t.left} checked={filter.left} onChange={v => ask('left', v ? '1' : '')} />
      </div>
      {problem && <ProblemBanner problem={problem} onRetry={() => void file()} />}
      <Loading of={found}>
        {({items, next}) => (
          <div class="stack">
            <p class="soft small" role="status">
              {t.found(items.length)}
              {next && ` – ${t.more}`}
            </p>
            {items.length === 0 && <EmptyState title={t.none} />}
            <List label={t.title}>
              {items.map(h => (
                <Item key={h.id} name={h.name} href={`/desk/households/${h.id}`} detail={whereabouts(h)} />
              ))}
            </List>
            <More of={found} />
            {items.length > 0 && (
              <Button icon="install" busy={busy} onClick={() => void file()}>
                {say(deskTown).csv}
              </Button>
            )}
          </div>
        )}
      </Loading>
    </Page>
  );
}
