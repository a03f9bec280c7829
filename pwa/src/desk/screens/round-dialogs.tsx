// What a round is given: its driver, its vehicle, or somebody else altogether.
import {useSignal} from '@preact/signals';
import type {Person} from '../../api/desk';
import {cancelRound, equipRound, moveRound, newRound, restoreRound, type Round} from '../../api/town';
import {euros} from '../../i18n/format';
import {deskField} from '../../i18n/desk-field';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Field, Select} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';
import {AskReason} from '../parts/reason';
import type {Board, Plan} from './rounds';

const options = (drivers: readonly Person[]) => {
  const t = say(deskRounds).rounds;
  return [
    {value: '', label: t.chooseDriver},
    ...drivers.map(p => ({
      value: p.id,
      label: p.availability ? `${p.name} – ${t.available(p.availability)}` : p.name,
    })),
  ];
};

type NewProps = {readonly plan: Plan; readonly onClose: () => void; readonly onDone: () => void};

export function NewRoundDialog({plan, onClose, onDone}: NewProps) {
  const t = say(deskRounds).rounds;
  const driver = useSignal('');
  const form = useForm({
    check: () => ({driver: driver.value ? undefined : t.driverNeeded}),
    send: async (v, key) => {
      const vehicle = textOf(v, 'vehicle');
      const r = await newRound({day: plan.day, driver: driver.value, vehicle, note: textOf(v, 'note')}, key);
      if (!r.ok) return r.problem;
      toast(t.created);
      onDone();
      onClose();
      return null;
    },
  });
  return (
    <Dialog title={t.add} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {form.problem && !form.errors['driver'] && <ProblemBanner problem={form.problem} />}
        <Select
          name="driver"
          label={t.driver}
          value={driver.value}
          options={options(plan.drivers)}
          error={form.errors['driver']}
          onChange={v => (driver.value = v)}
        />
        <Field name="vehicle" label={t.vehicle} error={form.errors['vehicle']} />
        <Field name="note" label={t.note} error={form.errors['note']} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t.create}
        </Button>
      </form>
    </Dialog>
  );
}

type Props = {readonly board: Board; readonly round: Round; readonly onClose: () => void};

export function EquipDialog({board, round: r, onClose}: Props) {
  const t = say(deskRounds).rounds;
  const form = useForm({
    send: async v => {
      const ok = await board.run(() => equipRound(r.id, textOf(v, 'vehicle'), textOf(v, 'note')), t.equipped);
      if (ok) onClose();
      return null;
    },
  });
  return (
    <Dialog title={t.equip} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        <Field name="vehicle" label={t.vehicle} defaultValue={r.vehicle} />
        <Field name="note" label={t.note} defaultValue={r.note} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t.save}
        </Button>
      </form>
    </Dialog>
  );
}

/** The whole round in one act. The cheques that the old driver holds stay with them, and are named. */
export function MoveDialog({board: b, round: r, onClose}: Props) {
  const t = say(deskRounds).rounds;
  const driver = useSignal('');
  const held = r.stops.filter(s => s.slip.cheque.holder === r.driver);
  return (
    <AskReason
      title={t.move}
      yes={t.move}
      reasons={[]}
      onClose={onClose}
      send={async reason => {
        if (!driver.value) return {status: 422, code: 'round.no_driver', detail: t.driverNeeded};
        const moved = await moveRound(r.id, driver.value, reason);
        if (!moved.ok) return moved.problem;
        await b.run(async () => moved, t.movedTo(b.name(driver.value)));
        return null;
      }}
    >
      <p>{t.moveText}</p>
      {held.length > 0 && (
        <Banner tone="warn">
          <p>{t.holds(held.length, b.name(r.driver))}</p>
          <ul>
            {held.map(s => (
              <li key={s.slip.id}>
                {s.slip.number}, {s.slip.cheque.payee}, {euros(s.slip.cheque.amountCents ?? 0)}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <Select
        name="driver"
        label={t.driver}
        value={driver.value}
        options={options(b.plan.drivers.filter(p => p.id !== r.driver))}
        onChange={v => (driver.value = v)}
      />
    </AskReason>
  );
}

/** The whole round is off. Undoing it is one press away, as long as nobody needs to explain. */
export function CallOffDialog({board: b, round: r, onClose}: Props) {
  const t = say(deskField).callOff;
  const driver = b.name(r.driver);
  const aboard = r.stops.filter(s => s.slip.goodsHolder).length;
  return (
    <AskReason
      title={t.cancel}
      yes={t.cancel}
      danger
      reasons={t.reasons}
      onClose={onClose}
      send={async reason => {
        const off = await cancelRound(r.id, reason);
        if (!off.ok) return off.problem;
        await b.run(async () => off);
        toast(t.done(driver), () => void b.run(() => restoreRound(r.id), t.restored));
        return null;
      }}
    >
      <p>{t.text}</p>
      {r.edition > 0 && <p>{t.tell(driver)}</p>}
      {aboard > 0 && <Banner tone="warn">{t.goods(aboard)}</Banner>}
    </AskReason>
  );
}
