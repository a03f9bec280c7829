// Mails a slip to its shop. The server sends it; the journal notes the channel once the mail server has taken it.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Problem} from '../../api/problem';
import {mailSlip, merchant, slipCodes, slipMail, type Slip} from '../../api/town';
import {deskCode} from '../../i18n/desk-code';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {ProblemBanner} from '../../ui/problem';
import {useAct} from './act';

type Props = {
  readonly slip: Slip;
  /** A letter was handed to the person's own program. */
  readonly onOwn: () => void;
  readonly again: () => void;
};

/** How often the outbox is looked at while a letter waits in it. */
const LOOK = 3000;

export function MailButton({slip: s, onOwn, again}: Props) {
  const t = say(deskCode).mail;
  const {act, busy, problem} = useAct();
  const letter = useSignal<{readonly to: string; readonly state: string} | null>(null);
  const waiting = letter.value?.state === 'waiting';
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(async () => {
      const r = await slipMail(s.id);
      if (!r.ok) return;
      letter.value = r.data;
      if (r.data.state === 'sent') again();
    }, LOOK);
    return () => clearInterval(timer);
  }, [waiting, s.id]);
  const write = async () => {
    const words = say(deskOrder).send;
    const [shop, codes] = await Promise.all([merchant(s.merchant.id), slipCodes(s.id)]);
    if (!shop.ok || !codes.ok) return;
    const subject = encodeURIComponent(words.subject(s.number));
    const body = encodeURIComponent(`${words.body(s.number)}\n\n${codes.data.url}\n`);
    location.href = `mailto:${shop.data.mail ?? ''}?subject=${subject}&body=${body}`;
    onOwn();
  };
  return (
    <>
      <Button busy={busy || waiting} onClick={() => act(() => mailSlip(s.id), {then: l => (letter.value = l)})}>
        {t.send}
      </Button>
      <div class="full stack" role="status">
        {problem && <Refusal problem={problem} slip={s} onWrite={write} />}
        {letter.value?.state === 'waiting' && <Banner>{t.waiting(letter.value.to)}</Banner>}
        {letter.value?.state === 'failed' && <Banner tone="bad">{t.failed(letter.value.to)}</Banner>}
      </div>
    </>
  );
}

type RefusalProps = {readonly problem: Problem; readonly slip: Slip; readonly onWrite: () => void};

function Refusal({problem, slip: s, onWrite}: RefusalProps) {
  const t = say(deskCode).mail;
  const off = problem.code === 'mail.off';
  return (
    <>
      <ProblemBanner problem={problem} {...(off ? {text: t.off} : {})} />
      {off && <Button onClick={onWrite}>{t.own}</Button>}
      {problem.code === 'mail.no_address' && (
        <ButtonLink href={`/desk/merchants/${s.merchant.id}`}>{t.record}</ButtonLink>
      )}
    </>
  );
}
