import {useSignal} from '@preact/signals';
import {
  addPerson,
  disablePerson,
  editPerson,
  enablePerson,
  passwordLink,
  person,
  type Me,
  type Person,
  type PersonForm,
} from '../../api/desk';
import type {Problem} from '../../api/problem';
import {deskPeople} from '../../i18n/desk-people';
import {say} from '../../i18n/lang';
import {Badge, Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {CopyButton} from '../../ui/copy';
import {Confirm, Dialog} from '../../ui/dialog';
import {Check, Choice, Field, Select} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go} from '../../ui/router';
import {toast} from '../../ui/toast';
import {originName, origins, roleName, roles} from '../roles';
import {Opened} from '../parts/opened';
import {may} from '../session';
import {EnrolDialog} from './enrol-dialog';

export function NewPerson({who}: {readonly who: Me}) {
  const t = say(deskPeople).person;
  const save = async (form: PersonForm, key: string) => {
    const r = await addPerson(form, key);
    if (!r.ok) return r.problem;
    toast(t.saved);
    go(`/desk/people/${r.data.id}`, {replace: true});
    return null;
  };
  return (
    <Page title={t.newTitle} narrow>
      <PersonEditor who={who} save={save} />
    </Page>
  );
}

export function EditPerson({who, id}: {readonly who: Me; readonly id: string}) {
  const loaded = useLoad(() => person(id), id);
  return (
    <Opened of={loaded} list={{title: say(deskPeople).people.title, href: '/desk/people'}}>
      {p => <Record key={p.version} who={who} person={p} again={loaded.again} />}
    </Opened>
  );
}

type Open = 'enrol' | 'disable' | {readonly link: string} | null;

function Record({who, person: p, again}: {readonly who: Me; readonly person: Person; readonly again: () => void}) {
  const t = say(deskPeople);
  const open = useSignal<Open>(null);
  const problem = useSignal<Problem | null>(null);
  const save = async (form: PersonForm) => {
    const r = await editPerson(p.id, {...form, version: p.version});
    if (!r.ok) return r.problem.code === 'person.changed' ? {...r.problem, detail: t.person.changed} : r.problem;
    toast(t.person.saved);
    again();
    return null;
  };
  const toggle = async () => {
    const r = await (p.disabled ? enablePerson(p.id) : disablePerson(p.id));
    if (!r.ok) problem.value = r.problem;
    else toast(p.disabled ? t.person.saved : t.person.disabledNow);
    again();
  };
  const giveLink = async () => {
    const r = await passwordLink(p.id);
    if (r.ok) open.value = {link: r.data.url};
    else problem.value = r.problem;
  };
  const drives = p.roles.includes('driver') && !p.disabled;
  return (
    <Page title={p.name} narrow>
      {p.disabled && <Badge tone="bad">{t.people.disabled}</Badge>}
      {problem.value && <ProblemBanner problem={problem.value} />}
      <div class="row">
        {drives && may(who, 'drivers.manage') && (
          <Button look="primary" icon="phone" onClick={() => (open.value = 'enrol')}>
            {t.person.enrol}
          </Button>
        )}
        {p.login && may(who, 'accounts.manage') && (
          <Button icon="lock" onClick={giveLink}>
            {t.person.passwordLink}
          </Button>
        )}
        {p.id !== who.id && p.disabled && <Button onClick={toggle}>{t.person.enable}</Button>}
        {p.id !== who.id && !p.disabled && (
          <Button look="danger" onClick={() => (open.value = 'disable')}>
            {t.person.disable}
          </Button>
        )}
      </div>
      <PersonEditor who={who} person={p} save={save} />
      {open.value === 'enrol' && <EnrolDialog person={p} onClose={() => (open.value = null)} />}
      {open.value === 'disable' && (
        <Confirm
          title={t.person.disableTitle(p.name)}
          text={t.person.disableText}
          yes={t.person.disable}
          onYes={toggle}
          onClose={() => (open.value = null)}
        />
      )}
      {typeof open.value === 'object' && open.value && (
        <Dialog title={t.person.passwordLink} onClose={() => (open.value = null)}>
          <p>{t.person.passwordLinkText}</p>
          <p class="code-text">{open.value.link}</p>
          <CopyButton text={open.value.link} />
        </Dialog>
      )}
    </Page>
  );
}

type EditorProps = {
  readonly who: Me;
  readonly person?: Person;
  readonly save: (form: PersonForm, key: string) => Promise<Problem | null>;
};

function PersonEditor({who, person: p, save}: EditorProps) {
  const t = say(deskPeople);
  const chosen = useSignal<readonly string[]>(p?.roles ?? ['driver']);
  const origin = useSignal(p?.origin ?? 'town');
  const goesOn = useSignal(p?.goesOn ?? false);
  // Who may only manage drivers is offered nothing else.
  const offered = may(who, 'accounts.manage') ? roles : roles.filter(r => r === 'driver');
  const form = useForm({
    check: v => ({
      ...(textOf(v, 'name') ? {} : {name: t.person.nameNeeded}),
      ...(chosen.value.length ? {} : {roles: t.person.rolesNeeded}),
    }),
    send: (v, key) =>
      save(
        {
          name: textOf(v, 'name'),
          login: textOf(v, 'login'),
          phone: textOf(v, 'phone'),
          roles: [...chosen.value],
          origin: origin.value,
          availability: textOf(v, 'availability'),
          goesOn: goesOn.value,
          // Not on this form, and kept: the server replaces the whole record.
          ...(p?.skills ? {skills: p.skills} : {}),
          ...(p?.locale ? {locale: p.locale} : {}),
        },
        key,
      ),
  });
  return (
    <form class="stack" {...formProps(form)}>
      {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
      <Card>
        <Field
          name="name"
          label={t.person.name}
          hint={t.person.nameHint}
          error={form.errors['name']}
          defaultValue={p?.name}
          autocomplete="off"
        />
        <Choice
          many
          legend={t.person.roles}
          name="roles"
          error={form.errors['roles']}
          value={chosen.value}
          options={offered.map(value => ({value, label: roleName(value)}))}
          onChange={v => (chosen.value = v)}
        />
        <Field
          name="phone"
          type="tel"
          label={t.person.phone}
          error={form.errors['phone']}
          defaultValue={p?.phone}
          autocomplete="off"
        />
        {may(who, 'accounts.manage') && (
          <Field
            name="login"
            label={t.person.login}
            hint={t.person.loginHint}
            error={form.errors['login']}
            defaultValue={p?.login}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
        )}
        <Select
          label={t.person.origin}
          name="origin"
          error={form.errors['origin']}
          value={origin.value}
          options={origins.map(value => ({value, label: originName(value)}))}
          onChange={v => (origin.value = v)}
        />
        <Field
          name="availability"
          label={t.person.availability}
          hint={t.person.availabilityHint}
          error={form.errors['availability']}
          defaultValue={p?.availability}
          autocomplete="off"
        />
        <Check
          name="goesOn"
          label={t.person.goesOn}
          checked={goesOn.value}
          onChange={v => {
            goesOn.value = v;
          }}
        />
      </Card>
      <Button look="primary" type="submit" busy={form.busy}>
        {t.person.save}
      </Button>
    </form>
  );
}
