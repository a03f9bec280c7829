// Whether the board has its map beside it, remembered in this browser; its machinery is fetched only then.
import {signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Banner, Spinner} from '../../ui/blocks';
import {keep, kept} from '../../ui/kept';
import type {MapKit} from '../parts/map';
import {RoundMap} from './round-map';
import type {Board} from './rounds';

const isChoice = (v: string): v is 'on' | 'off' => v === 'on' || v === 'off';

export const mapShown = signal(kept('map', isChoice, 'off') === 'on');

export function showMap(on: boolean): void {
  keep('map', on ? 'on' : 'off');
  mapShown.value = on;
}

const part = signal<MapKit | 'missing' | null>(null);

function load(): void {
  if (part.value !== null && part.value !== 'missing') return;
  part.value = null;
  import('../parts/leaflet').then(
    loaded => (part.value = loaded),
    () => (part.value = 'missing'),
  );
}

export function MapFold({board, shops}: {readonly board: Board; readonly shops: boolean}) {
  useEffect(load, []);
  const loaded = part.value;
  if (loaded === null) return <Spinner />;
  if (loaded === 'missing') return <Banner tone="warn">{say(deskRounds).rounds.mapMissing}</Banner>;
  return <RoundMap kit={loaded} board={board} shops={shops} />;
}
