// One round on the board: its driver, how far it is, its stops in order, and what may be done with it.
import {useSignal} from '@preact/signals';
import {orderStops, publishRound, restoreRound, unpinStop, type Round, type Stop} from '../../api/town';
import {dateTime} from '../../i18n/format';
import {deskField} from '../../i18n/desk-field';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Badge, type Tone} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Link} from '../../ui/router';
import {hoursText} from '../parts/days';
import {PrintLink} from '../parts/print';
import {progressWord, SlipState} from '../parts/words';
import {CallOffDialog, EquipDialog, MoveDialog} from './round-dialogs';
import type {Board} from './rounds';

const tones: Readonly<Record<string, Tone>> = {
  published: 'warn',
  started: 'good',
  ended: 'good',
  opened: 'good',
  cancelled: 'bad',
};

type Props = {readonly board: Board; readonly round: Round};

export function RoundColumn({board: b, round: r}: Props) {
  const t = say(deskRounds).rounds;
  const over = useSignal(false);
  const id = `round-${r.id}`;
  const tone = tones[r.progress];
  const drop = (e: DragEvent) => {
    e.preventDefault();
    over.value = false;
    const d = b.dragged.value;
    if (d && d.from !== r.id) void b.put([d.slip], d.from, r.id);
  };
  return (
    <section
      class={over.value ? 'column over' : 'column'}
      aria-labelledby={id}
      onDragOver={e => {
        if (!b.dragged.value || !b.edits) return;
        e.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={drop}
    >
      <h2 id={id}>{b.name(r.driver)}</h2>
      <p class="row tight">
        <Badge {...(tone ? {tone} : {icon: 'clock' as const})}>{progressWord(r.progress)}</Badge>
        <span class="soft small">
          {[r.vehicle, t.stops(r.stops.length), r.kilometres && t.km(r.kilometres)].filter(Boolean).join(' · ')}
        </span>
      </p>
      {r.note && <p class="small">{r.note}</p>}
      {r.stops.length === 0 && <p class="soft">{t.empty}</p>}
      <ol class="stops">
        {r.stops.map((s, i) => (
          <StopItem key={s.slip.id} board={b} round={r} stop={s} place={i} />
        ))}
      </ol>
      {b.edits && r.progress !== 'ended' && <RoundButtons board={b} round={r} />}
    </section>
  );
}

function RoundButtons({board: b, round: r}: Props) {
  const t = say(deskRounds).rounds;
  const open = useSignal<'move' | 'equip' | 'callOff' | null>(null);
  const bySector = () =>
    [...r.stops]
      .sort((x, y) => (x.slip.household.sector ?? '').localeCompare(y.slip.household.sector ?? ''))
      .map(s => s.slip.id);
  const close = () => (open.value = null);
  return (
    <div class="row tight actions">
      {r.stops.length > 0 && (
        <Button
          look={r.edition === 0 ? 'primary' : 'secondary'}
          onClick={() => b.run(() => publishRound(r.id, r.version), t.published)}
        >
          {r.edition === 0 ? t.publish : t.publishAgain}
        </Button>
      )}
      {r.stops.length > 0 && <PrintLink of={`rounds/${r.id}`}>{t.sheet}</PrintLink>}
      <details class="more">
        <summary>{say(deskField).callOff.more}</summary>
        <div class="stack">
          <Button onClick={() => (open.value = 'equip')}>{t.equip}</Button>
          {r.stops.length > 2 && (
            <Button onClick={() => b.run(() => orderStops(r.id, r.version, bySector()), t.sorted)}>{t.sort}</Button>
          )}
          <Button onClick={() => (open.value = 'move')}>{t.move}</Button>
          <Button look="danger" onClick={() => (open.value = 'callOff')}>
            {say(deskField).callOff.cancel}
          </Button>
        </div>
      </details>
      {open.value === 'callOff' && <CallOffDialog board={b} round={r} onClose={close} />}
      {open.value === 'move' && <MoveDialog board={b} round={r} onClose={close} />}
      {open.value === 'equip' && <EquipDialog board={b} round={r} onClose={close} />}
    </div>
  );
}

/** What is left of a round that was called off: why, and the way back. */
export function CalledOff({board: b, round: r}: Props) {
  const t = say(deskField).callOff;
  const id = `round-${r.id}`;
  const name = b.name(r.driver);
  return (
    <section class="column" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <p class="row tight">
        <Badge tone="bad">{progressWord(r.progress)}</Badge>
        {r.cancelled && <span class="soft small">{dateTime(r.cancelled.at)}</span>}
      </p>
      {r.cancelled && <p class="small">{t.because(r.cancelled.reason)}</p>}
      {r.stops.length > 0 && (
        <ol class="stops">
          {r.stops.map((s, i) => (
            <StopItem key={s.slip.id} board={b} round={r} stop={s} place={i} />
          ))}
        </ol>
      )}
      {b.edits && <Button onClick={() => b.run(() => restoreRound(r.id), t.restored)}>{t.restore}</Button>}
    </section>
  );
}

type StopProps = Props & {readonly stop: Stop; readonly place: number};

function StopItem({board: b, round: r, stop, place}: StopProps) {
  const t = say(deskRounds).rounds;
  const s = stop.slip;
  const over = useSignal(false);
  const moving = b.moving(s.id);
  const edits = b.edits && !moving && r.progress !== 'ended' && !r.cancelled && s.goods !== 'delivered';
  const drop = (e: DragEvent) => {
    const d = b.dragged.value;
    if (!d || d.slip === s.id) return;
    e.preventDefault();
    e.stopPropagation();
    over.value = false;
    void b.put([d.slip], d.from, r.id, place);
  };
  const to = (next: number) => b.put([s.id], r.id, r.id, next);
  return (
    <li
      class={moving ? 'stop moving' : over.value ? 'stop over' : 'stop'}
      draggable={edits}
      onDragStart={e => {
        e.dataTransfer?.setData('text/plain', s.number);
        b.dragged.value = {slip: s.id, from: r.id};
      }}
      onDragEnd={() => (b.dragged.value = null)}
      onDragOver={e => {
        if (!edits || !b.dragged.value || b.dragged.value.slip === s.id) return;
        e.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={drop}
    >
      <span class="number">{place + 1}</span>
      <span class="words">
        <Link class="name" href={`/desk/slips/${s.id}`}>
          {s.household.name ?? s.number}
        </Link>
        <span class="soft small">{[s.merchant.name, s.household.sector].filter(Boolean).join(' · ')}</span>
        {s.household.availability && <span class="small">{hoursText(s.household.availability)}</span>}
        <span class="row tight">
          <SlipState slip={s} />
          {stop.pinned && <Badge icon="lock">{t.pinned}</Badge>}
          {moving && <Badge icon="clock">{t.onItsWay}</Badge>}
        </span>
        {edits && (
          <span class="row tight actions" role="group" aria-label={t.stopMenu(s.number)}>
            {place > 0 && (
              <Button look="plain" onClick={() => to(place - 1)}>
                {t.up}
              </Button>
            )}
            {place < r.stops.length - 1 && (
              <Button look="plain" onClick={() => to(place + 1)}>
                {t.down}
              </Button>
            )}
            {stop.pinned && (
              <Button look="plain" onClick={() => b.run(() => unpinStop(r.id, s.id))}>
                {t.unpin}
              </Button>
            )}
            <Button look="plain" onClick={() => b.put([s.id], r.id, '')}>
              {t.out}
            </Button>
          </span>
        )}
      </span>
    </li>
  );
}
