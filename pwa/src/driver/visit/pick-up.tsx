import {useSignal, type Signal} from '@preact/signals';
import {driver} from '../../i18n/driver';
import {euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {go} from '../../ui/router';
import {isDoubtful} from '../model/door';
import {pickUpFacts, type Check, type LineState} from '../model/facts';
import {dueCents, openWorks, wantsCheque, type Stop, type Work} from '../model/work';
import {me, tour} from '../phone';
import {stopPath} from '../part';
import {checkButton, CheckSlips, unchecked} from './check';
import {useDraft, type Draft} from './draft';
import {Keypad} from './keypad';
import {Counter, LineList} from './lines';
import {save} from './save';
import {nothingWrong, Step, type Wrong} from './step';
import {useSteps} from './steps';

type Form = {
  readonly step: 'check' | 'lines' | 'amount';
  readonly checks: Readonly<Record<string, Check>>;
  readonly lines: Readonly<Record<string, LineState>>;
  readonly bags: number;
  readonly cents: number;
};

/** One order at a shop: is it the right one, what is in it, what does it cost. */
export function PickUp({work}: {readonly work: Work}) {
  const key = `pickup:${work.id}`;
  const problem = useSignal(nothingWrong);
  const blank: Form = {step: 'check', checks: {}, lines: {}, bags: work.state.goods.bags ?? 1, cents: dueCents(work)};
  const draft = useDraft(key, blank, () => (problem.value = nothingWrong));
  return draft && <Steps work={work} draft={draft} name={key} problem={problem} />;
}

type StepsProps = {
  readonly work: Work;
  readonly draft: Draft<Form>;
  /** Under which the draft is kept. */
  readonly name: string;
  readonly problem: Signal<Wrong>;
};

function Steps({work, draft: {value, set, unsaved}, name: key, problem}: StepsProps) {
  const t = say(visit);
  const doubted = useSignal(0);
  const busy = useSignal(false);
  const camera = useSignal(false);
  const steps: readonly Form['step'][] = wantsCheque(work) ? ['check', 'lines', 'amount'] : ['check', 'lines'];
  const at = unchecked([work], value.checks).length > 0 ? 0 : Math.max(0, steps.indexOf(value.step));
  const shopPath = stopPath({kind: 'pickup', id: work.sheet.merchant.id});
  const to = (i: number) => {
    problem.value = nothingWrong;
    const step = steps[i];
    if (step) set({step});
    else go(shopPath, {replace: true});
  };
  const onBack = useSteps(at, to);
  const next = async () => {
    if (steps[at] === 'check' && unchecked([work], value.checks).length > 0) {
      problem.value = {text: t.check.needed, at: ''};
      return;
    }
    if (at < steps.length - 1) return to(at + 1);
    if (value.cents !== dueCents(work) && isDoubtful(value.cents) && doubted.value !== value.cents) {
      doubted.value = value.cents;
      problem.value = {text: t.pay.doubtful(euros(value.cents)), at: ''};
      return;
    }
    busy.value = true;
    const check = value.checks[work.id] ?? {way: 'none', reason: ''};
    problem.value = {text: await save(pickUpFacts(work, {...value, check}), key), at: ''};
    busy.value = false;
    if (problem.value.text === '') leave(shopPath);
  };
  const words = t.pickUp;
  const name = work.sheet.household.name || say(driver).today.nobody;
  const frame = {
    place: [at + 1, steps.length] as const,
    problem: unsaved ? {text: say(driver).store.full, at: ''} : problem.value,
    busy: busy.value,
    next: at === steps.length - 1 ? words.save : t.next,
    onNext: () => void next(),
    onBack,
  };
  if (steps[at] === 'check') {
    return (
      <Step title={words.check(name)} lead={words.checkText} {...frame} {...checkButton([work], value.checks, camera)}>
        <CheckSlips works={[work]} checks={value.checks} camera={camera} onChange={checks => set({checks})} />
      </Step>
    );
  }
  if (steps[at] === 'lines') {
    return (
      <Step title={words.lines} lead={words.linesText(name)} {...frame}>
        <LineList lines={work.sheet.lines} value={value.lines} onChange={lines => set({lines})} />
        <Counter label={words.bags} value={value.bags} onChange={bags => set({bags})} />
      </Step>
    );
  }
  const stated = dueCents(work);
  return (
    <Step title={words.amount} lead={words.amountText(work.sheet.merchant.payee)} {...frame}>
      {stated > 0 && <Banner>{words.stated(euros(stated))}</Banner>}
      <Keypad
        label={words.amount}
        cents={value.cents}
        proposed={stated > 0 && value.cents === stated}
        onChange={cents => set({cents})}
      />
      {value.cents === 0 && <p class="soft">{words.noAmountYet}</p>}
    </Step>
  );
}

/** To the shop's screen while it has more, else to the round. */
function leave(shopPath: string): void {
  const shop = tour.value.stops.find(s => stopPath(s) === shopPath);
  go(shop && hasMore(shop) ? shopPath : '/', {replace: true});
}

const hasMore = (stop: Stop): boolean => openWorks(stop, me.value).length > 0;
