// The shops of an order: a press on a trade proposes the nearest open one, and the products go below it.
import type {Signal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';
import type {Problem} from '../../api/problem';
import type {Nearest} from '../../api/town';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Badge} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Area, Check, Field, Select} from '../../ui/field';
import {textOf, type Errors} from '../../ui/form';
import {Icon} from '../../ui/icon';
import {ProblemBanner} from '../../ui/problem';

export type Part = {readonly key: number; readonly trade: string; readonly merchant: string; readonly direct: boolean};

export const linesOf = (v: FormData, i: number): readonly string[] =>
  textOf(v, `parts[${i}].lines`)
    .split('\n')
    .map(s => s.trim())
    .filter(Boolean);

let last = 0;

type Props = {
  readonly trades: readonly string[];
  readonly near: readonly Nearest[];
  readonly parts: Signal<readonly Part[]>;
  readonly errors: Errors;
  readonly problem: Problem | null;
  readonly again: () => void;
};

export function Parts({trades, near, parts, errors, problem, again}: Props) {
  const t = say(deskOrder).order;
  const box = useRef<HTMLDivElement>(null);
  const added = useRef(0);
  const of = (trade: string) => near.filter(n => n.merchant.trade === trade);
  // The nearest open one that is not in the order yet: a second press on a trade means a second shop.
  const add = (trade: string) => {
    const taken = parts.value.map(p => p.merchant);
    const best = of(trade).find(n => !taken.includes(n.merchant.id));
    if (!best) return;
    last += 1;
    added.current = last;
    parts.value = [...parts.value, {key: last, trade, merchant: best.merchant.id, direct: false}];
  };
  // Before the next key: whoever types on at once types products, not presses on the trade.
  useLayoutEffect(() => {
    if (added.current) box.current?.querySelector<HTMLElement>('.part:last-child textarea')?.focus();
  }, [parts.value.length]);
  return (
    <fieldset class="choice">
      <legend>{t.shops}</legend>
      <p class="soft small">{t.shopsHint}</p>
      {problem && <ProblemBanner problem={problem} onRetry={again} />}
      <div class="options">
        {trades.map(trade => {
          const first = of(trade)[0];
          return (
            <button
              type="button"
              key={trade}
              class="option trade"
              aria-disabled={!first || undefined}
              aria-invalid={errors['parts'] ? true : undefined}
              onClick={() => add(trade)}
            >
              <Icon name="plus" />
              <span>
                <span class="strong">{trade}</span>
                <span class="small soft">
                  {first ? first.merchant.name : t.noTrade}
                  {first && !first.open && ` (${t.closed})`}
                </span>
              </span>
            </button>
          );
        })}
      </div>
      {errors['parts'] && (
        <span class="error">
          <Icon name="warn" />
          {errors['parts']}
        </span>
      )}
      <div class="stack" ref={box}>
        {parts.value.map((p, i) => (
          <PartBox key={p.key} part={p} place={i} shops={of(p.trade)} parts={parts} errors={errors} />
        ))}
      </div>
    </fieldset>
  );
}

type PartProps = {
  readonly part: Part;
  readonly place: number;
  readonly shops: readonly Nearest[];
  readonly parts: Signal<readonly Part[]>;
  readonly errors: Errors;
};

function PartBox({part: p, place: i, shops, parts, errors}: PartProps) {
  const t = say(deskOrder).order;
  const change = (part: Partial<Part>) => {
    parts.value = parts.value.map(o => (o.key === p.key ? {...o, ...part} : o));
  };
  const shop = shops.find(n => n.merchant.id === p.merchant);
  const best = shops.find(n => n.open);
  const at = `parts[${i}]`;
  return (
    <fieldset class="group part">
      <legend>{shop ? `${p.trade} – ${shop.merchant.name}` : p.trade}</legend>
      <Area
        name={`${at}.lines`}
        label={t.lines}
        hint={i === 0 ? t.linesHint : undefined}
        rows={4}
        error={errors[`${at}.lines`] ?? errors[at]}
      />
      <div class="stack">
        <Select
          name={`${at}.merchant`}
          label={t.shop}
          value={p.merchant}
          options={shops.map(n => ({
            value: n.merchant.id,
            label: t.shopOption(n.metres, n.merchant.name) + (n.open ? '' : ` (${t.closed})`),
          }))}
          error={errors[`${at}.merchant`]}
          onChange={merchant => change({merchant})}
        />
        {shop && !shop.open && <Badge tone="warn">{t.shopShut}</Badge>}
        {best && best.merchant.id !== p.merchant && <Badge tone="warn">{t.farther}</Badge>}
        <Field
          name={`${at}.amountCents`}
          inputMode="decimal"
          label={t.amount}
          hint={t.amountHint}
          error={errors[`${at}.amountCents`]}
        />
        <Check name={`${at}.direct`} label={t.direct} checked={p.direct} onChange={direct => change({direct})} />
        <Button look="plain" onClick={() => (parts.value = parts.value.filter(o => o.key !== p.key))}>
          {t.remove(shop?.merchant.name ?? p.trade)}
        </Button>
      </div>
    </fieldset>
  );
}
