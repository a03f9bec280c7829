import {useId} from 'preact/hooks';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import type {LineState} from '../model/facts';
import type {Line} from '../model/sheet';

type ListProps = {
  readonly lines: readonly Line[];
  readonly value: Readonly<Record<string, LineState>>;
  readonly onChange: (v: Readonly<Record<string, LineState>>) => void;
};

const STATES = ['taken', 'missing', 'replaced'] as const;

/** All taken unless said otherwise: the usual case costs no tap. */
export function LineList({lines, value, onChange}: ListProps) {
  const t = say(visit).lines;
  const id = useId();
  return (
    <ul class="lines">
      {lines.map(line => {
        const now = value[line.id] ?? {state: 'taken', note: ''};
        const set = (change: Partial<LineState>) => onChange({...value, [line.id]: {...now, ...change}});
        return (
          <li key={line.id}>
            <fieldset>
              <legend>
                {line.quantity && `${line.quantity} `}
                {line.text}
                {line.gift && <span class="soft small"> ({line.donor ? t.giftOf(line.donor) : t.gift})</span>}
              </legend>
              <div class="three">
                {STATES.map(state => (
                  <label key={state} class="option">
                    <input
                      type="radio"
                      name={`${id}-${line.id}`}
                      checked={now.state === state}
                      onChange={() => set({state})}
                    />
                    {t.states[state]}
                  </label>
                ))}
              </div>
              {now.state !== 'taken' && (
                <input
                  class="input"
                  aria-label={t.note[now.state]}
                  placeholder={t.note[now.state]}
                  value={now.note}
                  maxLength={200}
                  onInput={e => set({note: e.currentTarget.value})}
                />
              )}
            </fieldset>
          </li>
        );
      })}
      {lines.length === 0 && <li class="soft">{t.none}</li>}
    </ul>
  );
}

type CounterProps = {readonly label: string; readonly value: number; readonly onChange: (v: number) => void};

/** A small number by two large buttons. */
export function Counter({label, value, onChange}: CounterProps) {
  const t = say(visit).lines;
  return (
    <div class="counter" role="group" aria-label={label}>
      <span class="counter-label">{label}</span>
      <button type="button" class="key" aria-label={t.less} onClick={() => onChange(Math.max(0, value - 1))}>
        −
      </button>
      <output aria-live="polite">{value}</output>
      <button type="button" class="key" aria-label={t.more} onClick={() => onChange(Math.min(99, value + 1))}>
        +
      </button>
    </div>
  );
}
