import {useSignal} from '@preact/signals';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Choice, Field} from '../../ui/field';
import type {Payment} from '../model/facts';
import {dueCents, type StopKind, type Work} from '../model/work';
import {service} from '../phone';
import {Arrival} from './arrival';
import {Keypad} from './keypad';

type Props = {
  readonly work: Work;
  readonly kind: StopKind;
  readonly value: Payment;
  /** What is wrong with the reason. */
  readonly error: string | undefined;
  readonly onChange: (change: Partial<Payment>) => void;
};

/** Payee and amount large enough to be read out, or read by the person who writes the cheque. */
export function Pay({work, kind, value, error, onChange}: Props) {
  const t = say(visit).pay;
  const stated = dueCents(work);
  const differs = value.cents !== stated;
  const editing = useSignal(stated === 0 || (value.way === 'cheque' && differs));
  const {maxCents, noCheque, amount} = service.value;
  if (value.way === 'owed') {
    return (
      <Arrival key="owed">
        <Banner tone="warn" role="alert">
          {kind === 'collect' ? t.stillOwed : t.owedText}
        </Banner>
        {kind !== 'collect' && (
          <Reason
            legend={t.whyOwed}
            options={noCheque.length > 0 ? noCheque : t.owedReasons}
            {...{value, error, onChange}}
          />
        )}
        <Button onClick={() => onChange({way: 'cheque', reason: ''})}>{t.chequeAfterAll}</Button>
      </Arrival>
    );
  }
  return (
    <Arrival key="cheque">
      <div class="cheque">
        <p class="cheque-label">{t.payee}</p>
        <p class="cheque-payee">{work.sheet.merchant.payee}</p>
        {!editing.value && (
          <>
            <p class="cheque-label">{t.amount}</p>
            <p class="cheque-amount">{euros(value.cents)}</p>
          </>
        )}
      </div>
      {editing.value && (
        <Arrival>
          {stated === 0 && <Banner>{t.unknown}</Banner>}
          <Keypad
            label={t.amount}
            cents={value.cents}
            proposed={stated > 0 && !differs}
            onChange={cents => onChange({cents})}
          />
        </Arrival>
      )}
      {maxCents > 0 && value.cents > maxCents && (
        <Banner tone="warn" role="alert">
          {t.above(euros(maxCents))}
        </Banner>
      )}
      {stated > 0 && differs && (
        <Reason
          legend={t.whyDiffers(euros(stated))}
          options={amount.length > 0 ? amount : t.amountReasons}
          {...{value, error, onChange}}
        />
      )}
      <div class="stack">
        {!editing.value && <Button onClick={() => (editing.value = true)}>{t.other}</Button>}
        <Button onClick={() => onChange({way: 'owed', reason: ''})}>{t.none}</Button>
      </div>
    </Arrival>
  );
}

type ReasonProps = Pick<Props, 'value' | 'error' | 'onChange'> & {
  readonly legend: string;
  readonly options: readonly string[];
};

function Reason({legend, options, value, error, onChange}: ReasonProps) {
  const known = options.includes(value.reason);
  return (
    <>
      <Choice
        legend={legend}
        name="reason"
        value={value.reason}
        options={options.map(o => ({value: o, label: o}))}
        error={error}
        onChange={reason => onChange({reason})}
      />
      <Field
        name="other-reason"
        label={say(visit).otherReason}
        value={known ? '' : value.reason}
        onInput={e => onChange({reason: e.currentTarget.value})}
        maxLength={300}
      />
    </>
  );
}
