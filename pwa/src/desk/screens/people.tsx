import {people, type Me, type Person} from '../../api/desk';
import {deskPeople} from '../../i18n/desk-people';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge, EmptyState, Item, List} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Field} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ask, asked} from '../../ui/router';
import {save} from '../parts/csv';
import {dials, fold} from '../parts/fold';
import {originName, roleName} from '../roles';
import {may} from '../session';

export function People({who}: {readonly who: Me}) {
  const t = say(deskPeople);
  const all = useLoad(people);
  const wanted = asked('text');
  const manages = may(who, 'drivers.manage') || may(who, 'accounts.manage');
  const add = manages && (
    <ButtonLink href="/desk/people/new" look="primary" icon="plus">
      {t.people.add}
    </ButtonLink>
  );
  return (
    <Page title={t.people.title} lead={t.people.lead} actions={add}>
      <Loading of={all}>
        {({people: list}) => {
          if (list.length === 0) return <EmptyState title={t.people.none}>{t.people.noneText}</EmptyState>;
          const found = list.filter(p => fold(p.name).includes(fold(wanted)) || dials(p.phone ?? '', wanted));
          return (
            <div class="stack">
              <Field
                name="search"
                type="search"
                label={t.people.search}
                value={wanted}
                onInput={e => ask('text', e.currentTarget.value)}
              />
              <p class="soft small" role="status">
                {t.people.found(found.length)}
              </p>
              <List label={t.people.title}>
                {found.map(p => (
                  <PersonItem key={p.id} person={p} manages={manages} />
                ))}
              </List>
              {manages && found.length > 0 && (
                <Button icon="install" onClick={() => save(t.people.title, rowsOf(found))}>
                  {say(deskTown).csv}
                </Button>
              )}
            </div>
          );
        }}
      </Loading>
    </Page>
  );
}

function rowsOf(list: readonly Person[]) {
  const t = say(deskPeople).person;
  return [
    [t.name, t.roles, t.origin, t.phone, t.availability],
    ...list.map(p => [p.name, p.roles.map(roleName).join(', '), originName(p.origin), p.phone, p.availability]),
  ];
}

function PersonItem({person: p, manages}: {readonly person: Person; readonly manages: boolean}) {
  const t = say(deskPeople);
  const detail = [p.roles.map(roleName).join(', '), originName(p.origin)].join(' · ');
  return (
    <Item name={p.name} detail={detail} {...(manages ? {href: `/desk/people/${p.id}`} : {})}>
      {p.disabled && <Badge tone="bad">{t.people.disabled}</Badge>}
    </Item>
  );
}
