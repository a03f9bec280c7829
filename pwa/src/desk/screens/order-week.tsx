// The orders that a household has in the week already, also one that a colleague takes this very minute.
import {useSignal} from '@preact/signals';
import {useRef} from 'preact/hooks';
import {people} from '../../api/desk';
import {orders as readOrders, type Order} from '../../api/town';
import {dateTime} from '../../i18n/format';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {Link} from '../../ui/router';
import {useLive} from '../live';
import {addDays, dayName, weekdayOf} from '../parts/days';

const monday = (day: string) => addDays(day, 1 - weekdayOf(day));

/** The orders of the week of a day that stand. */
export const inWeek = (all: readonly Order[], day: string): readonly Order[] =>
  all.filter(o => !o.cancelled && monday(o.day) === monday(day));

/** A household's orders, read again when somebody takes one; not while one's own is on its way. */
export function useOrders(home: string, first: readonly Order[]) {
  const all = useSignal(first);
  const placing = useRef(false);
  const again = async () => {
    const r = await readOrders(home);
    if (r.ok && !placing.current) all.value = r.data.orders;
  };
  useLive(['order'], () => void again());
  return {all: all.value, placing, again};
}

type Props = {
  readonly home: string;
  readonly week: readonly Order[];
  /** Those that were not there when the screen opened: somebody else was faster. */
  readonly fresh: boolean;
};

/** Who ordered, when, for which day and what, with the way to each slip; and the way to leave it at that. */
export function WeekOrders({home, week, fresh}: Props) {
  const t = say(deskOrder).order;
  const staff = useLoad(people);
  const name = (id: string) => staff.data?.people.find(p => p.id === id)?.name ?? '';
  return (
    <Banner tone="warn" {...(fresh ? {role: 'alert'} : {})}>
      <p class="strong">{fresh ? t.weekFresh : t.week}</p>
      <ul class="week-orders">
        {week.map(o => (
          <li key={o.id}>
            <span>{t.taken(name(o.by), dateTime(o.at), dayName(o.day))}</span>
            {o.parts.map(p => (
              <span key={p.slip} class="small">
                <Link href={`/desk/slips/${p.slip}`}>{t.slipOf(p.number)}</Link>
                {p.lines.length > 0 && ` – ${p.lines.map(l => l.text).join(', ')}`}
              </span>
            ))}
          </li>
        ))}
      </ul>
      <ButtonLink href={`/desk/households/${home}`} onward>
        {t.stop}
      </ButtonLink>
    </Banner>
  );
}
