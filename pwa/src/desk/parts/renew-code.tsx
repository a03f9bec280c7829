// Ends a code whose paper is lost or whose link leaked, and makes the next one.
import {useSignal} from '@preact/signals';
import type {Result} from '../../api/http';
import type {RenewReason} from '../../api/town';
import {deskCode} from '../../i18n/desk-code';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Choice} from '../../ui/field';
import {formProps, useForm} from '../../ui/form';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';

type Props = {
  /** What happens to the paper that shows the code. */
  readonly lead: string;
  readonly renew: (reason: RenewReason) => Promise<Result<{readonly code: string}>>;
  readonly then: () => void;
};

export function RenewCode(props: Props) {
  const open = useSignal(false);
  return (
    <>
      <Button onClick={() => (open.value = true)}>{say(deskCode).code.renew}</Button>
      {open.value && <Ask {...props} onClose={() => (open.value = false)} />}
    </>
  );
}

const reasons = ['lost', 'leaked', 'other'] as const;

function Ask({lead, renew, then, onClose}: Props & {readonly onClose: () => void}) {
  const t = say(deskCode).code;
  const reason = useSignal<RenewReason | ''>('');
  const form = useForm({
    check: () => (reason.value ? {} : {reason: t.needed}),
    send: async () => {
      const r = await renew(reason.value as RenewReason);
      if (!r.ok) return r.problem;
      toast(t.done(r.data.code));
      then();
      onClose();
      return null;
    },
  });
  return (
    <Dialog title={t.title} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        <p>{lead}</p>
        {form.problem && <ProblemBanner problem={form.problem} />}
        <Choice
          legend={t.why}
          name="reason"
          value={reason.value}
          options={reasons.map(value => ({value, label: t.reasons[value]}))}
          error={form.errors['reason']}
          onChange={v => (reason.value = v)}
        />
        <Button type="submit" look="danger" busy={form.busy}>
          {t.yes}
        </Button>
      </form>
    </Dialog>
  );
}
