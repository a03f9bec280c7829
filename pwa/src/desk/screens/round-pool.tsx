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
import type {Board} from './rounds';

export function Pool({board: b}: {readonly board: Board}) {
  const t = say(deskRounds).rounds;
  const chosen = useSignal<readonly string[]>([]);
  const target = useSignal('');
  const over = useSignal(false);
  const {pool} = b.plan;
  const planned = b.plan.rounds.some(r => r.stops.length > 0);
  const rounds = b.plan.rounds.filter(r => r.progress !== 'ended' && !r.cancelled);
  const still = chosen.value.filter(id => pool.some(s => s.id === id) && !b.moving(id));
  const to = rounds.some(r => r.id === target.value) ? target.value : (rounds[0]?.id ?? '');
  const drop = (e: DragEvent) => {
    e.preventDefault();
    over.value = false;
    const d = b.dragged.value;
    if (d?.from) void b.put([d.slip], d.from, '');
  };
  return (
    <section
      class={over.value ? 'column over' : 'column'}
      aria-labelledby="pool"
      onDragOver={e => {
        if (!b.dragged.value?.from) return;
        e.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={drop}
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
            class={b.moving(s.id) ? 'stop moving' : 'stop'}
            draggable={b.edits && !b.moving(s.id)}
            onDragStart={e => {
              e.dataTransfer?.setData('text/plain', s.number);
              b.dragged.value = {slip: s.id, from: ''};
            }}
            onDragEnd={() => (b.dragged.value = null)}
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
