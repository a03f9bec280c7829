// A paper slip keyed in: the phone was out of use, the signatures are on paper.
import {useSignal} from '@preact/signals';
import {people} from '../../api/desk';
import {bringPhoto} from '../../api/photo';
import {keyInSlip, type PaperSlip, type SlipDetail} from '../../api/town';
import {deskField} from '../../i18n/desk-field';
import {deskOrder} from '../../i18n/desk-order';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Check, Field, Select} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import type {Shot} from '../../ui/photo';
import {ProblemBanner} from '../../ui/problem';
import {PhotoPick} from '../parts/photo';
import {centsOf} from '../parts/money';
import {amountFault, PaymentFields} from '../parts/payment';

type Props = {
  readonly slip: SlipDetail;
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
};

export function PaperDialog({slip: s, onDone, onClose}: Props) {
  const t = say(deskOrder).slip;
  const rounds = say(deskRounds).rounds;
  const staff = useLoad(people);
  const drivers = (staff.data?.people ?? []).filter(p => p.roles.includes('driver') && !p.disabled);
  const driver = useSignal(s.driver ?? '');
  const payment = useSignal<PaperSlip['payment']>(s.free ? 'none' : 'cheque');
  const returned = useSignal(false);
  const photo = useSignal<Shot | null>(null);
  const sent = useSignal<number | null>(null);
  const form = useForm({
    check: v => ({
      driver: driver.value ? undefined : rounds.driverNeeded,
      amountCents: amountFault(v),
    }),
    send: async v => {
      const shot = photo.value;
      const brought = shot && (await bringPhoto(shot.bytes, part => (sent.value = part)));
      sent.value = null;
      if (brought && !brought.ok) return brought.problem;
      const r = await keyInSlip(s.id, {
        ...(brought ? {photo: brought.data} : {}),
        driver: driver.value,
        bags: Number(textOf(v, 'bags')) || 0,
        payment: payment.value,
        amountCents: centsOf(textOf(v, 'amountCents')),
        reason: textOf(v, 'reason'),
        resident: textOf(v, 'resident'),
        returned: payment.value === 'cheque' && returned.value,
        merchant: textOf(v, 'merchant'),
      });
      if (!r.ok) return r.problem;
      onDone(t.paperDone);
      onClose();
      return null;
    },
  });
  const e = form.errors;
  return (
    <Dialog title={t.paper} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <p>{t.paperLead}</p>
        <Select
          name="driver"
          label={t.paperDriver}
          value={driver.value}
          options={[{value: '', label: rounds.chooseDriver}, ...drivers.map(p => ({value: p.id, label: p.name}))]}
          error={e['driver']}
          onChange={v => (driver.value = v)}
        />
        <Field name="bags" inputMode="numeric" label={t.bagsAsk} error={e['bags']} />
        <PaymentFields of={payment} words={t.payments} label={t.amountAsk} cents={s.amountCents} errors={e} />
        {payment.value === 'owed' && <Field name="reason" label={t.whyOwed} error={e['reason']} />}
        <Field name="resident" label={t.paperResident} defaultValue={s.household.name} error={e['resident']} />
        {payment.value === 'cheque' && (
          <Check name="returned" label={t.returned} checked={returned.value} onChange={v => (returned.value = v)} />
        )}
        {payment.value === 'cheque' && returned.value && (
          <Field name="merchant" label={t.paperShop} error={e['merchant']} />
        )}
        <PhotoPick photo={photo} />
        {sent.value !== null && <p role="status">{say(deskField).paper.sending(Math.round(sent.value * 100))}</p>}
        <Button type="submit" look="primary" busy={form.busy}>
          {t.save}
        </Button>
      </form>
    </Dialog>
  );
}
