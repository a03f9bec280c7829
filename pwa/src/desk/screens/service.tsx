// The service's settings, for the administrator. Lists are typed one entry a line.
import {useSignal} from '@preact/signals';
import {service, setService, type Service, type Telling} from '../../api/town';
import type {Result} from '../../api/http';
import {deskOrder} from '../../i18n/desk-order';
import {deskService} from '../../i18n/desk-service';
import {say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Area, Check, Choice, Field} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';
import {PushKeys} from './push-keys';
import {Gifts, useGifts} from './service-gifts';
import {Told} from './service-told';
import {localDay, weekdayName, weekdays} from '../parts/days';
import {amountText, centsOf} from '../parts/money';

const none: Service = {
  version: 0,
  name: '',
  town: '',
  phone: '',
  opens: localDay(new Date()),
  closes: '',
  weekdays: [1, 2, 3, 4, 5],
  alsaceMoselle: false,
  closedDays: [],
  sectors: [],
  trades: [],
  everyOrder: [],
  checklist: [],
  reasons: {exit: [], exception: [], secondWeek: [], cannotSign: [], noCheque: [], amount: [], cancel: []},
  texts: {slipFooter: '', charter: ''},
  oldChequeDays: 3,
  maxChequeCents: 0,
  told: [],
};

/** A town that was never set up begins with the usual week. */
async function read(): Promise<Result<Service>> {
  const r = await service();
  return r.ok || r.problem.status !== 404 ? r : {ok: true, data: none};
}

export function ServiceScreen() {
  const t = say(deskService);
  const loaded = useLoad(read);
  return (
    <Page title={t.title} lead={t.lead}>
      <Loading of={loaded}>{s => <Editor key={s.version} was={s} again={loaded.again} />}</Loading>
      <PushKeys />
    </Page>
  );
}

const wordsIn = (text: string) =>
  text
    .split('\n')
    .map(s => s.trim())
    .filter(Boolean);
const linesOf = (v: FormData, name: string) => wordsIn(textOf(v, name));
const labels = ['initials', 'name', 'none'] as const;
const reasonKeys = ['exit', 'exception', 'secondWeek', 'cannotSign', 'noCheque', 'amount', 'cancel'] as const;

type Form = Parameters<typeof setService>[0];

function readForm(v: FormData, {told: _, ...was}: Service): Form {
  const text = (name: string) => textOf(v, name);
  const list = (name: string) => linesOf(v, name);
  return {
    ...was,
    name: text('name'),
    town: text('town'),
    phone: text('phone'),
    opens: text('opens'),
    closes: text('closes'),
    closedDays: list('closedDays'),
    // A sector that keeps its name keeps its place on the map.
    sectors: list('sectors').map(name => (was.sectors ?? []).find(s => s.name === name) ?? {name}),
    trades: list('trades'),
    checklist: list('checklist'),
    reasons: Object.fromEntries(reasonKeys.map(k => [k, list(`reasons.${k}`)])) as Service['reasons'],
    texts: {slipFooter: text('slipFooter'), charter: text('charter')},
    oldChequeDays: Number(text('oldChequeDays')) || 0,
    lookMinutes: Number(text('lookMinutes')) || 0,
    maxChequeCents: centsOf(text('maxChequeCents')),
  };
}

