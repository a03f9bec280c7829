import type {Me} from '../../api/desk';
import {coverage, merchants, type Merchant} from '../../api/town';
import {capital, phoneText} from '../../i18n/format';
import {deskShops} from '../../i18n/desk-shops';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge, EmptyState, Item, List} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Field} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ask, asked} from '../../ui/router';
import {useLive} from '../live';
import {save} from '../parts/csv';
import {dials, fold} from '../parts/fold';
import {Tabs} from '../parts/tabs';
import {may} from '../session';

export function MerchantsScreen({who}: {readonly who: Me}) {
  const t = say(deskShops).merchants;
  const gaps = asked('show') === 'coverage';
  const add = may(who, 'merchants.edit') && (
    <ButtonLink href="/desk/merchants/new" look="primary" icon="plus">
      {t.add}
    </ButtonLink>
  );
  return (
    <Page title={t.title} lead={gaps ? t.coverageLead : t.lead} actions={add}>
      <Tabs
        label={t.title}
        current={gaps ? 'coverage' : 'list'}
        tabs={[
          {key: 'list', label: t.list, href: '/desk/merchants'},
          {key: 'coverage', label: t.coverage, href: '/desk/merchants?show=coverage'},
        ]}
      />
      {gaps ? <Coverage /> : <Shops edits={may(who, 'merchants.edit')} />}
    </Page>
  );
}

const mentions = (m: Merchant, text: string) =>
  fold([m.name, m.trade, m.sector, m.payee].join(' ')).includes(fold(text)) || dials(m.phone, text);

function Shops({edits}: {readonly edits: boolean}) {
  const t = say(deskShops).merchants;
  const f = say(deskShops).form;
  const all = useLoad(merchants);
  const text = asked('text');
  useLive(['merchant'], all.again);
  return (
    <Loading of={all}>
      {({merchants: list}) => {
        const found = list.filter(m => mentions(m, text));
        return (
          <div class="stack">
            <Field
              name="search"
              type="search"
              label={t.search}
              value={text}
              onInput={e => ask('text', e.currentTarget.value)}
            />
            <p class="soft small" role="status">
              {t.found(found.length)}
            </p>
            {found.length === 0 && <EmptyState title={t.none} />}
            <List label={t.title}>
              {found.map(m => (
                <Item
                  key={m.id}
                  name={m.name}
                  detail={[capital(m.trade), m.sector, m.phone && phoneText(m.phone)].filter(Boolean).join(' · ')}
                  {...(edits ? {href: `/desk/merchants/${m.id}`} : {})}
                >
                  {m.left && <Badge tone="warn">{t.left}</Badge>}
                </Item>
              ))}
            </List>
            <Button
              icon="install"
              onClick={() =>
                save(t.title, [
                  [f.name, f.trade, f.sector, f.phone, f.payee, f.address],
                  ...found.map(m => [m.name, m.trade, m.sector, m.phone, m.payee, m.address]),
                ])
              }
            >
              {say(deskTown).csv}
            </Button>
          </div>
        );
      }}
    </Loading>
  );
}

const byName = (a: string, b: string) => a.localeCompare(b);

/** Trades down, sectors across; a gap is a word and a colour. A phone reads one trade after the other. */
function Coverage() {
  const t = say(deskShops).merchants;
  const all = useLoad(coverage);
  useLive(['merchant'], all.again);
  return (
    <Loading of={all}>
      {({shops}) => {
        const sectors = Object.keys(shops).sort(byName);
        const trades = Object.keys(shops[sectors[0] ?? ''] ?? {}).sort(byName);
        if (sectors.length === 0 || trades.length === 0) return <EmptyState title={t.noCoverage} />;
        return (
          <table class="table cards grid">
            <caption class="hidden">{t.coverageLead}</caption>
            <thead>
              <tr>
                <th scope="col">{t.trade}</th>
                {sectors.map(x => (
                  <th key={x} scope="col">
                    {x}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {trades.map(trade => (
                <tr key={trade}>
                  <th scope="row">{capital(trade)}</th>
                  {sectors.map(x => {
                    const n = shops[x]?.[trade] ?? 0;
                    return (
                      <td key={x} data-label={x} class={n === 0 ? 'gap' : ''}>
                        {n === 0 ? t.gap : n}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </Loading>
  );
}
