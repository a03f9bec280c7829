// The slip that corrects a closed one: begun with what that one says, so that only what was wrong is typed.
import {useSignal} from '@preact/signals';
import {cancelSlip, correctSlip, days, type SlipDetail} from '../../api/town';
import {deskField} from '../../i18n/desk-field';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Area, Field, Select} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {ProblemBanner} from '../../ui/problem';
import {go} from '../../ui/router';
import {toast} from '../../ui/toast';
import {dayTitle} from '../parts/days';
import {linesOf, textOfLines} from '../parts/lines';
import {centsOf} from '../parts/money';
import {amountFault, PaymentFields} from '../parts/payment';

type Props = {readonly slip: SlipDetail; readonly onClose: () => void};

export function CorrectiveDialog({slip: s, onClose}: Props) {
  const t = say(deskField).corrective;
  const next = useLoad(() => days(8));
  const list = next.data?.days ?? [];
  const day = useSignal('');
  const payment = useSignal<keyof typeof t.payments>(s.free ? 'none' : 'cheque');
  const form = useForm({
    check: v => ({amountCents: amountFault(v)}),
    send: async v => {
      const r = await correctSlip(s.id, {
        reason: textOf(v, 'reason'),
        day: day.value || (list[0] ?? ''),
        lines: linesOf(textOf(v, 'lines'), s.lines),
        amountCents: payment.value === 'none' ? 0 : centsOf(textOf(v, 'amountCents')),
        free: payment.value === 'none',
        note: textOf(v, 'note'),
      });
      if (!r.ok) return r.problem;
      toast(t.done(r.data.number), () => {
        void cancelSlip(r.data.id, t.undone).then(() => go(`/desk/slips/${s.id}`));
      });
      onClose();
      go(`/desk/slips/${r.data.id}`);
      return null;
    },
  });
  const e = form.errors;
  const named = Object.keys(e).some(name => e[name]);
  return (
    <Dialog title={t.make} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {form.problem && !named && <ProblemBanner problem={form.problem} />}
        <p>{t.lead(s.number)}</p>
        <Field name="reason" label={t.why} error={e['reason']} />
        <Area
          name="lines"
          label={t.lines}
          hint={t.linesHint}
          rows={Math.min(8, s.lines.length + 2)}
          defaultValue={textOfLines(s.lines)}
          error={e['lines']}
        />
        <PaymentFields
          of={payment}
          words={t.payments}
          label={t.amount}
          hint={say(deskOrder).order.amountHint}
          cents={s.cheque.amountCents ?? s.amountCents}
          errors={e}
        />
        <Select
          name="day"
          label={t.day}
          value={day.value || (list[0] ?? '')}
          options={list.map(value => ({value, label: dayTitle(value)}))}
          error={e['day']}
          onChange={v => (day.value = v)}
        />
        <Field name="note" label={t.note} defaultValue={t.noteText(s.number)} error={e['note']} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t.make}
        </Button>
      </form>
    </Dialog>
  );
}
