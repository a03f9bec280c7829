// The ways in which a shop learns of a slip. Each notes the channel.
import type {Me} from '../../api/desk';
import {merchant, sendSlip, slipCodes, type Slip} from '../../api/town';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {ProblemBanner} from '../../ui/problem';
import {may} from '../session';
import {useAct} from './act';
import {PrintLink} from './print';
import {channelWord} from './words';

type Props = {readonly who: Me; readonly slip: Slip; readonly again: () => void};

export function SendButtons({who, slip: s, again}: Props) {
  const t = say(deskOrder).send;
  const {act, busy, problem} = useAct();
  if (!may(who, 'orders.edit') || s.cancelled || s.goods !== 'ordered') return null;
  const sent = (channel: string) =>
    act(() => sendSlip(s.id, channel), {done: t.done(channelWord(channel)), then: again});
  const write = async () => {
    const [shop, codes] = await Promise.all([merchant(s.merchant.id), slipCodes(s.id)]);
    if (!shop.ok || !codes.ok) return;
    const subject = encodeURIComponent(t.subject(s.number));
    const body = encodeURIComponent(`${t.body(s.number)}\n\n${codes.data.url}\n`);
    location.href = `mailto:${shop.data.mail ?? ''}?subject=${subject}&body=${body}`;
    await sent('mail');
  };
  return (
    <div class="row tight send">
      {problem && <ProblemBanner problem={problem} />}
      <Button icon="phone" busy={busy} onClick={() => sent('phone')}>
        {t.phone}
      </Button>
      <PrintLink of={`slips?slip=${s.id}`} onOpen={() => void sent('print')}>
        {t.print}
      </PrintLink>
      <Button busy={busy} onClick={write}>
        {t.mail}
      </Button>
    </div>
  );
}
