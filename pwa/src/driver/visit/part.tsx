// The door to this part of the app: what the frame asks for by address.
import {useEffect, useState} from 'preact/hooks';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {EmptyState} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Page} from '../../ui/page';
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
  return what === 'pickup' ? <ToPickUp key={id} work={work} /> : <SlipScreen work={work} />;
}

/** A phone that died right after the last press opens here again: what is taken is not taken twice. */
function ToPickUp({work}: {readonly work: Work}) {
  const [open] = useState(() => isToPickUp(work));
  return open ? <PickUp work={work} /> : <SlipScreen work={work} />;
}

export function OfRound({id, what}: {readonly id: string; readonly what: 'start' | 'end'}) {
  const round: DayRound | undefined = tour.value.rounds.find(r => r.round.id === id);
  if (!round) return <Gone />;
  return what === 'start' ? <StartRound of={round} /> : <EndRound of={round} />;
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
