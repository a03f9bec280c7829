// Somebody who may be the caller, and what to do about it.
import {useSignal} from '@preact/signals';
import type {Likely} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {say} from '../../i18n/lang';
import {Badge} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Field} from '../../ui/field';
import {Link} from '../../ui/router';
import {whereabouts} from './address';
import {dayName} from './days';

type Props = {
  readonly likely: Likely;
  /** The person may take an order. */
  readonly order: boolean;
  /** What was typed only looked for them: the links give up nothing. */
  readonly onward?: boolean;
  readonly onSame?: () => void;
  readonly onApart?: (reason: string) => void;
};

export function LikelyCard({likely: {household: h, reasons}, order, onward = false, onSame, onApart}: Props) {
  const t = say(deskIntake).call;
  const why = useSignal<string | null>(null);
  const keepApart = () => why.value?.trim() && onApart?.(why.value.trim());
  const words: Readonly<Record<string, string>> = t.reasons;
  return (
    <article class="item likely" aria-label={h.name}>
      <div class="words">
        <Link class="name" href={`/desk/households/${h.id}`} onward={onward}>
          {h.name}
        </Link>
        <span class="soft small">{whereabouts(h)}</span>
        <span class="row tight">
          {reasons.map(r => (
            <Badge key={r} tone="good">
              {words[r] ?? r}
            </Badge>
          ))}
          {h.exit && <Badge tone="warn">{say(deskIntake).households.leftOn(dayName(h.exit.day))}</Badge>}
        </span>
      </div>
      <div class="row tight">
        {order && !h.exit && (
          <ButtonLink look="primary" icon="basket" href={`/desk/households/${h.id}/order`} onward={onward}>
            {t.order}
          </ButtonLink>
        )}
        {onSame && <Button onClick={onSame}>{t.same}</Button>}
        {onApart && why.value === null && (
          <Button look="plain" onClick={() => (why.value = '')}>
            {t.other}
          </Button>
        )}
      </div>
      {onApart && why.value !== null && (
        <div class="row end" onKeyDown={e => e.key === 'Enter' && (e.preventDefault(), keepApart())}>
          <Field
            name={`why-${h.id}`}
            label={t.why(h.name)}
            hint={t.whyHint}
            value={why.value}
            onInput={e => (why.value = e.currentTarget.value)}
          />
          <Button onClick={keepApart}>{t.other}</Button>
        </div>
      )}
    </article>
  );
}
