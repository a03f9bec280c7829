import {useSignal} from '@preact/signals';
import type {Photo} from '@sync/storage';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Choice, Field} from '../../ui/field';
import type {Signing} from '../model/facts';
import {Arrival} from './arrival';
import {Pad} from './pad';
import {PhotoField} from './photo-field';
import {service} from '../phone';
import {wrongAt, type Wrong} from './step';

export type Shot = Omit<Photo, 'sha256'>;

type Props = {
  readonly who: 'resident' | 'merchant';
  readonly value: Signing;
  readonly photo: Shot | null;
  readonly wrong: Wrong;
  readonly onChange: (change: Partial<Signing>) => void;
  readonly onPhoto: (photo: Shot | null) => void;
};

/** Signed with a finger; or why not and who saw it; or on paper. Each is a full way, none a lesser one. */
export function Sign({who, value, photo, wrong, onChange, onPhoto}: Props) {
  const t = say(visit).sign;
  const others = useSignal(value.mode !== 'draw');
  const reasons = service.value.cannotSign.length > 0 ? service.value.cannotSign : t.reasons;
  // First how, then what it asks for: so it is read, and reached by keys.
  const choosing = others.value || value.mode !== 'draw';
  return (
    <>
      {choosing && (
        <Arrival>
          <Choice
            legend={t.how}
            name="sign-mode"
            value={value.mode}
            options={(['draw', 'cannot', 'paper'] as const).map(mode => ({value: mode, label: t.modes[mode]}))}
            onChange={mode => onChange({mode})}
          />
        </Arrival>
      )}
      {value.mode === 'draw' && (
        <>
          <Pad label={t.pad[who]} value={value} error={wrongAt(wrong, 'strokes')} onChange={onChange} />
          <NameField {...{who, value, wrong, onChange}} />
        </>
      )}
      {value.mode === 'cannot' && (
        <>
          <Choice
            legend={t.why}
            name="cannot-sign"
            value={value.reason}
            options={reasons.map(r => ({value: r, label: r}))}
            error={wrongAt(wrong, 'reason')}
            onChange={reason => onChange({reason})}
          />
          <Field
            name="other-reason"
            label={t.otherWhy}
            value={reasons.includes(value.reason) ? '' : value.reason}
            onInput={e => onChange({reason: e.currentTarget.value})}
            maxLength={200}
          />
          <Field
            name="witness"
            label={t.witness}
            hint={t.witnessHint}
            error={wrongAt(wrong, 'witness')}
            value={value.witness}
            onInput={e => onChange({witness: e.currentTarget.value})}
            autocomplete="off"
            maxLength={100}
          />
        </>
      )}
      {value.mode === 'paper' && (
        <>
          <Banner>{t.paperText}</Banner>
          <NameField {...{who, value, wrong, onChange}} />
          <PhotoField photo={photo} onPhoto={onPhoto} label={t.paperPhoto} />
        </>
      )}
      {!choosing && (
        <Button look="plain" onClick={() => (others.value = true)}>
          {t.other[who]}
        </Button>
      )}
    </>
  );
}

type NameProps = Pick<Props, 'who' | 'value' | 'wrong' | 'onChange'>;

function NameField({who, value, wrong, onChange}: NameProps) {
  const t = say(visit).sign;
  return (
    <Field
      name="signer"
      label={t.name[who]}
      error={wrongAt(wrong, 'name')}
      value={value.name}
      onInput={e => onChange({name: e.currentTarget.value})}
      autocomplete="off"
      maxLength={100}
    />
  );
}
