// The social worker's own part of a request: the assessment that nobody else reads, and the referrals.
import {useSignal} from '@preact/signals';
import {people} from '../../api/desk';
import {assess, assessment, type Referral, type Request} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {say} from '../../i18n/lang';
import {Banner, Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Area, Field, Select} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';
import {addDays, localDay} from '../parts/days';

type Row = Referral & {readonly key: number};

export function Assessment({request: r, again}: {readonly request: Request; readonly again: () => void}) {
  const t = say(deskIntake).requests;
  const was = useLoad(() => assessment(r.id), r.id);
  const written = was.data?.text ? was.data : undefined;
  const staff = useLoad(people);
  const rows = useSignal<readonly Row[]>([]);
  const next = useSignal(1);
  const kinds = Object.entries(t.kinds).map(([value, label]) => ({value, label}));
  const change = (key: number, part: Partial<Row>) => {
    rows.value = rows.value.map(x => (x.key === key ? {...x, ...part} : x));
  };
  const add = () => {
    rows.value = [...rows.value, {key: next.value, kind: 'shopping', owner: '', due: addDays(localDay(new Date()), 2)}];
    next.value += 1;
  };
  const form = useForm({
    send: async (v, key) => {
      const byName = new Map(staff.data?.people.map(p => [p.name, p.id]));
      const referrals = rows.value.map(({kind, owner, due}) => ({
        kind,
        owner: byName.get(owner.trim()) ?? owner.trim(),
        due,
      }));
      const seen = written ? {seen: written.at} : {};
      const done = await assess(r.id, {text: textOf(v, 'text'), referrals, ...seen}, key);
      if (!done.ok) return done.problem;
      rows.value = [];
      was.again();
      toast(t.assessed);
      again();
      return null;
    },
  });
  return (
    <Card title={t.assessTitle} id="assessment">
      <Banner>{t.assessOnly}</Banner>
      {was.problem && <ProblemBanner problem={was.problem} onRetry={was.again} />}
      <form {...formProps(form)} class="stack">
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        {(was.data || !was.problem) && (
          <Area
            key={written?.at ?? ''}
            name="text"
            rows={6}
            label={t.assessText}
            defaultValue={written?.text}
            error={form.errors['text']}
          />
        )}
        <datalist id="owners">
          {staff.data?.people
            .filter(p => !p.disabled)
            .map(p => (
              <option key={p.id} value={p.name} />
            ))}
        </datalist>
        {rows.value.map((x, i) => (
          <fieldset class="group" key={x.key}>
            <legend>{t.refer}</legend>
            <Select
              label={t.kind}
              name={`kind-${x.key}`}
              value={x.kind}
              options={kinds}
              onChange={kind => change(x.key, {kind})}
            />
            <Field
              label={t.owner}
              hint={t.ownerHint}
              name={`owner-${x.key}`}
              list="owners"
              value={x.owner}
              error={form.errors[`referrals[${i}].owner`]}
              onInput={e => change(x.key, {owner: e.currentTarget.value})}
            />
            <Field
              type="date"
              label={t.dueLabel}
              name={`due-${x.key}`}
              value={x.due}
              error={form.errors[`referrals[${i}].due`]}
              onInput={e => change(x.key, {due: e.currentTarget.value})}
            />
            <Button look="plain" onClick={() => (rows.value = rows.value.filter(o => o.key !== x.key))}>
              {t.removeReferral}
            </Button>
          </fieldset>
        ))}
        <div class="row">
          <Button icon="plus" onClick={add}>
            {t.addReferral}
          </Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {t.saveAssessment}
          </Button>
        </div>
      </form>
    </Card>
  );
}
