import {useId} from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onInput: (v: string) => void;
};

/** Several lines of text, as long as the protocol takes. */
export function Note({label, hint, value, onInput}: Props) {
  const id = useId();
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
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={e => onInput(e.currentTarget.value)}
      />
    </div>
  );
}
