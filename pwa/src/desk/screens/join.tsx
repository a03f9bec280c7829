// Two records of one household: which other one, then side by side, then one.
import {useSignal} from '@preact/signals';
import {household, households, joinHousehold, partHousehold, type Household} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {deskJoin} from '../../i18n/desk-join';
import {say} from '../../i18n/lang';
import {Card, Facts, Item, List} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Confirm} from '../../ui/dialog';
import {Choice, Field} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go} from '../../ui/router';
import {toast} from '../../ui/toast';
import {useAct} from '../parts/act';
import {dayName} from '../parts/days';
import {composed, proposed, sides, textOfField, type JoinField, type Side} from '../parts/join-fields';
import {whereabouts} from '../parts/address';
import {Opened} from '../parts/opened';

const list = () => ({title: say(deskIntake).households.title, href: '/desk/households'});

/** Which record to compare with. */
export function ChooseJoinScreen({id}: {readonly id: string}) {
  const t = say(deskJoin);
  const typed = useSignal('');
  const own = useLoad(() => household(id), id);
  const text = typed.value.trim();
  const found = useLoad<readonly Household[]>(async () => {
    if (text.length < 2) return {ok: true, data: []};
    const r = await households({text});
    return r.ok ? {ok: true, data: r.data.households.filter(h => h.id !== id)} : r;
  }, text);
  return (
    <Opened of={own} list={list()}>
      {h => (
        <Page title={t.choose(h.name)} narrow>
          <Field
            name="text"
            type="search"
            label={t.search}
            value={typed.value}
            autocomplete="off"
            onInput={e => (typed.value = e.currentTarget.value)}
          />
          {found.problem && <ProblemBanner problem={found.problem} onRetry={found.again} />}
          {text.length >= 2 && found.data?.length === 0 && <p role="status">{t.noMatch}</p>}
          <List label={t.with}>
            {(found.data ?? []).map(o => (
              <Item key={o.id} name={o.name} detail={whereabouts(o)} href={`/desk/households/${id}/join/${o.id}`} />
            ))}
          </List>
        </Page>
      )}
    </Opened>
  );
}

export function JoinScreen({id, other}: {readonly id: string; readonly other: string}) {
  const t = say(deskJoin);
  const loaded = useLoad<readonly [Household, Household]>(async () => {
    const [a, b] = await Promise.all([household(id), household(other)]);
    if (!a.ok) return a;
    return b.ok ? {ok: true, data: [a.data, b.data]} : b;
  }, `${id} ${other}`);
  return (
    <Opened of={loaded} list={list()}>
      {([a, b]) => (
        <Page title={t.compareTitle} lead={t.compareLead}>
          <Compare key={`${a.version} ${b.version}`} of={[a, b]} again={loaded.again} />
        </Page>
      )}
    </Opened>
  );
}

const nameOf = (h: Household) => `${h.name}, ${say(deskJoin).registered(dayName(h.registered))}`;

function Compare({
  of: [first, second],
  again,
}: {
  readonly of: readonly [Household, Household];
  readonly again: () => void;
}) {
  const t = say(deskJoin);
  const stays = useSignal(first.id);
  const picked = useSignal<Readonly<Partial<Record<JoinField, Side>>>>({});
  const sure = useSignal(false);
  const {act, busy, problem} = useAct();
  const [a, b] = stays.value === first.id ? [first, second] : [second, first];
  const rows = (Object.keys(t.fields) as JoinField[]).map(field => {
    const [left, right] = [textOfField(a, field, t), textOfField(b, field, t)];
    return {
      field,
      left,
      right,
      sides: sides(left, right, field),
      side: picked.value[field] ?? proposed(left, right, field),
    };
  });
  const same = rows.filter(r => r.sides.length === 0 && r.left);
  const words = (r: (typeof rows)[number], side: Side) =>
    side === 'both' ? t.both : (side === 'a' ? r.left : r.right) || t.empty;
  const join = async () => {
    const chosen = Object.fromEntries(rows.map(r => [r.field, r.side]));
    const call = () =>
      joinHousehold(a.id, {...composed(a, b, chosen), version: a.version, other: b.id, otherVersion: b.version});
    const undo = () => void partHousehold(b.id).then(r => toast(r.ok ? t.parted : r.problem.detail));
    await act(call, {done: t.joined, undo, then: () => go(`/desk/households/${a.id}`, {replace: true})});
  };
  return (
    <>
      {problem && <ProblemBanner problem={problem} onRetry={again} />}
      <Choice
        legend={t.stays}
        name="stays"
        value={stays.value}
        options={[first, second].map(h => ({value: h.id, label: nameOf(h)}))}
        onChange={v => {
          stays.value = v;
          picked.value = {};
        }}
      />
      <div class="fields compare">
        {rows
          .filter(r => r.sides.length > 0)
          .map(r => (
            <Choice
              key={r.field}
              legend={t.fields[r.field]}
              name={r.field}
              value={r.side}
              options={r.sides.map(s => ({value: s, label: words(r, s)}))}
              onChange={side => (picked.value = {...picked.value, [r.field]: side})}
            />
          ))}
      </div>
      {same.length > 0 && (
        <Card title={t.same} id="same">
          <Facts rows={same.map(r => [t.fields[r.field], r.left] as const)} />
        </Card>
      )}
      <Button look="primary" busy={busy} onClick={() => (sure.value = true)}>
        {t.join}
      </Button>
      {sure.value && (
        <Confirm
          title={t.sure}
          text={t.sureText(a.name, b.name)}
          yes={t.join}
          onYes={() => void join()}
          onClose={() => (sure.value = false)}
        />
      )}
    </>
  );
}
