// An order while the person is on the telephone: a day, shops, products as dictated.
import {useSignal} from '@preact/signals';
import type {ComponentChildren} from 'preact';
import type {Me} from '../../api/desk';
import {
  days as readDays,
  lots as readLots,
  nearest,
  orders as readOrders,
  placeOrder,
  service,
  standingHousehold,
  type Household,
  type Lot,
  type Nearest,
  type NewOrder,
  type Order,
  type Service,
} from '../../api/town';
import type {Result} from '../../api/http';
import {deskIntake} from '../../i18n/desk-intake';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Banner, Card, Facts} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Area, Check, Choice, Field} from '../../ui/field';
import {formProps, textOf, useForm, type Errors} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {dayName, weekdayOf} from '../parts/days';
import {addressOf} from '../parts/address';
import {Opened} from '../parts/opened';
import {centsOf} from '../parts/money';
import {reasonOf, Reasons} from '../parts/reason';
import {Tel} from '../parts/words';
import {OrderDone} from './order-done';
import {linesOf, Parts, type Part} from './order-parts';
import {inWeek, useOrders, WeekOrders} from './order-week';
import '../css/order.css';

type Ground = {
  readonly home: Household;
  readonly settings: Service;
  readonly days: readonly string[];
  readonly lots: readonly Lot[];
  readonly orders: readonly Order[];
};

async function ground(id: string): Promise<Result<Ground>> {
  const [home, settings, days, lots, orders] = await Promise.all([
    standingHousehold(id),
    service(),
    readDays(10),
    readLots(),
    readOrders(id),
  ]);
  if (!home.ok) return home;
  if (!settings.ok) return settings;
  if (!days.ok) return days;
  if (!lots.ok) return lots;
  if (!orders.ok) return orders;
  return {
    ok: true,
    data: {
      home: home.data,
      settings: settings.data,
      days: days.data.days ?? [],
      lots: lots.data.lots,
      orders: orders.data.orders,
    },
  };
}

export function OrderScreen({who, id}: {readonly who: Me; readonly id: string}) {
  const loaded = useLoad(() => ground(id), id);
  const placed = useSignal<Order | null>(null);
  if (placed.value) return <OrderDone who={who} order={placed.value} />;
  return (
    <Opened of={loaded} list={{title: say(deskIntake).households.title, href: '/desk/households'}}>
      {g => <OrderForm key={g.home.id} ground={g} onPlaced={o => (placed.value = o)} />}
    </Opened>
  );
}

const atHome = (h: Household, day: string) =>
  (h.windows ?? []).length === 0 || (h.windows ?? []).some(w => w.weekday === weekdayOf(day));
const hadLot = (orders: readonly Order[], lot: string) =>
  orders.some(o => !o.cancelled && o.parts.some(p => p.lines.some(l => l.lot === lot)));

function OrderForm({ground: g, onPlaced}: {readonly ground: Ground; readonly onPlaced: (o: Order) => void}) {
  const t = say(deskOrder).order;
  const day = useSignal(g.days.find(d => atHome(g.home, d)) ?? g.days[0] ?? '');
  const parts = useSignal<readonly Part[]>([]);
  const gifts = useSignal(true);
  const lots = useSignal<readonly string[]>(g.lots.filter(l => l.left > 0 && !hadLot(g.orders, l.id)).map(l => l.id));
  const insisted = useSignal(false);
  const shops = useLoad(() => nearest(g.home.id, '', day.value), day.value);
  const near: readonly Nearest[] = shops.data?.merchants ?? [];
  const seen = useOrders(g.home.id, g.orders);
  const week = inWeek(seen.all, day.value);
  const fresh = week.some(o => !g.orders.some(was => was.id === o.id));
  const second = insisted.value || week.length > 0;
  const away = day.value !== '' && !atHome(g.home, day.value);
  const right = g.days.find(d => atHome(g.home, d) && d > day.value) ?? g.days.find(d => atHome(g.home, d));
  const form = useForm({
    check: v => checkOrder(v, parts.value),
    send: async (v, key) => {
      const order = readOrder(v, g.home.id, day.value, parts.value);
      seen.placing.current = true;
      const r = await placeOrder({...order, lots: [...lots.value], withoutGifts: !gifts.value}, key);
      if (r.ok) {
        onPlaced(r.data);
        return null;
      }
      seen.placing.current = false;
      if (r.problem.code === 'order.weekly_basket') {
        insisted.value = true;
        await seen.again();
      }
      return r.problem;
    },
  });
  const known = ['exception', 'outside', 'note'];
  const elsewhere = Object.keys(form.problem?.fields ?? {}).every(f => !known.includes(f) && !f.startsWith('parts['));
  if (g.days.length === 0) {
    return (
      <Page title={t.title(g.home.name)}>
        <Banner tone="warn">{t.noDays}</Banner>
        <ButtonLink href={`/desk/households/${g.home.id}`}>{say(deskIntake).call.open}</ButtonLink>
      </Page>
    );
  }
  return (
    <Page title={t.title(g.home.name)} lead={addressOf(g.home.address)}>
      <Facts rows={inSight(g.home)} />
      <form {...formProps(form)} class="stack wide-gap" onKeyDown={saveByKey}>
        {form.problem && elsewhere && <ProblemBanner problem={form.problem} />}
        {week.length > 0 && <WeekOrders home={g.home.id} week={week} fresh={fresh} />}
        <Parts
          trades={g.settings.trades ?? []}
          near={near}
          parts={parts}
          errors={form.errors}
          problem={shops.problem}
          again={shops.again}
        />
        <Choice
          legend={t.day}
          name="day"
          value={day.value}
          options={g.days.slice(0, 6).map(d => ({
            value: d,
            label: atHome(g.home, d) ? dayName(d) : `${dayName(d)} (${t.away})`,
          }))}
          error={form.errors['day']}
          onChange={v => (day.value = v)}
        />
        {away && (
          <Field
            name="outside"
            label={t.outside}
            hint={right && t.right(dayName(right))}
            error={form.errors['outside']}
          />
        )}
        {second && (
          <Reasons
            legend={t.weekReason}
            name="exception"
            of={g.settings.reasons.secondWeek ?? []}
            error={form.errors['exception']}
          />
        )}
        <Gifts ground={g} gifts={gifts} lots={lots} />
        <Area name="note" label={t.note} rows={2} error={form.errors['note']} />
        <p class="small soft keyboard-only">{t.saveKey}</p>
        <Button type="submit" look="primary" busy={form.busy}>
          {t.save}
        </Button>
      </form>
    </Page>
  );
}

