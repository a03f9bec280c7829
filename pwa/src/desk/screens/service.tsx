// The service's settings, for the administrator. Lists are typed one entry a line.
import {useSignal} from '@preact/signals';
import {service, setService, type Service} from '../../api/town';
import type {Result} from '../../api/http';
import {deskShops} from '../../i18n/desk-shops';
import {deskOrder} from '../../i18n/desk-order';
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
};

/** A town that was never set up begins with the usual week. */
async function read(): Promise<Result<Service>> {
  const r = await service();
  return r.ok || r.problem.status !== 404 ? r : {ok: true, data: none};
}

export function ServiceScreen() {
  const t = say(deskShops).service;
  const loaded = useLoad(read);
  return (
    <Page title={t.title} lead={t.lead}>
      <Loading of={loaded}>{s => <Editor key={s.version} was={s} again={loaded.again} />}</Loading>
    </Page>
  );
}

const linesOf = (v: FormData, name: string) =>
  textOf(v, name)
    .split('\n')
    .map(s => s.trim())
    .filter(Boolean);
const reasonKeys = ['exit', 'exception', 'secondWeek', 'cannotSign', 'noCheque', 'amount', 'cancel'] as const;

function readForm(v: FormData, was: Service): Service {
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
    maxChequeCents: centsOf(text('maxChequeCents')),
  };
}

function Editor({was, again}: {readonly was: Service; readonly again: () => void}) {
  const t = say(deskShops).service;
  const days = useSignal<readonly string[]>((was.weekdays ?? []).map(String));
  const alsace = useSignal(was.alsaceMoselle);
  const form = useForm({
    check: v => ({
      maxChequeCents: Number.isNaN(centsOf(textOf(v, 'maxChequeCents'))) ? say(deskOrder).order.amountBad : undefined,
    }),
    send: async v => {
      const r = await setService({
        ...readForm(v, was),
        weekdays: days.value.map(Number).sort(),
        alsaceMoselle: alsace.value,
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
          {list('trades', t.trades, was.trades)}
          {list('checklist', t.checklist, was.checklist)}
          <Area name="slipFooter" label={t.footer} rows={5} defaultValue={was.texts.slipFooter} error={e('texts')} />
          <Area name="charter" label={t.charter} rows={5} defaultValue={was.texts.charter} />
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
      <Card title={t.reasons} id="reasons">
        <div class="fields">{reasonKeys.map(k => list(`reasons.${k}`, t[k], was.reasons[k]))}</div>
      </Card>
      <Button type="submit" look="primary" busy={form.busy}>
        {t.save}
      </Button>
    </form>
  );
}
