// Another day for a slip, in one act: out of its round, and back again when that was a mistake.
import {days, putOffSlip, slip, type Slip} from '../../api/town';
import {deskField} from '../../i18n/desk-field';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';
import {useAct} from '../parts/act';
import {dayName, dayTitle} from '../parts/days';
import {useNames} from '../parts/journal';

type Props = {readonly id: string; readonly again: () => void; readonly onClose: () => void};

/** The slip is read when the dialog opens, so that the act says from where it was seen. */
export function PutOffDialog({id, again, onClose}: Props) {
  const loaded = useLoad(() => slip(id), id);
  return (
    <Dialog title={say(deskRounds).problems.otherDay} onClose={onClose}>
      <Loading of={loaded}>{s => <Choices slip={s} again={again} onClose={onClose} />}</Loading>
    </Dialog>
  );
}

type ChoicesProps = {readonly slip: Slip; readonly again: () => void; readonly onClose: () => void};

function Choices({slip: s, again, onClose}: ChoicesProps) {
  const t = say(deskField).putOff;
  const next = useLoad(() => days(8));
  const name = useNames();
  const {act, busy, problem} = useAct();
  const choose = (day: string) =>
    act(() => putOffSlip(s.id, {from: s.round ?? '', day}), {
      done: t.done(s.number, dayName(day)),
      undo: () => void back(s, again),
      then: () => {
        again();
        onClose();
      },
    });
  return (
    <>
      <p>{t.lead(s.number)}</p>
      {s.goodsHolder && <Banner tone="warn">{t.holds(name(s.goodsHolder))}</Banner>}
      {problem && <ProblemBanner problem={problem} />}
      <Loading of={next}>
        {({days: list}) => {
          const others = (list ?? []).filter(d => d !== s.day);
          if (others.length === 0) return <p class="soft">{t.none}</p>;
          return (
            <div class="row tight">
              {others.map(d => (
                <Button key={d} busy={busy} onClick={() => choose(d)}>
                  {dayTitle(d)}
                </Button>
              ))}
            </div>
          );
        }}
      </Loading>
    </>
  );
}

async function back(s: Slip, again: () => void): Promise<void> {
  const r = await putOffSlip(s.id, {from: '', day: s.day, into: s.round ?? ''});
  toast(r.ok ? say(deskField).putOff.undone : r.problem.detail);
  again();
}
