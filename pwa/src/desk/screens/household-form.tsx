// A household's record, new or changed. The server's rules are the form's: it names the field that is wrong.
import {useSignal} from '@preact/signals';
import type {Me} from '../../api/desk';
import {
  addHousehold,
  editHousehold,
  household,
  linkRequest,
  service,
  type Household,
  type HouseholdForm,
} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Area, Check, Field, Select} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go, handed} from '../../ui/router';
import {toast} from '../../ui/toast';
import {LikelyCard} from '../parts/likely';
import {Opened} from '../parts/opened';
import {may} from '../session';
import {useLikely} from './call';
import {People, useRows, Windows, type Rows} from './household-rows';

const bare: HouseholdForm = {people: [{family: ''}], size: 1, address: {street: '', sector: ''}};

/** What a call already said, from the address of this screen. "Mme Marie Duval" is best left for a person to split. */
function begun(): HouseholdForm {
  const street = handed('street');
  const people = [{family: handed('name')}];
  return {...bare, people, phones: [handed('phone')], needs: handed('needs'), address: {street, sector: ''}};
}

export function NewHouseholdScreen({who}: {readonly who: Me}) {
  const t = say(deskIntake).form;
  return (
    <Page title={t.newTitle}>
      <Editor who={who} was={begun()} save={addHousehold} fresh />
    </Page>
  );
}

export function EditHouseholdScreen({who, id}: {readonly who: Me; readonly id: string}) {
  const t = say(deskIntake).form;
  const loaded = useLoad(() => household(id), id);
  return (
    <Opened of={loaded} list={{title: say(deskIntake).households.title, href: '/desk/households'}}>
      {h => (
        <Page title={t.editTitle(h.name)}>
          <Editor who={who} was={h} save={f => editHousehold(id, {...f, version: h.version})} />
        </Page>
      )}
    </Opened>
  );
}

type EditorProps = {
  readonly who: Me;
  readonly was: HouseholdForm;
  readonly fresh?: true;
  readonly save: (f: HouseholdForm, key: string) => ReturnType<typeof addHousehold>;
};

function read(v: FormData, was: HouseholdForm, rows: Rows): HouseholdForm {
  const text = (name: string) => textOf(v, name);
  return {
    people: rows.people.map((_, i) => ({
      given: text(`people[${i}].given`),
      family: text(`people[${i}].family`),
      ageBand: text(`people[${i}].ageBand`),
    })),
    size: Number(text('size')) || 0,
    phones: [text('phones[0]'), text('phones[1]'), ...(was.phones ?? []).slice(2)].filter(Boolean),
    mail: text('mail'),
    emergency: {name: text('emergency.name'), link: text('emergency.link'), phone: text('emergency.phone')},
    address: {
      ...was.address,
      street: text('address.street'),
      extra: text('address.extra'),
      postcode: text('address.postcode'),
      town: text('address.town'),
      sector: text('address.sector'),
    },
    windows: rows.windows.map(({weekday, from, to}) => ({weekday, from, to})),
    access: text('access'),
    diet: text('diet'),
    needs: text('needs'),
    newToService: rows.newTo,
    isolated: rows.isolated,
    linked: text('linked')
      .split(',')
      .map(s => s.trim())
      .filter(Boolean),
  };
}

