// What a stop is dragged by, and what is seen of it on the way. Who cannot drag has the buttons, which do the same.
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import type {Dragged} from '../parts/drag';
import type {Landing} from '../parts/landing';
import type {Board} from './rounds';

export function Grip({board: b, what}: {readonly board: Board; readonly what: Dragged}) {
  return (
    <span class="grip" aria-hidden="true" onPointerDown={e => b.drag.take(e, what)}>
      <svg width="1.5em" height="1.5em" viewBox="0 0 24 24" fill="currentColor">
        {[6, 12, 18].flatMap(y => [8, 16].map(x => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.9" />))}
      </svg>
    </span>
  );
}

/** Beside the hand: what it holds, and where that would land, which may be out of sight. */
export function InHand({board: b}: {readonly board: Board}) {
  const {held, landing, at} = b.drag;
  if (!held.value) return null;
  return (
    <div
      class={at.value.hides ? 'in-hand above' : 'in-hand'}
      aria-hidden="true"
      style={{'--x': `${at.value.x}px`, '--y': `${at.value.y}px`}}
    >
      <span class="strong">{held.value.label}</span>
      <span class="small">{landing.value ? wordOf(b, landing.value) : say(deskRounds).rounds.landsNowhere}</span>
    </div>
  );
}

function wordOf(b: Board, {round, place}: Landing): string {
  const t = say(deskRounds).rounds;
  if (!round) return t.pool;
  const there = b.plan.rounds.find(r => r.id === round);
  const name = there ? b.name(there.driver) : '';
  return place === undefined ? t.landsLast(name) : t.landsAt(name, place + 1);
}
