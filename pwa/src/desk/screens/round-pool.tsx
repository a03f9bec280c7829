// The day's slips that no round has yet: choose some and a round, or drag one.
import {useSignal} from '@preact/signals';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Badge} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Check, Select} from '../../ui/field';
import {Link} from '../../ui/router';
import {hoursText} from '../parts/days';
import {SlipState} from '../parts/words';
import {Grip} from './round-grip';
import type {Board} from './rounds';

export function Pool({board: b}: {readonly board: Board}) {
  const t = say(deskRounds).rounds;
  const chosen = useSignal<readonly string[]>([]);
  const target = useSignal('');
  const {pool} = b.plan;
  const planned = b.plan.rounds.some(r => r.stops.length > 0);
  const rounds = b.plan.rounds.filter(r => r.progress !== 'ended' && !r.cancelled);
  const still = chosen.value.filter(id => pool.some(s => s.id === id) && !b.moving(id));
  const to = rounds.some(r => r.id === target.value) ? target.value : (rounds[0]?.id ?? '');
  const {held, landing} = b.drag;
  return (
    <section
      class={landing.value?.round === '' ? 'column over' : 'column'}
      aria-labelledby="pool"
      data-round=""
      data-takes
    >
      <h2 id="pool">
        {t.pool} <span class="soft">{pool.length}</span>
      </h2>
      {pool.length === 0 && <p class="soft">{planned ? t.poolNone : t.dayNone}</p>}
      {pool.length > 0 && b.edits && <p class="soft small">{t.poolHint}</p>}
      {pool.length > 1 && b.edits && (
        <Check
          name="all"
          label={t.all}
          checked={still.length === pool.length}
          onChange={on => (chosen.value = on ? pool.map(s => s.id) : [])}
        />
      )}
      <ul class="stops">
        {pool.map(s => (
          <li
            key={s.id}
            class={['stop', b.moving(s.id) && 'moving', held.value?.slip === s.id && 'lifted']
              .filter(Boolean)
              .join(' ')}
            data-slip={b.moving(s.id) ? undefined : s.id}
          >
            {b.edits && !b.moving(s.id) && (
              <input
                type="checkbox"
                class="pick"
                aria-label={t.choose(s.number)}
                checked={still.includes(s.id)}
                onChange={() =>
                  (chosen.value = still.includes(s.id) ? still.filter(x => x !== s.id) : [...still, s.id])
                }
              />
            )}
            <span class="words">
              <Link class="name" href={`/desk/slips/${s.id}`}>
                {s.household.name ?? s.number}
              </Link>
              <span class="soft small">{[s.merchant.name, s.household.sector].filter(Boolean).join(' · ')}</span>
              {s.household.availability && <span class="small">{hoursText(s.household.availability)}</span>}
              <SlipState slip={s} />
              {b.moving(s.id) && <Badge icon="clock">{t.onItsWay}</Badge>}
            </span>
            {b.edits && !b.moving(s.id) && (
              <Grip board={b} what={{slip: s.id, from: '', label: s.household.name ?? s.number}} />
            )}
          </li>
        ))}
      </ul>
      {b.edits && still.length > 0 && rounds.length > 0 && (
        <div class="stack bulk">
          <Select
            name="to"
            label={t.to}
            value={to}
            options={rounds.map(r => ({value: r.id, label: [b.name(r.driver), r.vehicle].filter(Boolean).join(', ')}))}
            onChange={v => (target.value = v)}
          />
          <Button look="primary" onClick={() => b.put(still, '', to)}>
            {t.putN(still.length)}
          </Button>
        </div>
      )}
    </section>
  );
}
