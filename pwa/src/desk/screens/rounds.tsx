// The day's slips and rounds side by side. Dragging and buttons do the same acts; the server decides each of them.
import {useSignal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';
import {people, type Me, type Person} from '../../api/desk';
import {
  assign,
  days as readDays,
  placeStop,
  rounds as readRounds,
  slips as readSlips,
  type Round,
  type Slip,
} from '../../api/town';
import type {Result} from '../../api/http';
import type {Problem} from '../../api/problem';
import {deskRounds} from '../../i18n/desk-rounds';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Field, Select} from '../../ui/field';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {ask, asked} from '../../ui/router';
import {toast} from '../../ui/toast';
import {following, useLive} from '../live';
import {dayName, dayTitle, localDay} from '../parts/days';
import {useDrag, type Drag} from '../parts/drag';
import {changesHands, withMoves, type Moves} from '../parts/moves';
import {PrintLink} from '../parts/print';
import {seatIn, sitBack, type Seat} from '../parts/seat';
import {takeTurns} from '../parts/turns';
import {may} from '../session';
import {deskIntake} from '../../i18n/desk-intake';
import {MapFold, mapShown, showMap} from './map-fold';
import {InHand} from './round-grip';
import {NewRoundDialog} from './round-dialogs';
import {Pool} from './round-pool';
import {CalledOff, RoundColumn} from './round-column';

export type Plan = {
  readonly day: string;
  readonly rounds: readonly Round[];
  readonly pool: readonly Slip[];
  readonly drivers: readonly Person[];
  readonly days: readonly string[];
};

/** What every part of the board needs: the plan, the acts, and what is in hand. */
export type Board = {
  readonly plan: Plan;
  readonly edits: boolean;
  readonly name: (driver: string) => string;
  /** On its way: shown where it goes, and not answered for. */
  readonly moving: (slip: string) => boolean;
  readonly drag: Drag;
  readonly put: (slips: readonly string[], from: string, to: string, place?: number) => Promise<void>;
  readonly run: (act: () => Promise<Result<unknown>>, done?: string) => Promise<boolean>;
};

async function readPlan(day: string): Promise<Result<Plan>> {
  const [rounds, slips, staff, days] = await Promise.all([readRounds(day), readSlips({day}), people(), readDays(8)]);
  if (!rounds.ok) return rounds;
  if (!slips.ok) return slips;
  if (!staff.ok) return staff;
  const drivers = staff.data.people.filter(p => p.roles.includes('driver') && !p.disabled);
  return {
    ok: true,
    data: {
      day,
      rounds: rounds.data.rounds,
      pool: slips.data.slips.filter(s => s.unplanned),
      drivers,
      days: days.ok ? (days.data.days ?? []) : [],
    },
  };
}

export function RoundsScreen({who}: {readonly who: Me}) {
  const t = say(deskRounds).rounds;
  const day = asked('day') || localDay(new Date());
  const loaded = useLoad(() => readPlan(day), day);
  useLive(['slip', 'round', 'order'], loaded.again);
  const adding = useSignal(false);
  const edits = may(who, 'rounds.plan');
  const plan = loaded.data?.day === day ? loaded.data : null;
  const actions = (
    <>
      {edits && (
        <Button look="primary" icon="plus" onClick={() => (adding.value = true)}>
          {t.add}
        </Button>
      )}
      <Button icon="pin" onClick={() => showMap(!mapShown.value)}>
        {mapShown.value ? t.mapHide : t.mapShow}
      </Button>
      <PrintLink of={`slips?day=${day}`}>{t.print}</PrintLink>
      <PrintLink of={`labels?day=${day}`}>{t.labels}</PrintLink>
    </>
  );
  return (
    <Page title={t.title} lead={dayTitle(day)} actions={actions}>
      {!following.value && <Banner tone="warn">{say(deskIntake).today.stale}</Banner>}
      <DayPicker day={day} days={loaded.data?.days ?? []} />
      <Loading of={{...loaded, data: plan}}>
        {p => <BoardView key={p.day} plan={p} edits={edits} again={loaded.again} shops={may(who, 'merchants.edit')} />}
      </Loading>
      {adding.value && plan && (
        <NewRoundDialog plan={plan} onClose={() => (adding.value = false)} onDone={loaded.again} />
      )}
    </Page>
  );
}

async function move(slip: string, from: string, to: string, place: number | undefined): Promise<Result<unknown>> {
  const r = from === to ? {ok: true as const, data: null} : await assign(slip, from, to);
  return r.ok && place !== undefined && to ? placeStop(to, slip, place) : r;
}

