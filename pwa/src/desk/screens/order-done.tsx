import type {Me} from '../../api/desk';
import {slips, type Order} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {ButtonLink} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {Link} from '../../ui/router';
import {useLive} from '../live';
import {dayTitle} from '../parts/days';
import {SendButtons} from '../parts/send';
import {SlipState} from '../parts/words';

/** What the order became, and the next thing to do with each slip: tell the shop. */
export function OrderDone({who, order: o}: {readonly who: Me; readonly order: Order}) {
  const t = say(deskOrder).order;
  const all = useLoad(() => slips({household: o.household, day: o.day}), o.id);
  useLive(['slip'], all.again);
  const own = new Set(o.parts.map(p => p.slip));
  return (
    <Page title={t.done} lead={`${dayTitle(o.day)}. ${t.doneLead(o.parts.length)}`}>
      <Loading of={all}>
        {({slips: list}) => (
          <ul class="list">
            {list
              .filter(s => own.has(s.id))
              .map(s => (
                <li class="item" key={s.id}>
                  <span class="words">
                    <Link class="name" href={`/desk/slips/${s.id}`}>
                      {s.number} – {s.merchant.name}
                    </Link>
                    <span class="soft small">
                      {[s.merchant.phone, s.lines.map(l => l.text).join(', ')].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <SlipState slip={s} />
                  <SendButtons who={who} slip={s} again={all.again} />
                </li>
              ))}
          </ul>
        )}
      </Loading>
      <div class="row">
        <ButtonLink href="/desk/call" look="primary" icon="phone">
          {t.again}
        </ButtonLink>
        <ButtonLink href={`/desk/rounds?day=${o.day}`}>{say(deskIntake).today.plan}</ButtonLink>
      </div>
    </Page>
  );
}
