import {useSignal, type Signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {driver} from '../../i18n/driver';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner, Facts} from '../../ui/blocks';
import {go} from '../../ui/router';
import {isDoubtful, missingPayment, reached, signedFor, stepsOf, stillStands} from '../model/door';
import {handOverFacts, markFrom, noSigning, type Check, type Payment, type Signing} from '../model/facts';
import {dueCents, openWorks, wantsCheque, type Stop, type StopKind, type Work} from '../model/work';
import {me} from '../phone';
import {stopPath} from '../part';
import {checkButton, CheckSlips, unchecked} from './check';
import {useDraft, type Draft} from './draft';
import {Pay} from './pay';
import {save} from './save';
import {Sign, type Shot} from './sign';
import {useSteps} from './steps';
import {nothingWrong, Step, wrongAt, type Wrong} from './step';

type Form = {
  /** 'check', 'sign', or the slip whose cheque is asked for. */
  readonly step: string;
  readonly visit: string;
  readonly checks: Readonly<Record<string, Check>>;
  readonly payments: Readonly<Record<string, Payment>>;
  readonly sign: Signing;
  /** What the strokes were drawn for; absent in a draft of an older version. */
  readonly signed?: readonly string[];
  readonly photo: Shot | null;
};

/** One door: the right bags, unless it is for owed cheques alone; one cheque for each slip, one signature. */
export function HomeVisit({stop}: {readonly stop: Stop}) {
  const works = openWorks(stop, me.value);
  const key = `${stop.kind}:${stop.id}:${works[0]?.day ?? ''}`;
  const blank = {visit: crypto.randomUUID(), checks: {}, payments: {}, photo: null};
  const problem = useSignal(nothingWrong);
  const first: Form = {...blank, step: 'check', sign: {...noSigning, name: stop.name}};
  const draft = useDraft(key, first, () => (problem.value = nothingWrong));
  return draft && <Steps stop={stop} works={works} draft={draft} name={key} problem={problem} />;
}

type StepsProps = {
  readonly stop: Stop;
  readonly works: readonly Work[];
  readonly draft: Draft<Form>;
  /** Under which the draft is kept. */
  readonly name: string;
  readonly problem: Signal<Wrong>;
};