/** Takes a move back: the slip is where it was seen before, at the place that it had. */
async function back(slip: string, from: string, to: string, seat: Seat | null, number: string) {
  const r = await assign(slip, from, to);
  const seated = r.ok ? await sitBack(seat, slip, number) : r;
  if (seated.ok) toast(seated.data);
  return seated;
}

function DayPicker({day, days}: {readonly day: string; readonly days: readonly string[]}) {
  const t = say(deskRounds).rounds;
  const all = days.includes(day) ? days : [day, ...days];
  return (
    <div class="filters">
      <Select
        name="days"
        label={t.day}
        value={day}
        options={all.map(d => ({value: d, label: dayName(d)}))}
        onChange={v => ask('day', v)}
      />
      <Field
        type="date"
        name="day"
        label={say(deskTown).otherDay}
        value={day}
        onInput={e => ask('day', e.currentTarget.value)}
      />
    </div>
  );
}

type ViewProps = {
  readonly plan: Plan;
  readonly edits: boolean;
  readonly again: () => void;
  readonly shops: boolean;
};

function BoardView({plan: read, edits, again, shops}: ViewProps) {
  const t = say(deskRounds).rounds;
  const moves = useSignal<Moves>(new Map());
  const busy = useSignal(0);
  const plan = withMoves(read, moves.value);
  // What was accepted is in the plan once it was read anew.
  useEffect(() => {
    if (busy.value === 0) moves.value = new Map();
  }, [read]);
  const problem = useSignal<Problem | null>(null);
  const said = useRef<HTMLDivElement>(null);
  // The press that was refused may be screens below its explanation.
  useEffect(() => said.current?.scrollIntoView({block: 'nearest'}), [problem.value]);
  const turns = useRef(takeTurns());
  const run = async (act: () => Promise<Result<unknown>>, done?: string): Promise<boolean> => {
    problem.value = null;
    const mine = turns.current.take(act);
    busy.value = turns.current.open();
    const r = await mine;
    busy.value = turns.current.open();
    if (r && !r.ok) problem.value = r.problem;
    else if (r && done) toast(done);
    // Also after a refusal: what a colleague did in between is then in sight beside its explanation.
    again();
    return r?.ok ?? false;
  };
  const number = (id: string) =>
    plan.pool.find(s => s.id === id)?.number ??
    plan.rounds.flatMap(r => r.stops).find(s => s.slip.id === id)?.slip.number ??
    '';
  const moving = (slip: string) => changesHands(moves.value.get(slip));
  const put = async (slips: readonly string[], from: string, to: string, place?: number) => {
    // A second press while the first is on its way is the same wish; within a round each place is one of its own.
    if (slips.some(moving)) return;
    moves.value = new Map([
      ...[...moves.value].filter(([id]) => !slips.includes(id)),
      ...slips.map(id => [id, {from, to, place}] as const),
    ]);
    for (const id of slips) {
      const ok = await run(() => move(id, from, to, place));
      if (!ok) {
        moves.value = new Map();
        return;
      }
    }
    const [one] = slips;
    if (one && slips.length === 1 && from !== to) {
      const said = to ? t.moved(number(one)) : t.outDone(number(one));
      const [seat, called] = [
        seatIn(
          plan.rounds.find(r => r.id === from),
          one,
        ),
        number(one),
      ];
      toast(said, () => void run(() => back(one, to, from, seat, called)));
    }
  };
  const name = (driver: string) => plan.drivers.find(p => p.id === driver)?.name ?? driver;
  const ground = useRef<HTMLDivElement>(null);
  const drag = useDrag(ground, (what, to) => void put([what.slip], what.from, to.round, to.place));
  const board: Board = {plan, edits, name, moving, drag, put, run};
  const standing = plan.rounds.filter(r => !r.cancelled);
  return (
    <div class="stack">
      {problem.value && (
        <div ref={said}>
          <ProblemBanner problem={problem.value} />
        </div>
      )}
      <p class="saving small soft" role="status">
        {busy.value > 0 && t.saving}
      </p>
      {mapShown.value && <MapFold board={board} shops={shops} />}
      <div class="board" ref={ground}>
        <Pool board={board} />
        {standing.map(r => (
          <RoundColumn key={r.id} board={board} round={r} />
        ))}
        {plan.rounds
          .filter(r => r.cancelled)
          .map(r => (
            <CalledOff key={r.id} board={board} round={r} />
          ))}
      </div>
      <InHand board={board} />
    </div>
  );
}