function Editor({was, again}: {readonly was: Service; readonly again: () => void}) {
  const t = say(deskService);
  const days = useSignal<readonly string[]>((was.weekdays ?? []).map(String));
  const alsace = useSignal(was.alsaceMoselle);
  const gifts = useGifts(was);
  const told = useSignal(was.told);
  const label = useSignal(was.shopLabel || 'initials');
  const trades = useSignal(was.trades ?? []);
  const form = useForm({
    check: v => ({
      maxChequeCents: Number.isNaN(centsOf(textOf(v, 'maxChequeCents'))) ? say(deskOrder).order.amountBad : undefined,
    }),
    send: async v => {
      const r = await setService({
        ...readForm(v, was),
        weekdays: days.value.map(Number).sort(),
        alsaceMoselle: alsace.value,
        everyOrder: gifts.value.map(({text, trade}) => ({text: text.trim(), trade})),
        tell: told.value.map(({kind, roles}) => ({kind: kind as Telling['kind'], roles})),
        shopLabel: label.value,
      });
      if (!r.ok) return r.problem;
      toast(t.saved);
      again();
      return null;
    },
  });
  // A fault inside a list names the entry: the list shows it.
  const e = (name: string) => Object.entries(form.errors).find(([f]) => f === name || f.startsWith(`${name}[`))?.[1];
  const list = (name: string, label: string, value: readonly string[] | null) => (
    <Area
      name={name}
      label={label}
      hint={t.onePerLine}
      rows={5}
      defaultValue={(value ?? []).join('\n')}
      error={e(name)}
    />
  );
  return (
    <form {...formProps(form)} class="stack">
      {form.problem && <ProblemBanner problem={form.problem} />}
      <Card title={t.who} id="who">
        <div class="fields">
          <Field name="name" label={t.name} defaultValue={was.name} error={e('name')} />
          <Field name="town" label={t.town} defaultValue={was.town} error={e('town')} />
          <Field name="phone" type="tel" label={t.phone} defaultValue={was.phone} error={e('phone')} />
        </div>
      </Card>
      <Card title={t.calendar} id="calendar">
        <div class="fields">
          <Field name="opens" type="date" label={t.opens} defaultValue={was.opens} error={e('opens')} />
          <Field
            name="closes"
            type="date"
            label={t.closes}
            hint={t.closesHint}
            defaultValue={was.closes}
            error={e('closes')}
          />
        </div>
        <Choice
          legend={t.weekdays}
          name="weekdays"
          many
          value={days.value}
          options={weekdays.map(n => ({value: String(n), label: weekdayName(n)}))}
          error={e('weekdays')}
          onChange={v => (days.value = v)}
        />
        <Check name="alsace" label={t.alsace} checked={alsace.value} onChange={v => (alsace.value = v)} />
        <Area
          name="closedDays"
          label={t.closedDays}
          hint={t.closedHint}
          defaultValue={(was.closedDays ?? []).join('\n')}
          error={e('closedDays')}
        />
      </Card>
      <Card title={t.words} id="words">
        <div class="fields">
          {list(
            'sectors',
            t.sectors,
            (was.sectors ?? []).map(s => s.name),
          )}
          <Area
            name="trades"
            label={t.trades}
            hint={t.onePerLine}
            rows={5}
            defaultValue={(was.trades ?? []).join('\n')}
            error={e('trades')}
            onInput={x => (trades.value = wordsIn(x.currentTarget.value))}
          />
          {list('checklist', t.checklist, was.checklist)}
          <Area
            name="slipFooter"
            label={t.footer}
            hint={t.footerHint}
            rows={5}
            defaultValue={was.texts.slipFooter}
            error={e('texts.slipFooter')}
          />
          <Area
            name="charter"
            label={t.charter}
            hint={t.charterHint}
            rows={5}
            defaultValue={was.texts.charter}
            error={e('texts.charter')}
          />
        </div>
        <div class="fields">
          <Field
            name="oldChequeDays"
            inputMode="numeric"
            label={t.oldCheque}
            defaultValue={String(was.oldChequeDays)}
            error={e('oldChequeDays')}
          />
          <Field
            name="maxChequeCents"
            inputMode="decimal"
            label={t.maxCheque}
            defaultValue={amountText(was.maxChequeCents)}
            error={e('maxChequeCents')}
          />
        </div>
      </Card>
      <Gifts gifts={gifts} trades={trades.value} errors={form.errors} />
      <Card title={t.discretion} id="label">
        <p class="soft">{t.labelHint}</p>
        <Choice
          legend={t.label}
          name="shopLabel"
          value={label.value}
          options={labels.map(value => ({value, label: t.labels[value]}))}
          error={e('shopLabel')}
          onChange={v => (label.value = v)}
        />
      </Card>
      {told.value.length > 0 && <Told told={told} look={was.lookMinutes || 15} errors={form.errors} />}
      <Card title={t.reasons} id="reasons">
        <div class="fields">{reasonKeys.map(k => list(`reasons.${k}`, t[k], was.reasons[k]))}</div>
      </Card>
      <Button type="submit" look="primary" busy={form.busy}>
        {t.save}
      </Button>
    </form>
  );
}
