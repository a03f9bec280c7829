import type {TargetedInputEvent} from 'preact';
import {useId} from 'preact/hooks';
import {Icon} from './icon';

type FieldProps = {
  readonly label: string;
  readonly name: string;
  readonly type?: 'text' | 'password' | 'search' | 'tel' | 'email' | 'date' | 'time';
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** The id of words elsewhere on the screen that say what is wrong with it. */
  readonly wrong?: string | undefined;
  /** A code to copy: large, spaced, in capitals. */
  readonly code?: true;
  readonly value?: string;
  readonly defaultValue?: string | undefined;
  readonly onInput?: (e: TargetedInputEvent<HTMLInputElement>) => void;
  readonly autocomplete?: string;
  readonly autocapitalize?: 'none' | 'characters';
  readonly inputMode?: 'numeric' | 'decimal';
  readonly autofocus?: boolean;
  readonly list?: string | undefined;
  readonly spellcheck?: boolean;
  readonly placeholder?: string;
  readonly maxLength?: number;
};

/** One labelled input. Hint and error are tied to it, so that a screen reader says them with the label. */
export function Field({label, hint, error, wrong, code, ...input}: FieldProps) {
  const id = useId();
  // Preact types an input as a union over its types, which a spread of props never fits.
  const own: object = input;
  const described = [hint && `${id}-hint`, error && `${id}-error`, wrong].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <input
        {...own}
        id={id}
        class={code ? 'input code' : 'input'}
        aria-invalid={error || wrong ? true : undefined}
        aria-describedby={described || undefined}
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

type AreaProps = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly rows?: number;
  readonly defaultValue?: string | undefined;
  readonly value?: string;
  readonly onInput?: (e: TargetedInputEvent<HTMLTextAreaElement>) => void;
};

/** Several lines of text, with the same ties as a Field. */
export function Area({label, hint, error, rows = 3, ...input}: AreaProps) {
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
        {...input}
        rows={rows}
        id={id}
        class="input"
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
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

type SelectProps<T extends string> = {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly {readonly value: T; readonly label: string}[];
  readonly error?: string | undefined;
  readonly onChange: (v: T) => void;
};

/** One of many, in the device's own picker. */
export function Select<T extends string>({label, name, value, options, error, onChange}: SelectProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        class="input"
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={e => {
          const chosen = options[e.currentTarget.selectedIndex];
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map(o => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </select>
      {error && (
        <span class="error" id={`${id}-error`}>
          <Icon name="warn" />
          {error}
        </span>
      )}
    </div>
  );
}

type ChoiceProps<T extends string> = {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly {readonly value: T; readonly label: string}[];
  readonly error?: string | undefined;
} & (
  | {readonly many: true; readonly value: readonly T[]; readonly onChange: (v: readonly T[]) => void}
  | {readonly many?: undefined; readonly value: T; readonly onChange: (v: T) => void}
);

/** One of a few, or some of a few, all of them in sight. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const {legend, name, options, error} = props;
  const id = useId();
  const has = (v: T) => (props.many ? props.value.includes(v) : props.value === v);
  const toggle = (v: T) => {
    if (!props.many) props.onChange(v);
    else props.onChange(props.value.includes(v) ? props.value.filter(o => o !== v) : [...props.value, v]);
  };
  return (
    <fieldset class="choice" aria-describedby={error ? id : undefined}>
      <legend>{legend}</legend>
      <div class="options">
        {options.map(o => (
          <label class="option" key={o.value}>
            <input
              type={props.many ? 'checkbox' : 'radio'}
              name={name}
              value={o.value}
              checked={has(o.value)}
              aria-invalid={error ? true : undefined}
              onChange={() => toggle(o.value)}
            />
            {o.label}
          </label>
        ))}
      </div>
      {error && (
        <span class="error" id={id}>
          <Icon name="warn" />
          {error}
        </span>
      )}
    </fieldset>
  );
}

type CheckProps = {
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
  readonly error?: string | undefined;
  readonly onChange: (v: boolean) => void;
};

export function Check({name, label, checked, error, onChange}: CheckProps) {
  const id = useId();
  return (
    <div class="choice">
      <label class="check">
        <input
          type="checkbox"
          name={name}
          checked={checked}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
          onChange={e => onChange(e.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {error && (
        <span class="error" id={id}>
          <Icon name="warn" />
          {error}
        </span>
      )}
    </div>
  );
}
