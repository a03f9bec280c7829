import {useId} from 'preact/hooks';
import {Icon} from '../../ui/icon';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onInput: (v: string) => void;
};

/** Several lines of text, as long as the protocol takes. */
export function Note({label, hint, error, value, onInput}: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <textarea
        id={id}
        class="input"
        rows={4}
        maxLength={2000}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        onInput={e => onInput(e.currentTarget.value)}
      />
      {error && (
        <span class="error" id={`${id}-error`}>
          <Icon name="warn" />
          {error}
        </span>
      )}
    </div>
  );
}