function Steps({stop, works, draft: {value, set, unsaved}, name, problem}: StepsProps) {
  const t = say(visit);
  const doubted = useSignal(0);
  const busy = useSignal(false);
  const camera = useSignal(false);
  const collecting = stop.kind === 'collect';
  const door = {kind: stop.kind, works, checks: value.checks, payments: value.payments};
  const steps = stepsOf(door);
  const at = Math.min(Math.max(0, steps.indexOf(value.step)), reached(door));
  const now = signedFor(door);
  const stands = value.sign.strokes.length === 0 || stillStands(value.signed, now);
  const signing = stands ? value.sign : {...value.sign, strokes: [], w: 0, h: 0};
  useEffect(() => {
    if (value.step !== steps[at]) set({step: steps[at] ?? 'sign'}); // from there on step by step
  });
  const to = (i: number) => {
    problem.value = nothingWrong;
    const step = steps[i];
    if (step) set({step});
    else go(stopPath(stop), {replace: true});
  };
  const onBack = useSteps(at, to);
  const cheque = works.find(w => w.id === steps[at]);
  const payment = cheque && (value.payments[cheque.id] ?? usual(cheque));

  const next = async () => {
    if (steps[at] === 'check' && unchecked(works, value.checks).length > 0) {
      problem.value = {text: t.check.needed, at: ''};
      return;
    }
    if (cheque && payment) {
      problem.value = wrongWith(cheque, payment, stop.kind, doubted);
      if (problem.value.text) return;
      set({payments: {...value.payments, [cheque.id]: payment}});
    }
    if (at < steps.length - 1) return to(at + 1);
    const signed = markFrom(signing);
    if ('missing' in signed) {
      problem.value = {text: t.sign.missing[signed.missing], at: signed.missing};
      return;
    }
    // What stays owed is no news: only the cheques that are here make acts.
    const given = collecting ? works.filter(w => value.payments[w.id]?.way === 'cheque') : works;
    if (given.length === 0) {
      problem.value = {text: t.pay.noneCollected, at: ''};
      return;
    }
    busy.value = true;
    const photos = value.sign.mode === 'paper' && value.photo ? [value.photo] : [];
    const {visit: id, checks, payments} = value;
    const text = await save(handOverFacts(given, {visit: id, checks, payments, mark: signed.mark, photos}), name);
    problem.value = {text, at: ''};
    busy.value = false;
    if (text === '') go('/', {replace: true});
  };
  const frame = {
    place: [at + 1, steps.length] as const,
    problem: unsaved ? {text: say(driver).store.full, at: ''} : problem.value,
    busy: busy.value,
    next: at < steps.length - 1 ? t.next : collecting ? t.home.saveCheque : t.home.save,
    onNext: () => void next(),
    onBack,
  };
  if (steps[at] === 'check') {
    return (
      <Step
        title={t.home.check(works.length)}
        lead={t.home.checkText}
        {...frame}
        {...checkButton(works, value.checks, camera)}
      >
        <CheckSlips works={works} checks={value.checks} camera={camera} onChange={checks => set({checks})} />
      </Step>
    );
  }
  if (cheque && payment) {
    const onChange = (change: Partial<Payment>) =>
      set({payments: {...value.payments, [cheque.id]: {...payment, ...change}}});
    return (
      <Step title={t.pay.title(cheque.sheet.merchant.name)} {...frame}>
        <Pay
          key={cheque.id}
          work={cheque}
          kind={stop.kind}
          value={payment}
          error={wrongAt(problem.value, 'reason')}
          onChange={onChange}
        />
      </Step>
    );
  }
  return (
    <Step title={t.home.sign} lead={t.home.signText} {...frame}>
      <Summary works={works} payments={value.payments} />
      {!stands && <Banner tone="warn">{t.sign.again}</Banner>}
      <Sign
        who="resident"
        value={signing}
        photo={value.photo}
        wrong={problem.value}
        onChange={change => set({sign: {...signing, ...change}, signed: now})}
        onPhoto={photo => set({photo})}
      />
    </Step>
  );
}

/** What keeps the payment from being taken, nothing for nothing. A strange amount is asked about once. */
function wrongWith(w: Work, p: Payment, kind: StopKind, doubted: Signal<number>): Wrong {
  const t = say(visit).pay;
  const missing = missingPayment(w, p, kind);
  if (missing) return {text: t.missing[missing], at: missing === 'reason' ? missing : ''};
  const doubt = p.way === 'cheque' && p.cents !== dueCents(w) && isDoubtful(p.cents) && doubted.value !== p.cents;
  if (doubt) doubted.value = p.cents;
  return doubt ? {text: t.doubtful(euros(p.cents)), at: ''} : nothingWrong;
}

const usual = (w: Work): Payment => ({way: 'cheque', cents: dueCents(w), reason: ''});

function Summary({works, payments}: {works: readonly Work[]; payments: Readonly<Record<string, Payment>>}) {
  const t = say(visit).home;
  const words = (w: Work) => {
    const p = payments[w.id];
    if (!p || !wantsCheque(w)) return t.free;
    return p.way === 'owed' ? t.owed : t.cheque(euros(p.cents), w.sheet.merchant.payee);
  };
  const cheques = works.flatMap(w =>
    wantsCheque(w) && payments[w.id]?.way === 'cheque' ? [payments[w.id]?.cents ?? 0] : [],
  );
  const total = `${say(driver).today.cheques(cheques.length)}, ${euros(cheques.reduce((a, b) => a + b, 0))}`;
  const rows = works.map(w => [w.sheet.merchant.name, words(w)] as const);
  return <Facts rows={cheques.length > 1 ? [...rows, [t.all, total]] : rows} />;
}
