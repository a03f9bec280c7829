// The door to this part of the app: what the frame asks for by address.
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {EmptyState} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Page} from '../../ui/page';
import {cancelled} from '../late';
import type {CancelledRound} from '../model/cancelled-round';
import {isToPickUp, openWorks, type DayRound, type Stop, type StopKind, type Work} from '../model/work';
import {me, tour} from '../phone';
import {ChequeVisit} from './cheque-visit';
import {warmDetector} from './detector';
import {FailureScreen} from './failure';
import {HandScreen} from './hand';
import {HomeVisit} from './home-visit';
import {Late} from './late';
import {PickUp} from './pick-up';
import {Queue} from './queue';
import {EndRound, StartRound} from './round';
import {SlipScreen} from './slip';
import {StopScreen} from './stop';
import {WorryScreen} from './worry';
import './focus-kept';
import './gloves';
import './visit.css';

export {HandScreen, Late, Queue};

export type StopView = 'look' | 'do' | 'trouble' | 'worry';

type AtStop = {readonly kind: string; readonly id: string; readonly what: StopView};

/** A stop by its address. One whose work is done meanwhile says so and leads back. */
export function AtStop({kind, id, what}: AtStop) {
  useEffect(() => void warmDetector().catch(() => {}), []);
  const stop = tour.value.stops.find(s => s.kind === (kind as StopKind) && s.id === id);
  if (!stop) return <Gone />;
  return view(stop, what);
}

function view(stop: Stop, what: StopView) {
  if (what === 'worry') return <WorryScreen stop={stop} />;
  if (what === 'look' || openWorks(stop, me.value).length === 0) return <StopScreen stop={stop} />;
  if (what === 'trouble') return <FailureScreen stop={stop} />;
  if (stop.kind === 'home' || stop.kind === 'collect') return <HomeVisit stop={stop} />;
  return stop.kind === 'cheque' ? <ChequeVisit stop={stop} /> : <StopScreen stop={stop} />;
}

type OfSlip = {readonly id: string; readonly what: 'look' | 'pickup'};

export function OfSlip({id, what}: OfSlip) {
  const work: Work | undefined = tour.value.all.find(w => w.id === id);
  if (!work) return <Gone />;
  const slip = <SlipScreen work={work} />;
  return what === 'pickup' ? <Once key={id} open={isToPickUp(work)} form={<PickUp work={work} />} done={slip} /> : slip;
}

type OnceProps = {readonly open: boolean; readonly form: JSX.Element; readonly done: JSX.Element};

/**
 * A phone that died right after the last press opens here again: what is noted is not noted twice. A form that is open
 * stays so, whatever becomes known while it is filled in.
 */
function Once({open, form, done}: OnceProps) {
  const [first] = useState(open);
  return first ? form : done;
}

export function OfRound({id, what}: {readonly id: string; readonly what: 'start' | 'end'}) {
  const held: DayRound | undefined = tour.value.rounds.find(r => r.round.id === id);
  const off = cancelled.value.find(r => r.id === id);
  const state = held?.round.state ?? off?.state;
  const form = formOf(what, held, off);
  const open = state !== 'ended' && !(what === 'start' && state === 'started');
  return form ? <Once key={`${what}-${id}`} open={open} form={form} done={<Gone />} /> : <Gone />;
}

function formOf(what: 'start' | 'end', held: DayRound | undefined, off: CancelledRound | undefined) {
  if (held) return what === 'start' ? <StartRound of={held} /> : <EndRound round={held.round} view={held.view} />;
  return off && what === 'end' && <EndRound round={off} view={off.view} off />;
}

function Gone() {
  const t = say(visit).gone;
  return (
    <Page title={t.title} narrow>
      <EmptyState title={t.text}>
        <ButtonLink href="/" look="primary">
          {say(driver).nav.home}
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
