import {useSignal, type Signal} from '@preact/signals';
import {driver} from '../../i18n/driver';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {Check} from '../../ui/field';
import {go} from '../../ui/router';
import {stillStands} from '../model/door';
import {chequeFacts, markFrom, noSigning, type Signing} from '../model/facts';
import {openWorks, totalCents, type Stop} from '../model/work';
import {me} from '../phone';
import {stopPath} from '../part';
import {useDraft, type Draft} from './draft';
import {save} from './save';
import {Sign, type Shot} from './sign';
import {nothingWrong, Step, type Wrong} from './step';
import {useSteps} from './steps';

type Form = {
  readonly step: 'list' | 'sign';
  readonly visit: string;
  /** Cheques that stay with the driver for now. */
  readonly kept: readonly string[];
  readonly sign: Signing;
  /** What the strokes were drawn for; absent in a draft of an older version. */
  readonly signed?: readonly string[];
  readonly photo: Shot | null;
};

/** Several cheques, one signature: each slip gets an act of its own with it. */
export function ChequeVisit({stop}: {readonly stop: Stop}) {
  const key = `cheque:${stop.id}`;
  const problem = useSignal(nothingWrong);
  const blank: Form = {step: 'list', visit: crypto.randomUUID(), kept: [], sign: noSigning, photo: null};
  const draft = useDraft(key, blank, () => (problem.value = nothingWrong));
  return draft && <Steps stop={stop} draft={draft} name={key} problem={problem} />;
}

type StepsProps = {
  readonly stop: Stop;
  readonly draft: Draft<Form>;
  /** Under which the draft is kept. */
  readonly name: string;
  readonly problem: Signal<Wrong>;
};

function Steps({stop, draft: {value, set, unsaved}, name: key, problem}: StepsProps) {
  const t = say(visit).cheque;
  const busy = useSignal(false);
  const works = openWorks(stop, me.value);
  const given = works.filter(w => !value.kept.includes(w.id));
  const now = given.map(w => `${w.id} ${w.state.cheque.amountCents ?? 0}`);
  const stands = value.sign.strokes.length === 0 || stillStands(value.signed, now);
  const signing = stands ? value.sign : {...value.sign, strokes: [], w: 0, h: 0};
  const at = value.step === 'sign' && given.length > 0 ? 1 : 0;
  const to = (i: number) => {
    problem.value = nothingWrong;
    if (i < 0) go(stopPath(stop), {replace: true});
    else set({step: i === 0 ? 'list' : 'sign'});
  };
  const onBack = useSteps(at, to);
  const next = async () => {
    problem.value = {text: given.length === 0 ? t.none : '', at: ''};
    if (problem.value.text) return;
    if (at === 0) return set({step: 'sign'});
    const signed = markFrom(signing);
    if ('missing' in signed) {
      problem.value = {text: say(visit).sign.missing[signed.missing], at: signed.missing};
      return;
    }
    busy.value = true;
    const photos = value.sign.mode === 'paper' && value.photo ? [value.photo] : [];
    problem.value = {text: await save(chequeFacts(given, value.visit, signed.mark, photos), key), at: ''};
    busy.value = false;
    if (problem.value.text === '') go('/', {replace: true});
  };
  const frame = {
    problem: unsaved ? {text: say(driver).store.full, at: ''} : problem.value,
    busy: busy.value,
    onNext: () => void next(),
    onBack,
  };
  if (at === 0) {
    return (
      <Step title={t.list(stop.name)} lead={t.listText} place={[1, 2]} next={say(visit).next} {...frame}>
        <div class="stack">
          {works.map(w => (
            <Check
              key={w.id}
              name={w.id}
              label={t.one(w.number, euros(w.state.cheque.amountCents ?? 0), w.sheet.household.name)}
              checked={!value.kept.includes(w.id)}
              onChange={on => set({kept: on ? value.kept.filter(id => id !== w.id) : [...value.kept, w.id]})}
            />
          ))}
        </div>
        <p class="amount">{t.total(euros(totalCents(given)))}</p>
      </Step>
    );
  }
  return (
    <Step
      title={t.sign}
      lead={t.signText(say(driver).today.cheques(given.length), euros(totalCents(given)))}
      place={[2, 2]}
      next={t.save}
      {...frame}
    >
      {!stands && <Banner tone="warn">{say(visit).sign.again}</Banner>}
      <Sign
        who="merchant"
        value={signing}
        photo={value.photo}
        wrong={problem.value}
        onChange={change => set({sign: {...signing, ...change}, signed: now})}
        onPhoto={photo => set({photo})}
      />
    </Step>
  );
}
