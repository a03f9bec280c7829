// One round on the board: its driver, how far it is, its stops in order, and what may be done with it.
import {useSignal} from '@preact/signals';
import {restoreRound, type Round} from '../../api/town';
import {dateTime} from '../../i18n/format';
import {deskField} from '../../i18n/desk-field';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Badge, type Tone} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {orderSeen, publishSeen} from '../parts/in-sight';
import {lineAt} from '../parts/landing';
import {PrintLink} from '../parts/print';
import {progressWord} from '../parts/words';
import {CallOffDialog, EquipDialog, MoveDialog} from './round-dialogs';
import {StopItem} from './round-stop';
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
  const id = `round-${r.id}`;
  const tone = tones[r.progress];
  const {held, landing} = b.drag;
  const here = landing.value?.round === r.id ? landing.value : null;
  const others = r.stops.map(s => s.slip.id).filter(x => x !== held.value?.slip && !b.moving(x));
  const line = here && lineAt(others, here);
  return (
    <section
      class={here ? 'column over' : 'column'}
      aria-labelledby={id}
      data-round={r.id}
      data-takes={r.progress !== 'ended' || undefined}
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
          <StopItem
            key={s.slip.id}
            board={b}
            round={r}
            stop={s}
            place={i}
            line={line?.slip === s.slip.id ? line.side : null}
          />
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
          onClick={() => b.run(() => publishSeen(r), t.published)}
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
            <Button onClick={() => b.run(() => orderSeen(r, bySector()), t.sorted)}>{t.sort}</Button>
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
    <section class="column" aria-labelledby={id} data-round={r.id}>
      <h2 id={id}>{name}</h2>
      <p class="row tight">
        <Badge tone="bad">{progressWord(r.progress)}</Badge>
        {r.cancelled && <span class="soft small">{dateTime(r.cancelled.at)}</span>}
      </p>
      {r.cancelled && <p class="small">{t.because(r.cancelled.reason)}</p>}
      {r.stops.length > 0 && (
        <ol class="stops">
          {r.stops.map((s, i) => (
            <StopItem key={s.slip.id} board={b} round={r} stop={s} place={i} line={null} />
          ))}
        </ol>
      )}
      {b.edits && <Button onClick={() => b.run(() => restoreRound(r.id), t.restored)}>{t.restore}</Button>}
    </section>
  );
}
