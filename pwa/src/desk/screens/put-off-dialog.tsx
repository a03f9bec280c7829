// Another day for a slip, in one act: out of its round, and back again when that was a mistake.
import type {Result} from '../../api/http';
import {days, putOffSlip, round, slip, type Slip} from '../../api/town';
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
import {seatIn, sitBack, type Seat} from '../parts/seat';

type Props = {readonly id: string; readonly again: () => void; readonly onClose: () => void};

/** The slip is read when the dialog opens, so that the act says from where it was seen. */
export function PutOffDialog({id, again, onClose}: Props) {
  const loaded = useLoad(() => readSeated(id), id);
  return (
    <Dialog title={say(deskRounds).problems.otherDay} onClose={onClose}>
      <Loading of={loaded}>{([s, seat]) => <Choices slip={s} seat={seat} again={again} onClose={onClose} />}</Loading>
    </Dialog>
  );
}

/** The slip, and its place in its round. */
async function readSeated(id: string): Promise<Result<readonly [Slip, Seat | null]>> {
  const s = await slip(id);
  if (!s.ok || !s.data.round) return s.ok ? {ok: true, data: [s.data, null]} : s;
  const r = await round(s.data.round);
  return r.ok ? {ok: true, data: [s.data, seatIn(r.data, id)]} : r;
}

type ChoicesProps = {
  readonly slip: Slip;
  readonly seat: Seat | null;
  readonly again: () => void;
  readonly onClose: () => void;
};

function Choices({slip: s, seat, again, onClose}: ChoicesProps) {
  const t = say(deskField).putOff;
  const next = useLoad(() => days(8));
  const name = useNames();
  const {act, busy, problem} = useAct();
  const choose = (day: string) =>
    act(() => putOffSlip(s.id, {from: s.round ?? '', day}), {
      done: t.done(s.number, dayName(day)),
      undo: () => void back(s, seat, again),
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

async function back(s: Slip, seat: Seat | null, again: () => void): Promise<void> {
  const r = await putOffSlip(s.id, {from: '', day: s.day, into: s.round ?? ''});
  const seated = r.ok ? await sitBack(seat, s.id, s.number) : r;
  toast(seated.ok ? seated.data : seated.problem.detail);
  again();
}
