import {useSignal} from '@preact/signals';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner, Card} from '../../ui/blocks';
import {Check, Choice} from '../../ui/field';
import {go} from '../../ui/router';
import {failureFacts, type Failure} from '../model/facts';
import {openWorks, type Stop, type Work} from '../model/work';
import {me, service} from '../phone';
import {stopPath} from '../part';
import {useDraft} from './draft';
import {Call} from './links';
import {Note} from './note';
import {PhotoField} from './photo-field';
import {save} from './save';
import type {Shot} from './sign';
import {nothingWrong, Step, wrongAt, type Wrong} from './step';

type Reason = Failure['reason'];
type Kind = 'pickup' | 'home' | 'collect';

type Form = {
  readonly reason: Reason | '';
  readonly goods: Failure['goods'] | '';
  readonly called: readonly string[];
  readonly note: string;
  readonly photo: Shot | null;
  readonly visit: string;
  readonly left: readonly string[];
};

const REASONS: Readonly<Record<Kind, readonly Reason[]>> = {
  pickup: ['notReady', 'unavailable', 'broken', 'other'],
  home: ['noAnswer', 'refused', 'wrongAddress', 'broken', 'other'],
  collect: ['noAnswer', 'refused', 'wrongAddress', 'other'],
};

/** When it cannot be done: why, who was called, where the goods are. Nobody at the door is first a worry about a person. */
export function FailureScreen({stop}: {readonly stop: Stop}) {
  const t = say(visit).failure;
  const kind: Kind = stop.kind === 'cheque' ? 'home' : stop.kind;
  const works = openWorks(stop, me.value);
  // Of this day: who was called last week was not called today.
  const key = `trouble:${stop.kind}:${stop.id}:${works[0]?.day ?? ''}`;
  const blank: Form = {reason: '', goods: '', called: [], note: '', photo: null, visit: crypto.randomUUID(), left: []};
  const problem = useSignal(nothingWrong);
  const draft = useDraft(key, blank, () => (problem.value = nothingWrong));
  const busy = useSignal(false);
  if (!draft) return null;
  const {value, set, unsaved} = draft;
  const about = works.filter(w => !value.left.includes(w.id));
  const next = async () => {
    problem.value = missing(value, kind, about);
    if (problem.value.text || value.reason === '') return;
    busy.value = true;
    const goods = kind === 'home' ? value.goods || 'inVehicle' : 'none';
    const photos = value.photo ? [value.photo] : [];
    const failure = {...value, reason: value.reason, goods, photos, note: value.note.trim()} as const;
    problem.value = {text: await save(failureFacts(about, failure), key), at: ''};
    busy.value = false;
    if (problem.value.text === '') go('/', {replace: true});
  };
  return (
    <Step
      title={t.title[kind]}
      place={[1, 1]}
      problem={unsaved ? {text: say(driver).store.full, at: ''} : problem.value}
      busy={busy.value}
      next={t.save}
      onNext={() => void next()}
      onBack={() => go(stopPath(stop), {replace: true})}
    >
      <Choice
        legend={t.why}
        name="reason"
        value={value.reason}
        options={REASONS[kind].map(r => ({value: r, label: t.reasons[r]}))}
        error={wrongAt(problem.value, 'reason')}
        onChange={reason => set({reason: reason as Reason})}
      />
      {works.length > 1 && <Which works={works} left={value.left} onChange={left => set({left})} />}
      {value.reason === 'noAnswer' && <Safety stop={stop} called={value.called} onChange={called => set({called})} />}
      {kind === 'home' && value.reason !== '' && (
        <Choice
          legend={t.goods}
          name="goods"
          value={value.goods}
          options={(['inVehicle', 'leftSafe'] as const).map(g => ({value: g, label: t.goodsAre[g]}))}
          error={wrongAt(problem.value, 'goods')}
          onChange={goods => set({goods: goods as Failure['goods']})}
        />
      )}
      {value.reason !== '' && (
        <Note
          label={value.reason === 'unavailable' ? t.noteNeeded : t.note}
          hint={t.noteHint[kind]}
          error={wrongAt(problem.value, 'note')}
          value={value.note}
          onInput={note => set({note})}
        />
      )}
      {(value.reason === 'broken' || value.reason === 'wrongAddress') && (
        <PhotoField label={t.photo} photo={value.photo} onPhoto={photo => set({photo})} />
      )}
    </Step>
  );
}

function missing(f: Form, kind: Kind, about: readonly Work[]): Wrong {
  const t = say(visit).failure.missing;
  if (f.reason === '') return {text: t.reason, at: 'reason'};
  if (about.length === 0) return {text: t.which, at: ''};
  if (kind === 'home' && f.goods === '') return {text: t.goods, at: 'goods'};
  const needed = f.reason === 'unavailable' || f.reason === 'other';
  return needed && !f.note.trim() ? {text: t.note, at: 'note'} : nothingWrong;
}

type WhichProps = {
  readonly works: readonly Work[];
  readonly left: readonly string[];
  readonly onChange: (left: readonly string[]) => void;
};

function Which({works, left, onChange}: WhichProps) {
  const t = say(visit);
  return (
    <fieldset class="choice">
      <legend>{t.failure.which}</legend>
      {works.map(w => (
        <Check
          key={w.id}
          name={w.id}
          label={`${t.stop.slip(w.number)} · ${t.stop.from(w.sheet.merchant.name, w.sheet.household.name)}`}
          checked={!left.includes(w.id)}
          onChange={on => onChange(on ? left.filter(id => id !== w.id) : [...left, w.id])}
        />
      ))}
    </fieldset>
  );
}

type SafetyProps = {
  readonly stop: Stop;
  readonly called: readonly string[];
  readonly onChange: (called: readonly string[]) => void;
};

/** Three calls, in the order that helps the person; each is recorded. */
function Safety({stop, called, onChange}: SafetyProps) {
  const t = say(visit).failure;
  const home = stop.works[0]?.sheet.household;
  const emergency = home?.emergency ?? '';
  const number = /\+?\d[\d .]{7,}\d/.exec(emergency)?.[0] ?? '';
  const rows = [
    {who: t.person, shown: stop.name, phone: home?.phone ?? ''},
    {who: t.emergency, shown: emergency, phone: number},
    {who: t.service, shown: t.service, phone: service.value.phone},
  ].filter(({phone, shown}) => phone || shown);
  return (
    <Card title={t.safety} id="safety">
      <Banner tone="warn" role="alert">
        {t.safetyText}
      </Banner>
      {rows.map(({who, shown, phone}) => (
        <div class="stack" key={who}>
          {phone ? <Call phone={phone}>{t.call(who)}</Call> : <p>{shown}</p>}
          {phone && who === t.emergency && <p class="soft small">{shown}</p>}
          <Check
            name={`called-${who}`}
            label={t.iCalled(who)}
            checked={called.includes(who)}
            onChange={on => onChange(on ? [...called, who] : called.filter(c => c !== who))}
          />
        </div>
      ))}
      <p>
        <a class="button danger" href="tel:112">
          {t.urgent}
        </a>
      </p>
    </Card>
  );
}
