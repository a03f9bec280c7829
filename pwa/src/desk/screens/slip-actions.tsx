// What the desk may do with one slip. A refusal is the server's, in the dialog, with what was typed kept.
import {useSignal} from '@preact/signals';
import type {Me} from '../../api/desk';
import {
  cancelSlip,
  moveSlip,
  noteSlip,
  putOffSlip,
  readySlip,
  reopenSlip,
  service,
  stateAmount,
  takeBackSlip,
  unavailableSlip,
  type SlipDetail,
} from '../../api/town';
import type {Result} from '../../api/http';
import type {Problem} from '../../api/problem';
import {common} from '../../i18n/common';
import {deskField} from '../../i18n/desk-field';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Field} from '../../ui/field';
import {formProps, textOf, useForm, type Errors} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';
import {amountText, centsOf} from '../parts/money';
import {amountFault} from '../parts/payment';
import {AskReason} from '../parts/reason';
import {kindWord} from '../parts/words';
import {may} from '../session';
import {CorrectiveDialog} from './corrective-dialog';
import {PaperDialog} from './paper-dialog';
import {PutOffDialog} from './put-off-dialog';

type Act =
  | 'ready'
  | 'unavailable'
  | 'amount'
  | 'note'
  | 'cancel'
  | 'reopen'
  | 'move'
  | 'collect'
  | 'paper'
  | 'correct'
  | 'putOff';
type Props = {readonly who: Me; readonly slip: SlipDetail; readonly again: () => void};

const preparing = (s: SlipDetail) => s.goods === 'ordered' || s.goods === 'sent';
const movable = (s: SlipDetail) => !['delivered', 'withDriver'].includes(s.goods);
const owed = (s: SlipDetail) => s.goods === 'delivered' && s.cheque.state === 'owed';

export function SlipActions({who, slip: s, again}: Props) {
  const t = say(deskOrder).slip;
  const open = useSignal<Act | null>(null);
  if (!may(who, 'orders.edit')) return null;
  const button = (act: Act, label: string, look: 'primary' | 'secondary' | 'danger' = 'secondary') => (
    <Button look={look} onClick={() => (open.value = act)}>
      {label}
    </Button>
  );
  const close = () => (open.value = null);
  const undo = async () => {
    const r = await reopenSlip(s.id, t.reopen);
    toast(r.ok ? t.reopened : r.problem.detail || say(common).problem.network);
    again();
  };
  const takeBack = async (entry: string) => {
    const r = await takeBackSlip(s.id, entry);
    toast(r.ok ? t.tookBack : r.problem.detail || say(common).problem.network);
    again();
  };
  const word = s.takeBack;
  const finish = (done: string) => {
    toast(done, done === t.cancelled ? () => void undo() : undefined);
    again();
  };
  const dialog = open.value && (
    <ActDialog key={open.value} act={open.value} slip={s} onDone={finish} again={again} onClose={close} />
  );
  const corrects = may(who, 'field.follow') && s.closed && !s.cancelled && !s.correctedBy;
  if (s.complete) {
    return (
      <div class="row actions">
        {corrects && button('correct', say(deskField).corrective.make)}
        {dialog}
      </div>
    );
  }
  return (
    <div class="row actions">
      {!s.cancelled && preparing(s) && button('ready', t.ready, 'primary')}
      {!s.cancelled && preparing(s) && button('unavailable', t.unavailable)}
      {!s.cancelled && !s.free && button('amount', t.amount)}
      {word && <Button onClick={() => void takeBack(word.entry)}>{t.takeBack(kindWord(word.kind))}</Button>}
      {!s.cancelled && movable(s) && button(s.round && may(who, 'rounds.plan') ? 'putOff' : 'move', t.move)}
      {may(who, 'rounds.plan') && owed(s) && button('collect', t.collect, 'primary')}
      {may(who, 'field.follow') && !s.cancelled && !s.closed && button('paper', t.paper)}
      {corrects && button('correct', say(deskField).corrective.make)}
      {button('note', t.remark)}
      {s.cancelled && button('reopen', t.reopen, 'primary')}
      {!s.cancelled && s.goods !== 'delivered' && button('cancel', t.cancel, 'danger')}
      {dialog}
    </div>
  );
}

type DialogProps = {
  readonly act: Act;
  readonly slip: SlipDetail;
  readonly onDone: (said: string) => void;
  readonly again: () => void;
  readonly onClose: () => void;
};

