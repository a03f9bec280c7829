import {useSignal} from '@preact/signals';
import type {RoundId} from '@sync/act';
import type {RowView} from '@sync/view';
import {driver} from '../../i18n/driver';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {Check, Field} from '../../ui/field';
import {go} from '../../ui/router';
import {kilometres} from '../model/kilometres';
import type {Round} from '../model/round';
import {bagCount, totalCents, type DayRound} from '../model/work';
import {service, titled, tour} from '../phone';
import {useDraft} from './draft';
import {Goods} from './hand';
import {Note} from './note';
import {save} from './save';
import {nothingWrong, Step, wrongAt} from './step';

type Report = {
  readonly checks: readonly string[];
  readonly vehicle: string;
  readonly km: string;
  readonly note: string;
};

/** Masks, gel, gloves, vehicle: the service's own list, confirmed and kept with the round. */
export function StartRound({of: {round, view}}: {readonly of: DayRound}) {
  const t = say(visit).round;
  const key = `start:${round.id}`;
  const draft = useDraft<Report>(key, {checks: [], vehicle: round.vehicle, km: '', note: ''});
  const problem = useSignal(nothingWrong);
  const busy = useSignal(false);
  if (!draft) return null;
  const {value, set} = draft;
  const list = service.value.checklist;
  const open = list.filter(c => !value.checks.includes(c));
  const next = async () => {
    const km = kilometres(value.km);
    problem.value = km === 'unreadable' ? {text: t.kmUnreadable, at: 'km'} : nothingWrong;
    if (km === 'unreadable') return;
    busy.value = true;
    const {checks, vehicle} = value;
    const data = {checks, vehicle: vehicle.trim(), ...(km ? {mileageKm: km} : {})};
    const target = {round: view.row.id as unknown as RoundId};
    problem.value = {text: await save([{kind: 'roundStarted', target, basis: view.row.version, data}], key), at: ''};
    busy.value = false;
    if (problem.value.text === '') go('/', {replace: true});
  };
  return (
    <Step
      title={titled(say(driver).today.begin, round)}
      place={[1, 1]}
      problem={problem.value}
      busy={busy.value}
      next={say(driver).today.beginButton}
      onNext={() => void next()}
      onBack={() => go('/', {replace: true})}
    >
      <fieldset class="choice">
        <legend>{t.checklist}</legend>
        {list.map(c => (
          <Check
            key={c}
            name={c}
            label={c}
            checked={value.checks.includes(c)}
            onChange={on => set({checks: on ? [...value.checks, c] : value.checks.filter(x => x !== c)})}
          />
        ))}
      </fieldset>
      <Field
        name="vehicle"
        label={t.vehicle}
        value={value.vehicle}
        maxLength={100}
        onInput={e => set({vehicle: e.currentTarget.value})}
      />
      <Field
        name="km"
        label={t.km}
        hint={t.kmHint}
        error={wrongAt(problem.value, 'km')}
        inputMode="numeric"
        value={value.km}
        maxLength={12}
        onInput={e => set({km: e.currentTarget.value})}
      />
      {open.length > 0 && <p class="soft">{t.unchecked(open.join(', '))}</p>}
    </Step>
  );
}

type Ending = {
  /** A round to drive, or one that was called off after the driver had set out. */
  readonly round: Pick<Round, 'id' | 'day'>;
  readonly view: RowView;
  readonly off?: true;
};

/** The end: mileage, and an honest look at what is still in hand. */
export function EndRound({round, view, off}: Ending) {
  const t = say(visit).round;
  const words = say(driver).today;
  const key = `end:${round.id}`;
  const draft = useDraft<Report>(key, {checks: [], vehicle: '', km: '', note: ''});
  const problem = useSignal(nothingWrong);
  const busy = useSignal(false);
  if (!draft) return null;
  const {value, set} = draft;
  const {bags, cheques} = tour.value;
  const next = async () => {
    const km = kilometres(value.km);
    problem.value = km === 'unreadable' ? {text: t.kmUnreadable, at: 'km'} : nothingWrong;
    if (km === 'unreadable') return;
    busy.value = true;
    const note = value.note.trim();
    const data = {...(note ? {note} : {}), ...(km ? {mileageKm: km} : {})};
    const target = {round: view.row.id as unknown as RoundId};
    problem.value = {text: await save([{kind: 'roundEnded', target, basis: view.row.version, data}], key), at: ''};
    busy.value = false;
    if (problem.value.text === '') go('/', {replace: true});
  };
  return (
    <Step
      title={titled(words.finishButton, round)}
      {...(off && {lead: t.off})}
      place={[1, 1]}
      problem={problem.value}
      busy={busy.value}
      next={words.finishButton}
      onNext={() => void next()}
      onBack={() => go('/', {replace: true})}
    >
      {bags.length > 0 && (
        <>
          <Banner tone="warn">{(off ? t.offBags : t.stillBags)(words.bags(bagCount(bags)))}</Banner>
          <Goods of={bags} />
        </>
      )}
      {cheques.length > 0 && (
        <Banner tone="warn">{t.stillCheques(words.cheques(cheques.length), euros(totalCents(cheques)))}</Banner>
      )}
      {bags.length + cheques.length === 0 && <Banner tone="good">{t.handsEmpty}</Banner>}
      <Field
        name="km"
        label={t.km}
        hint={t.kmHint}
        error={wrongAt(problem.value, 'km')}
        inputMode="numeric"
        value={value.km}
        maxLength={12}
        onInput={e => set({km: e.currentTarget.value})}
      />
      <Note label={t.note} value={value.note} onInput={note => set({note})} />
    </Step>
  );
}
