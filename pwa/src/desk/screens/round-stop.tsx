// One stop of a round: who, where, how far, and what may be done with it.
import {unpinStop, type Round, type Stop} from '../../api/town';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Badge} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Link} from '../../ui/router';
import {hoursText} from '../parts/days';
import type {Line} from '../parts/landing';
import {SlipState} from '../parts/words';
import {Grip} from './round-grip';
import type {Board} from './rounds';

type Props = {
  readonly board: Board;
  readonly round: Round;
  readonly stop: Stop;
  readonly place: number;
  /** On which side of it what is in hand would land. */
  readonly line: Line['side'] | null;
};

export function StopItem({board: b, round: r, stop, place, line}: Props) {
  const s = stop.slip;
  const t = say(deskRounds).rounds;
  const moving = b.moving(s.id);
  const edits = b.edits && !moving && r.progress !== 'ended' && !r.cancelled && s.goods !== 'delivered';
  const lifted = b.drag.held.value?.slip === s.id;
  const label = s.household.name ?? s.number;
  return (
    <li
      class={['stop', moving && 'moving', lifted && 'lifted', line].filter(Boolean).join(' ')}
      data-slip={moving ? undefined : s.id}
    >
      <span class="number">{place + 1}</span>
      <span class="words">
        <Link class="name" href={`/desk/slips/${s.id}`}>
          {label}
        </Link>
        <span class="soft small">{[s.merchant.name, s.household.sector].filter(Boolean).join(' · ')}</span>
        {s.household.availability && <span class="small">{hoursText(s.household.availability)}</span>}
        <span class="row tight">
          <SlipState slip={s} />
          {stop.pinned && <Badge icon="lock">{t.pinned}</Badge>}
          {moving && <Badge icon="clock">{t.onItsWay}</Badge>}
        </span>
      </span>
      {edits && <Grip board={b} what={{slip: s.id, from: r.id, label}} />}
      {edits && <StopButtons board={b} round={r} stop={stop} place={place} />}
    </li>
  );
}

function StopButtons({board: b, round: r, stop, place}: Omit<Props, 'line'>) {
  const s = stop.slip;
  const t = say(deskRounds).rounds;
  const to = (next: number) => b.put([s.id], r.id, r.id, next);
  return (
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
  );
}