function Editor({who, was, fresh, save}: EditorProps) {
  const t = say(deskIntake).form;
  const settings = useLoad(service);
  const rows = useRows(was);
  const sector = useSignal(was.address.sector);
  const then = useSignal<'page' | 'order'>('page');
  const typed = useSignal({
    name: was.people[0]?.family ?? '',
    phone: was.phones?.[0] ?? '',
    street: was.address.street,
  });
  const {likely} = useLikely(fresh ? typed.value : {name: '', phone: '', street: ''});
  const form = useForm({
    check: v => ({'people[0].family': textOf(v, 'people[0].family') ? undefined : t.nameNeeded}),
    send: async (v, key) => {
      const r = await save(read(v, was, rows.value), key);
      if (!r.ok) return r.problem;
      const linked = handed('request') ? await linkRequest(handed('request'), r.data.id) : null;
      // Pressed again, the household is the same one, and the call finds it.
      if (linked?.ok === false && linked.problem.status === 0) return linked.problem;
      toast(linked?.ok === false ? linked.problem.detail : t.saved);
      go(leadsTo(r.data, then.value), {replace: true});
      return null;
    },
  });
  const e = form.errors;
  const sectors = (settings.data?.sectors ?? []).map(s => ({value: s.name, label: s.name}));
  const unnamed = form.problem && Object.keys(form.problem.fields ?? {}).every(f => !shown(f));
  return (
    <div class={fresh ? 'split' : ''}>
      <form {...formProps(form)} class="stack">
        {form.problem && unnamed && <ProblemBanner problem={form.problem} />}
        <People rows={rows} errors={e} onName={name => (typed.value = {...typed.value, name})} />
        <div class="fields">
          <Field
            name="phones[0]"
            type="tel"
            label={t.phone}
            defaultValue={was.phones?.[0]}
            error={e['phones[0]']}
            onInput={x => (typed.value = {...typed.value, phone: x.currentTarget.value})}
          />
          <Field name="phones[1]" type="tel" label={t.phone2} defaultValue={was.phones?.[1]} error={e['phones[1]']} />
          <Field name="mail" type="email" label={t.mail} defaultValue={was.mail} error={e['mail']} />
          <Field
            name="address.street"
            label={t.street}
            defaultValue={was.address.street}
            error={e['address.street']}
            onInput={x => (typed.value = {...typed.value, street: x.currentTarget.value})}
          />
          <Select
            name="address.sector"
            label={t.sector}
            value={sector.value}
            options={[{value: '', label: t.noSector}, ...sectors]}
            error={e['address.sector']}
            onChange={v => (sector.value = v)}
          />
          <Field name="address.extra" label={t.extra} defaultValue={was.address.extra} error={e['address.extra']} />
          <Field
            name="address.postcode"
            label={t.postcode}
            defaultValue={was.address.postcode}
            error={e['address.postcode']}
          />
          <Field name="address.town" label={t.town} defaultValue={was.address.town} error={e['address.town']} />
          <Field name="size" inputMode="numeric" label={t.size} defaultValue={String(was.size)} error={e['size']} />
        </div>
        <Area
          name="access"
          label={t.access}
          hint={t.accessHint}
          rows={2}
          defaultValue={was.access}
          error={e['access']}
        />
        <Windows rows={rows} errors={e} />
        <fieldset class="group">
          <legend>{t.emergency}</legend>
          <Field
            name="emergency.name"
            label={t.emergencyName}
            defaultValue={was.emergency?.name}
            error={e['emergency.name']}
          />
          <Field
            name="emergency.link"
            label={t.emergencyLink}
            defaultValue={was.emergency?.link}
            error={e['emergency.link']}
          />
          <Field
            name="emergency.phone"
            type="tel"
            label={t.emergencyPhone}
            defaultValue={was.emergency?.phone}
            error={e['emergency.phone']}
          />
        </fieldset>
        <fieldset class="group">
          <legend>{t.about}</legend>
          <Field name="diet" label={t.diet} defaultValue={was.diet} error={e['diet']} />
          <Area name="needs" label={t.needs} rows={2} defaultValue={was.needs} error={e['needs']} />
          <Field
            name="linked"
            label={t.linked}
            hint={t.linkedHint}
            defaultValue={was.linked?.join(', ')}
            error={e['linked']}
          />
          <Check
            name="newTo"
            label={t.newTo}
            checked={rows.value.newTo}
            onChange={newTo => (rows.value = {...rows.value, newTo})}
          />
          <Check
            name="isolated"
            label={t.isolated}
            checked={rows.value.isolated}
            onChange={isolated => (rows.value = {...rows.value, isolated})}
          />
        </fieldset>
        <div class="row">
          <Button type="submit" look="primary" busy={form.busy} onClick={() => (then.value = 'page')}>
            {t.save}
          </Button>
          {fresh && may(who, 'orders.edit') && (
            <Button type="submit" icon="basket" busy={form.busy} onClick={() => (then.value = 'order')}>
              {t.saveOrder}
            </Button>
          )}
        </div>
      </form>
      {fresh && likely.length > 0 && (
        <Card title={t.likely} id="likely">
          {likely.map(l => (
            <LikelyCard key={l.household.id} likely={l} order={may(who, 'orders.edit')} />
          ))}
        </Card>
      )}
    </div>
  );
}

const leadsTo = (h: Household, then: 'page' | 'order') =>
  then === 'order' ? `/desk/households/${h.id}/order` : `/desk/households/${h.id}`;

/** Whether a field of that name is on the form, so that its fault shows there. */
const shown = (field: string) => document.getElementsByName(field).length > 0;
