// The ways in which a shop learns of a slip. Each notes the channel.
import type {Me} from '../../api/desk';
import {sendSlip, type Slip} from '../../api/town';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {ProblemBanner} from '../../ui/problem';
import {may} from '../session';
import {useAct} from './act';
import {MailButton} from './mail';
import {PrintLink} from './print';
import {channelWord} from './words';

type Props = {readonly who: Me; readonly slip: Slip; readonly again: () => void};

export function SendButtons({who, slip: s, again}: Props) {
  const t = say(deskOrder).send;
  const {act, busy, problem} = useAct();
  if (!may(who, 'orders.edit') || s.cancelled || s.goods !== 'ordered') return null;
  const sent = (channel: string) =>
    act(() => sendSlip(s.id, channel), {done: t.done(channelWord(channel)), then: again});
  return (
    <div class="row tight send">
      {problem && <ProblemBanner problem={problem} />}
      <Button icon="phone" busy={busy} onClick={() => sent('phone')}>
        {t.phone}
      </Button>
      <PrintLink of={`slips?slip=${s.id}`} onOpen={() => void sent('print')}>
        {t.print}
      </PrintLink>
      <MailButton slip={s} onOwn={() => void sent('mail')} again={again} />
    </div>
  );
}
