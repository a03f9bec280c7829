// A shop's record: enrolled in one call, five fields suffice.
import {useSignal, type Signal} from '@preact/signals';
import {
  addMerchant,
  editMerchant,
  merchant,
  renewShopCodes,
  service,
  shopCodes,
  slips,
  type Merchant,
  type MerchantForm,
} from '../../api/town';
import {capital} from '../../i18n/format';
import {deskCode} from '../../i18n/desk-code';
import {deskShops} from '../../i18n/desk-shops';
import {say} from '../../i18n/lang';
import {Card, Item, List} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Area, Field, Select} from '../../ui/field';
import {formProps, textOf, useForm, type Errors} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go} from '../../ui/router';
import {toast} from '../../ui/toast';
import {dayTitle, localDay, weekdayName, weekdays} from '../parts/days';
import {Opened} from '../parts/opened';
import {PrintLink} from '../parts/print';
import {RenewCode} from '../parts/renew-code';
import {SlipState} from '../parts/words';

const bare: MerchantForm = {name: '', trade: '', phone: '', payee: ''};

export function NewMerchantScreen() {
  const t = say(deskShops).form;
  return (
    <Page title={t.newTitle}>
      <Editor was={bare} save={addMerchant} />
    </Page>
  );
}

export function MerchantScreen({id}: {readonly id: string}) {
  const loaded = useLoad(() => merchant(id), id);
  return (
    <Opened of={loaded} list={{title: say(deskShops).merchants.title, href: '/desk/merchants'}}>
      {m => (
        <Page
          title={m.name}
          lead={[capital(m.trade), m.sector].filter(Boolean).join(', ')}
          actions={<PrintLink of={`posters/${m.id}`}>{say(deskShops).merchants.poster}</PrintLink>}
        >
          <OpenSlips shop={m} />
          <PosterCode shop={m} />
          <h2>{say(deskShops).form.record}</h2>
          <Editor key={m.version} was={formOf(m)} save={f => editMerchant(id, {...f, version: m.version ?? 0})} />
        </Page>
      )}
    </Opened>
  );
}

/** What may be edited: the server refuses a form that also names the shop's id. */
function formOf(shop: Merchant): MerchantForm {
  const {id: _id, version: _version, ...form} = shop;
  return form;
}

function OpenSlips({shop}: {readonly shop: Merchant}) {
  const t = say(deskShops).merchants;
  const all = useLoad(() => slips({merchant: shop.id}), shop.id);
  if (!all.data || all.data.slips.length === 0) return null;
  return (
    <Card title={t.openSlips} id="open">
      <List label={t.openSlips}>
        {all.data.slips.map(s => (
          <Item
            key={s.id}
            name={`${s.number} – ${s.household.name ?? ''}`}
            href={`/desk/slips/${s.id}`}
            detail={dayTitle(s.day)}
          >
            <SlipState slip={s} />
          </Item>
        ))}
      </List>
    </Card>
  );
}

/** Shown to those who may print the poster; the server refuses the others, who see nothing. */
function PosterCode({shop}: {readonly shop: Merchant}) {
  const t = say(deskCode).code;
  const codes = useLoad(() => shopCodes(shop.id), shop.id);
  if (!codes.data) return null;
  const {code} = codes.data;
  return (
    <Card title={t.poster} id="poster">
      <p class="soft">{t.posterLead}</p>
      <p class="big-code">{code}</p>
      <div class="row tight">
        <PrintLink of={`posters/${shop.id}`}>{t.printPoster}</PrintLink>
        <RenewCode lead={t.shop} renew={reason => renewShopCodes(shop.id, code, reason)} then={codes.again} />
      </div>
    </Card>
  );
}

type Hours = {readonly key: number; readonly weekday: number; readonly from: string; readonly to: string};
type Closure = {readonly key: number; readonly from: string; readonly to: string; readonly note: string};