function ActDialog({act, slip: s, onDone, again, onClose}: DialogProps) {
  const t = say(deskOrder).slip;
  const settings = useLoad(service);
  const because = (send: (reason: string) => Promise<Result<unknown>>, said: string) => async (reason: string) => {
    const r = await send(reason);
    if (!r.ok) return r.problem;
    onDone(said);
    return null;
  };
  const reasons = settings.data?.reasons;
  switch (act) {
    case 'unavailable':
      return (
        <AskReason
          title={t.unavailable}
          yes={t.save}
          reasons={[]}
          onClose={onClose}
          send={because(r => unavailableSlip(s.id, r), t.unavailableDone)}
        />
      );
    case 'cancel':
      return (
        <AskReason
          title={t.cancel}
          yes={t.cancel}
          danger
          reasons={reasons?.cancel ?? []}
          onClose={onClose}
          send={because(r => cancelSlip(s.id, r), t.cancelled)}
        />
      );
    case 'reopen':
      return (
        <AskReason
          title={t.reopen}
          yes={t.reopen}
          reasons={[]}
          onClose={onClose}
          send={because(r => reopenSlip(s.id, r), t.reopened)}
        />
      );
    case 'correct':
      return <CorrectiveDialog slip={s} onClose={onClose} />;
    case 'putOff':
      return <PutOffDialog id={s.id} again={again} onClose={onClose} />;
    case 'paper':
      return <PaperDialog slip={s} onDone={onDone} onClose={onClose} />;
    default:
      return <FormDialog act={act} slip={s} onDone={onDone} onClose={onClose} />;
  }
}

function FormDialog({act, slip: s, onDone, onClose}: Omit<DialogProps, 'again'>) {
  const t = say(deskOrder).slip;
  const words = say(deskOrder).order;
  const title = {ready: t.readyTitle, amount: t.amount, move: t.move, collect: t.collect, note: t.remark}[
    act as 'ready'
  ];
  const form = useForm({
    check: (v): Errors => ({
      amountCents: amountFault(v),
      bags: /^\d{0,3}$/.test(textOf(v, 'bags')) ? undefined : t.bagsBad,
    }),
    send: async (v, key): Promise<Problem | null> => {
      const [r, said] = await sendForm(act, s, v, key);
      if (!r.ok) return r.problem;
      onDone(said);
      onClose();
      return null;
    },
  });
  const amount = (
    <Field
      name="amountCents"
      inputMode="decimal"
      label={t.amountAsk}
      hint={act === 'ready' ? words.amountHint : words.amountLike}
      defaultValue={amountText(s.amountCents)}
      error={form.errors['amountCents']}
    />
  );
  const unnamed = form.problem && !form.problem.fields;
  return (
    <Dialog title={title} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {unnamed && form.problem && <ProblemBanner problem={form.problem} />}
        {act === 'ready' && <Field name="bags" inputMode="numeric" label={t.bagsAsk} error={form.errors['bags']} />}
        {act === 'ready' && !s.free && amount}
        {act === 'amount' && amount}
        {act === 'amount' && s.amountCents !== undefined && (
          <Field name="reason" label={t.amountWhy} error={form.errors['reason']} />
        )}
        {act === 'move' && (
          <Field
            type="date"
            name="day"
            label={t.day}
            hint={s.round ? t.moveHint : undefined}
            defaultValue={s.day}
            error={form.errors['day']}
          />
        )}
        {act === 'collect' && (
          <Field type="date" name="day" label={t.collectDay} hint={t.collectHint} error={form.errors['day']} />
        )}
        {act === 'note' && <Field name="text" label={t.remarkText} error={form.errors['text']} />}
        <Button type="submit" look="primary" busy={form.busy}>
          {t.save}
        </Button>
      </form>
    </Dialog>
  );
}

async function sendForm(act: Act, s: SlipDetail, v: FormData, key: string): Promise<[Result<unknown>, string]> {
  const t = say(deskOrder).slip;
  const amountCents = centsOf(textOf(v, 'amountCents'));
  switch (act) {
    case 'ready':
      return [await readySlip(s.id, {bags: Number(textOf(v, 'bags')) || 0, amountCents}), t.readyDone];
    case 'amount':
      return [await stateAmount(s.id, amountCents, textOf(v, 'reason')), t.amountDone];
    case 'move':
      return [await moveSlip(s.id, textOf(v, 'day')), t.moved];
    case 'collect':
      return [await putOffSlip(s.id, {from: s.round ?? '', day: textOf(v, 'day')}), t.collectDone];
    default:
      return [await noteSlip(s.id, textOf(v, 'text'), key), t.remarked];
  }
}