/** What to have in sight while the person dictates. */
function inSight(h: Household): readonly (readonly [string, ComponentChildren])[] {
  const t = say(deskIntake).households;
  const numbers = (
    <span class="row tight">
      {h.phones?.map(p => (
        <Tel key={p} number={p} />
      ))}
    </span>
  );
  return [
    ...((h.phones ?? []).length > 0 ? [[t.phone, numbers] as const] : []),
    ...(h.needs ? [[t.needs, h.needs] as const] : []),
    ...(h.diet ? [[t.diet, h.diet] as const] : []),
  ];
}

/** In the products Enter begins a line; with Ctrl or ⌘ it saves, from any field. */
function saveByKey(e: KeyboardEvent & {readonly currentTarget: HTMLFormElement}): void {
  if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
  e.preventDefault();
  e.currentTarget.requestSubmit();
}

function checkOrder(v: FormData, parts: readonly Part[]): Errors {
  const t = say(deskOrder).order;
  const out: Record<string, string | undefined> = {parts: parts.length === 0 ? t.empty : undefined};
  parts.forEach((p, i) => {
    if (!p.direct && linesOf(v, i).length === 0) out[`parts[${i}].lines`] = t.linesNeeded;
    if (Number.isNaN(centsOf(textOf(v, `parts[${i}].amountCents`)))) out[`parts[${i}].amountCents`] = t.amountBad;
  });
  return out;
}

function readOrder(v: FormData, home: string, day: string, parts: readonly Part[]): NewOrder {
  return {
    household: home,
    day,
    parts: parts.map((p, i) => ({
      merchant: p.merchant,
      direct: p.direct,
      lines: linesOf(v, i).map(text => ({text})),
      amountCents: centsOf(textOf(v, `parts[${i}].amountCents`)),
    })),
    exception: reasonOf(v, 'exception'),
    outside: textOf(v, 'outside'),
    note: textOf(v, 'note'),
  };
}

type GiftsProps = {
  readonly ground: Ground;
  readonly gifts: {value: boolean};
  readonly lots: {value: readonly string[]};
};

function Gifts({ground: g, gifts, lots}: GiftsProps) {
  const t = say(deskOrder).order;
  const every = g.settings.everyOrder ?? [];
  const left = g.lots.filter(l => l.left > 0);
  if (every.length + left.length === 0) return null;
  return (
    <Card title={t.gifts} id="gifts">
      {every.length > 0 && (
        <Check
          name="gifts"
          label={t.every(every.map(o => o.text).join(', '))}
          checked={gifts.value}
          onChange={v => (gifts.value = v)}
        />
      )}
      {left.map(l => (
        <Check
          key={l.id}
          name={`lot-${l.id}`}
          label={[t.lot(l.left, l.text), t.from(l.donor), hadLot(g.orders, l.id) && t.had].filter(Boolean).join(' – ')}
          checked={lots.value.includes(l.id)}
          onChange={on => (lots.value = on ? [...lots.value, l.id] : lots.value.filter(x => x !== l.id))}
        />
      ))}
    </Card>
  );
}