let last = 0;
const key = () => (last += 1);

type EditorProps = {
  readonly was: MerchantForm;
  readonly save: (f: MerchantForm, key: string) => ReturnType<typeof addMerchant>;
};

function Editor({was, save}: EditorProps) {
  const t = say(deskShops).form;
  const settings = useLoad(service);
  const trade = useSignal(was.trade);
  const sector = useSignal(was.sector ?? '');
  const hours = useSignal<readonly Hours[]>((was.hours ?? []).map(h => ({...h, key: key()})));
  const closures = useSignal<readonly Closure[]>(
    (was.closures ?? []).map(c => ({...c, note: c.note ?? '', key: key()})),
  );
  const form = useForm({
    check: v => ({
      name: textOf(v, 'name') ? undefined : t.nameNeeded,
      trade: trade.value ? undefined : t.tradeNeeded,
      payee: textOf(v, 'payee') ? undefined : t.payeeNeeded,
    }),
    send: async (v, key) => {
      const form = {
        ...was,
        ...texts(v),
        trade: trade.value,
        sector: sector.value,
        gifts: textOf(v, 'gifts')
          .split(',')
          .map(s => s.trim())
          .filter(Boolean),
        hours: hours.value.map(({weekday, from, to}) => ({weekday, from, to})),
        closures: closures.value.map(({from, to, note}) => ({from, to, note})),
      };
      const r = await save(form, key);
      if (!r.ok) return r.problem;
      toast(t.saved);
      go('/desk/merchants');
      return null;
    },
  });
  const e = form.errors;
  const choose = (words: readonly string[], none: string) => [
    {value: '', label: none},
    ...words.map(w => ({value: w, label: w})),
  ];
  const sectors = (settings.data?.sectors ?? []).map(s => s.name);
  return (
    <form {...formProps(form)} class="stack">
      {form.problem && <ProblemBanner problem={form.problem} />}
      <div class="fields">
        <Field name="name" label={t.name} defaultValue={was.name} error={e['name']} />
        <Select
          name="trade"
          label={t.trade}
          value={trade.value}
          options={choose(settings.data?.trades ?? [was.trade].filter(Boolean), t.chooseTrade)}
          error={e['trade']}
          onChange={v => (trade.value = v)}
        />
        <Field name="phone" type="tel" label={t.phone} defaultValue={was.phone} error={e['phone']} />
        <Field name="payee" label={t.payee} hint={t.payeeHint} defaultValue={was.payee} error={e['payee']} />
        <Select
          name="sector"
          label={t.sector}
          value={sector.value}
          options={choose(sectors, t.noSector)}
          error={e['sector']}
          onChange={v => (sector.value = v)}
        />
        <Field name="address" label={t.address} defaultValue={was.address} error={e['address']} />
        <Field name="contact" label={t.contact} defaultValue={was.contact} error={e['contact']} />
        <Field name="mail" type="email" label={t.mail} defaultValue={was.mail} error={e['mail']} />
        <Field
          name="gifts"
          label={t.gifts}
          hint={t.giftsHint}
          defaultValue={was.gifts?.join(', ')}
          error={e['gifts']}
        />
      </div>
      <HoursBox hours={hours} errors={e} />
      <ClosuresBox closures={closures} errors={e} />
      <div class="fields">
        <Field
          name="enrolled"
          type="date"
          label={t.enrolled}
          defaultValue={was.enrolled ?? localDay(new Date())}
          error={e['enrolled']}
        />
        <Field name="left" type="date" label={t.leftDay} defaultValue={was.left} error={e['left']} />
      </div>
      <Area name="note" label={t.note} rows={2} defaultValue={was.note} error={e['note']} />
      <Button type="submit" look="primary" busy={form.busy}>
        {t.save}
      </Button>
    </form>
  );
}

