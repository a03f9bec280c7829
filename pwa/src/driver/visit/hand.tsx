import {driver} from '../../i18n/driver';
import {ago, euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge, EmptyState, Item, List} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Page} from '../../ui/page';
import {totalCents, type Work} from '../model/work';
import {tour} from '../phone';
import {stopPath} from '../part';

const OLD = 24 * 3_600_000;

/** What the driver answers for: each bag and each cheque, with its age. */
export function HandScreen() {
  const t = say(visit).hand;
  const words = say(driver).today;
  const {bags, cheques} = tour.value;
  const now = Date.now();
  return (
    <Page title={words.hand} narrow>
      {bags.length + cheques.length === 0 && <EmptyState title={words.handNone} />}
      {cheques.length > 0 && (
        <section class="stack" aria-labelledby="cheques">
          <h2 id="cheques">
            {words.cheques(cheques.length)} · {euros(totalCents(cheques))}
          </h2>
          <List>
            {cheques.map(w => {
              const {since, amountCents = 0, payee} = w.state.cheque;
              const old = since !== undefined && now - Date.parse(since) > OLD;
              return (
                <Item
                  key={w.id}
                  href={stopPath({kind: 'cheque', id: w.sheet.merchant.id})}
                  name={`${euros(amountCents)} · ${payee || w.sheet.merchant.payee}`}
                  detail={`${say(visit).stop.slip(w.number)} · ${since ? ago(since, now) : ''}`}
                >
                  {old && <Badge tone="warn">{t.old}</Badge>}
                </Item>
              );
            })}
          </List>
        </section>
      )}
      {bags.length > 0 && (
        <section class="stack" aria-labelledby="bags">
          <h2 id="bags">{t.goods}</h2>
          <Goods of={bags} />
        </section>
      )}
      <ButtonLink href="/" icon="back">
        {say(visit).stop.back}
      </ButtonLink>
    </Page>
  );
}

/** Each slip's goods, with the way to its screen, where giving them back is noted. */
export function Goods({of}: {readonly of: readonly Work[]}) {
  const words = say(driver).today;
  return (
    <List label={say(visit).hand.goods}>
      {of.map(w => (
        <Item
          key={w.id}
          href={`/slip/${w.id}`}
          name={w.sheet.household.name || words.nobody}
          detail={`${say(visit).stop.slip(w.number)} · ${w.sheet.merchant.name} · ${words.bags(w.state.goods.bags ?? 1)}`}
        />
      ))}
    </List>
  );
}
