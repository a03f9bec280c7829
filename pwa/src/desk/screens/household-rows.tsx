// The repeated parts of a household's form: who lives there, and when one may come.
import {useSignal, type Signal} from '@preact/signals';
import type {HouseholdForm} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Field, Select} from '../../ui/field';
import type {Errors} from '../../ui/form';
import {weekdayName, weekdays} from '../parts/days';

const bands = ['0-17', '18-59', '60-74', '75-79', '80+'];

type Window = {readonly key: number; readonly weekday: number; readonly from: string; readonly to: string};
type One = {readonly key: number; readonly given: string; readonly family: string; readonly band: string};
export type Rows = {
  readonly people: readonly One[];
  readonly windows: readonly Window[];
  readonly newTo: boolean;
  readonly isolated: boolean;
};

let last = 0;
const key = () => (last += 1);

export const useRows = (was: HouseholdForm): Signal<Rows> =>
  useSignal<Rows>({
    people: was.people.map(p => ({key: key(), given: p.given ?? '', family: p.family, band: p.ageBand ?? ''})),
    windows: (was.windows ?? []).map(w => ({...w, key: key()})),
    newTo: was.newToService ?? false,
    isolated: was.isolated ?? false,
  });

type Props = {readonly rows: Signal<Rows>; readonly errors: Errors};

export function People({rows, errors, onName}: Props & {readonly onName: (name: string) => void}) {
  const t = say(deskIntake).form;
  const {people} = rows.value;
  const change = (k: number, part: Partial<One>) => {
    rows.value = {...rows.value, people: people.map(p => (p.key === k ? {...p, ...part} : p))};
    const first = rows.value.people[0];
    if (first) onName(`${first.given} ${first.family}`.trim());
  };
  return (
    <div class="stack">
      {people.map((p, i) => (
        <fieldset class="group" key={p.key}>
          <legend>{people.length > 1 ? `${t.person} ${i + 1}` : t.person}</legend>
          <Field
            name={`people[${i}].family`}
            label={t.family}
            value={p.family}
            error={errors[`people[${i}].family`]}
            onInput={e => change(p.key, {family: e.currentTarget.value})}
          />
          <Field
            name={`people[${i}].given`}
            label={t.given}
            value={p.given}
            onInput={e => change(p.key, {given: e.currentTarget.value})}
          />
          <Select
            name={`people[${i}].ageBand`}
            label={t.band}
            value={p.band}
            options={[{value: '', label: t.noBand}, ...bands.map(b => ({value: b, label: b}))]}
            error={errors[`people[${i}].ageBand`]}
            onChange={band => change(p.key, {band})}
          />
          {people.length > 1 && (
            <Button
              look="plain"
              onClick={() => (rows.value = {...rows.value, people: people.filter(o => o.key !== p.key)})}
            >
              {t.removePerson}
            </Button>
          )}
        </fieldset>
      ))}
      <Button
        icon="plus"
        onClick={() => {
          const like = {key: key(), given: '', family: people[0]?.family ?? '', band: ''};
          rows.value = {...rows.value, people: [...people, like]};
        }}
      >
        {t.addPerson}
      </Button>
    </div>
  );
}

export function Windows({rows, errors}: Props) {
  const t = say(deskIntake).form;
  const {windows} = rows.value;
  const set = (next: readonly Window[]) => (rows.value = {...rows.value, windows: next});
  const change = (k: number, part: Partial<Window>) => set(windows.map(w => (w.key === k ? {...w, ...part} : w)));
  const days = weekdays.map(n => ({value: String(n), label: weekdayName(n)}));
  const before = windows.at(-1);
  return (
    <fieldset class="group">
      <legend>{t.windows}</legend>
      <p class="soft small full">{t.windowsHint}</p>
      {windows.map((w, i) => (
        <div class="times full" key={w.key}>
          <Select
            name={`windows[${i}]`}
            label={t.weekday}
            value={String(w.weekday)}
            options={days}
            error={errors[`windows[${i}]`]}
            onChange={v => change(w.key, {weekday: Number(v)})}
          />
          <Field
            type="time"
            name={`windows[${i}].from`}
            label={t.from}
            value={w.from}
            onInput={e => change(w.key, {from: e.currentTarget.value})}
          />
          <Field
            type="time"
            name={`windows[${i}].to`}
            label={t.to}
            value={w.to}
            onInput={e => change(w.key, {to: e.currentTarget.value})}
          />
          <Button look="plain" onClick={() => set(windows.filter(o => o.key !== w.key))}>
            {t.removeWindow}
          </Button>
        </div>
      ))}
      <Button
        icon="plus"
        onClick={() =>
          set([
            ...windows,
            {
              key: key(),
              weekday: before ? Math.min(7, before.weekday + 1) : 1,
              from: before?.from ?? '09:00',
              to: before?.to ?? '12:00',
            },
          ])
        }
      >
        {t.addWindow}
      </Button>
    </fieldset>
  );
}