const texts = (v: FormData) => ({
  name: textOf(v, 'name'),
  phone: textOf(v, 'phone'),
  payee: textOf(v, 'payee'),
  address: textOf(v, 'address'),
  contact: textOf(v, 'contact'),
  mail: textOf(v, 'mail'),
  note: textOf(v, 'note'),
  enrolled: textOf(v, 'enrolled'),
  left: textOf(v, 'left'),
});

function HoursBox({hours, errors}: {readonly hours: Signal<readonly Hours[]>; readonly errors: Errors}) {
  const t = say(deskShops).form;
  const days = weekdays.map(n => ({value: String(n), label: weekdayName(n)}));
  const change = (k: number, part: Partial<Hours>) => {
    hours.value = hours.value.map(h => (h.key === k ? {...h, ...part} : h));
  };
  const add = () => {
    const before = hours.value.at(-1);
    const weekday = before ? Math.min(7, before.weekday + 1) : 1;
    hours.value = [...hours.value, {key: key(), weekday, from: before?.from ?? '09:00', to: before?.to ?? '12:30'}];
  };
  const allWeek = () => {
    const first = hours.value.filter(h => h.weekday === 1);
    const like = first.length > 0 ? first : [{key: 0, weekday: 1, from: '09:00', to: '12:30'}];
    hours.value = [1, 2, 3, 4, 5, 6].flatMap(weekday => like.map(h => ({...h, key: key(), weekday})));
  };
  return (
    <fieldset class="group">
      <legend>{t.hours}</legend>
      <p class="soft small full">{t.hoursHint}</p>
      {hours.value.map((h, i) => (
        <div class="times full" key={h.key}>
          <Select
            name={`hours[${i}]`}
            label={t.weekday}
            value={String(h.weekday)}
            options={days}
            error={errors[`hours[${i}]`]}
            onChange={v => change(h.key, {weekday: Number(v)})}
          />
          <Field
            type="time"
            name={`hours[${i}].from`}
            label={t.from}
            value={h.from}
            onInput={e => change(h.key, {from: e.currentTarget.value})}
          />
          <Field
            type="time"
            name={`hours[${i}].to`}
            label={t.to}
            value={h.to}
            onInput={e => change(h.key, {to: e.currentTarget.value})}
          />
          <Button look="plain" onClick={() => (hours.value = hours.value.filter(o => o.key !== h.key))}>
            {t.removeHours}
          </Button>
        </div>
      ))}
      <div class="row full">
        <Button icon="plus" onClick={add}>
          {t.addHours}
        </Button>
        <Button onClick={allWeek}>{t.allWeek}</Button>
      </div>
    </fieldset>
  );
}

function ClosuresBox({closures, errors}: {readonly closures: Signal<readonly Closure[]>; readonly errors: Errors}) {
  const t = say(deskShops).form;
  const change = (k: number, part: Partial<Closure>) => {
    closures.value = closures.value.map(c => (c.key === k ? {...c, ...part} : c));
  };
  const today = localDay(new Date());
  return (
    <fieldset class="group">
      <legend>{t.closures}</legend>
      {closures.value.map((c, i) => (
        <div class="times full" key={c.key}>
          <Field
            type="date"
            name={`closures[${i}]`}
            label={t.first}
            value={c.from}
            error={errors[`closures[${i}]`]}
            onInput={e => change(c.key, {from: e.currentTarget.value})}
          />
          <Field
            type="date"
            name={`closures[${i}].to`}
            label={t.last}
            value={c.to}
            onInput={e => change(c.key, {to: e.currentTarget.value})}
          />
          <Button look="plain" onClick={() => (closures.value = closures.value.filter(o => o.key !== c.key))}>
            {t.removeClosure}
          </Button>
        </div>
      ))}
      <Button
        icon="plus"
        onClick={() => (closures.value = [...closures.value, {key: key(), from: today, to: today, note: ''}])}
      >
        {t.addClosure}
      </Button>
    </fieldset>
  );
}
