import {useSignal} from '@preact/signals';
import {useId} from 'preact/hooks';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {isTooFar, MAX_CENTS, press, type Key} from '../model/cents';

const KEYS: readonly Key[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '0', 'back'];

type KeypadProps = {
  readonly label: string;
  readonly cents: number;
  /** Somebody else's word: the first digit takes its place. */
  readonly proposed: boolean;
  readonly onChange: (cents: number) => void;
};

/** Large keys for gloves; a real keyboard's digits and Backspace work too. */
export function Keypad({label, cents, proposed, onChange}: KeypadProps) {
  const t = say(visit).keypad;
  const id = useId();
  const tooFar = useSignal(false);
  const take = (key: Key) => {
    const from = proposed ? 0 : cents;
    tooFar.value = isTooFar(from, key);
    if (tooFar.value) navigator.vibrate?.([80, 60, 80]);
    onChange(press(from, key));
  };
  const typed = (e: KeyboardEvent) => {
    const key = e.key === 'Backspace' ? 'back' : /^\d$/.test(e.key) ? (e.key as Key) : null;
    if (key === null || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    take(key);
  };
  return (
    <div class="keypad" role="group" aria-label={label} aria-describedby={id} onKeyDown={typed}>
      <output class="amount" aria-live="polite">
        {euros(cents)}
      </output>
      <div id={id}>
        {tooFar.value ? <Banner tone="bad">{t.tooFar(euros(MAX_CENTS))}</Banner> : <p class="soft small">{t.hint}</p>}
      </div>
      <div class="keys">
        {KEYS.map(key => (
          <button
            key={key}
            type="button"
            class="key"
            aria-label={key === 'back' ? t.back : undefined}
            onClick={() => take(key)}
          >
            {key === 'back' ? '⌫' : key}
          </button>
        ))}
      </div>
    </div>
  );
}
