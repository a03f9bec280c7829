// Who at the desk is told of what, and how long a driver may take to look.
import type {Signal} from '@preact/signals';
import type {Service} from '../../api/town';
import {deskService} from '../../i18n/desk-service';
import {say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {Choice, Field} from '../../ui/field';
import type {Errors} from '../../ui/form';
import {roleName} from '../roles';

type Props = {readonly told: Signal<Service['told']>; readonly look: number; readonly errors: Errors};

export function Told({told, look, errors}: Props) {
  const t = say(deskService);
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const choose = (kind: string, roles: readonly string[]) => {
    told.value = told.value.map(x => (x.kind === kind ? {...x, roles: [...roles]} : x));
  };
  return (
    <Card title={t.tell} id="tell">
      <p class="soft">{t.tellLead}</p>
      <div class="fields top">
        {told.value.map((x, i) => (
          <div key={x.kind}>
            <Choice
              legend={kinds[x.kind] ?? x.kind}
              name={`tell-${x.kind}`}
              many
              value={x.roles}
              options={x.may.map(r => ({value: r, label: roleName(r)}))}
              error={errors[`tell[${i}]`]}
              onChange={roles => choose(x.kind, roles)}
            />
            <p class="small soft" role="status">
              {x.roles.length === 0 && t.toldNobody}
            </p>
          </div>
        ))}
        <Field
          name="lookMinutes"
          inputMode="numeric"
          label={t.look}
          hint={t.lookHint}
          defaultValue={String(look)}
          error={errors['lookMinutes']}
        />
      </div>
    </Card>
  );
}
