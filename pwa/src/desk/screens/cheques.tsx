// Every cheque that is not with its merchant: who has it, for whom, how much, since when.
import {cheques, type Cheque, type Cheques} from '../../api/town';
import {euros} from '../../i18n/format';
import {deskRounds} from '../../i18n/desk-rounds';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge, Card, EmptyState} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {Link} from '../../ui/router';
import {useLive} from '../live';
import {save} from '../parts/csv';
import {localDay} from '../parts/days';
import {PrintLink} from '../parts/print';
import {amountText} from '../parts/money';

const holder = (c: Cheque): string => c.holderName || say(deskRounds).cheques.owed;

export function ChequesScreen() {
  const t = say(deskRounds).cheques;
  const all = useLoad(cheques);
  useLive(['slip'], all.again);
  return (
    <Page title={t.title} lead={t.lead}>
      <Loading of={all}>
        {data =>
          data.cheques.length === 0 ? <EmptyState title={t.none}>{t.noneText}</EmptyState> : <Out data={data} />
        }
      </Loading>
    </Page>
  );
}

function Out({data}: {readonly data: Cheques}) {
  const t = say(deskRounds).cheques;
  const town = say(deskTown);
  return (
    <div class="stack wide-gap">
      <p class="total">
        {t.total} <strong>{euros(data.cents)}</strong>, {t.count(data.cheques.length)}
      </p>
      <div class="columns">
        <Sums title={t.byDriver} id="by-driver" of={data.byDriver} />
        <Sums title={t.byMerchant} id="by-merchant" of={data.byMerchant} />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.title}>
        <table class="table cards">
          <thead>
            <tr>
              {[t.number, t.household, t.payee, t.holder, t.age, t.amount].map(h => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.cheques.map(c => (
              <tr key={c.slip}>
                <th scope="row" class="key">
                  <Link href={`/desk/slips/${c.slip}`}>{c.number}</Link>
                </th>
                <td data-label={t.household}>{c.household}</td>
                <td data-label={t.payee}>{c.payee || c.merchant}</td>
                <td data-label={t.holder}>
                  <span>
                    {holder(c)}
                    {c.reason && <span class="soft small"> – {c.reason}</span>}
                  </span>
                </td>
                <td data-label={t.age}>
                  <span class="row tight">
                    {t.days(c.days)} {c.old && <Badge tone="bad">{t.old}</Badge>}
                  </span>
                </td>
                <td data-label={t.amount} class="figure">
                  {euros(c.amountCents)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="row actions">
        <PrintLink of="cheques">{town.print}</PrintLink>
        <Button icon="install" onClick={() => save(t.title, rowsOf(data.cheques))}>
          {town.csv}
        </Button>
      </div>
    </div>
  );
}

function rowsOf(list: readonly Cheque[]) {
  const t = say(deskRounds).cheques;
  return [
    [t.number, t.household, t.merchant, t.payee, t.holder, t.age, t.amount],
    ...list.map(c => [
      c.number,
      c.household,
      c.merchant,
      c.payee,
      holder(c),
      localDay(new Date(c.since)),
      amountText(c.amountCents),
    ]),
  ];
}

type SumsProps = {readonly title: string; readonly id: string; readonly of: Cheques['byDriver']};

function Sums({title, id, of}: SumsProps) {
  const t = say(deskRounds).cheques;
  return (
    <Card title={title} id={id}>
      <ul class="sums">
        {of.map(s => (
          <li key={s.id}>
            <span>{s.name}</span>
            <span class="soft small">{t.count(s.count)}</span>
            <span class="figure">{euros(s.cents)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
