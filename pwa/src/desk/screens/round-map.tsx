// The day's rounds on a map, beside the board that says the same in words.
import {useSignal, type Signal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';
import {places as readPlaces, type Places, type Slip} from '../../api/town';
import {deskMap} from '../../i18n/desk-map';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Link} from '../../ui/router';
import {useLive} from '../live';
import {openMap, type Drawing, type MapKit, type TownMap} from '../parts/map';
import {mapPlaces, mapRounds, mapShops, type MappedRound, type MappedShop} from '../parts/pins';
import '../css/map.css';
import {PlaceList} from './map-place';
import type {Board} from './rounds';

/** With more pins than this their names would cover each other: they then show on the pin in hand. */
const FEW = 16;

/** `shops`: the person may open a shop's record. */
type Props = {readonly kit: MapKit; readonly board: Board; readonly shops: boolean};

export function RoundMap({kit, board, shops}: Props) {
  const {day} = board.plan;
  const loaded = useLoad(() => readPlaces(day), day);
  useLive(['household', 'merchant', 'slip', 'round'], loaded.again);
  return (
    <section class="round-map stack" aria-label={say(deskMap).title}>
      <Loading of={loaded}>{p => <Drawn kit={kit} board={board} places={p} shops={shops} />}</Loading>
    </section>
  );
}

const homeOf = (s: Slip) => s.household.name ?? s.number;

function draw(
  rounds: readonly MappedRound[],
  around: readonly MappedShop[],
  {board, shops}: Omit<Props, 'kit'>,
  here: Signal<string | null>,
): Drawing {
  const t = say(deskMap);
  const stops = mapPlaces(rounds).map(({key, at, stops: [first, ...others]}) => {
    if (!first) throw new Error('a place without a stop');
    const look = `tone-${first.tone}`;
    const home = homeOf(first.slip);
    if (others.length === 0) {
      const name = t.stop(first.mark, home, board.name(first.driver));
      return {key: first.slip.id, at, mark: first.mark, label: home, name, href: `/desk/slips/${first.slip.id}`, look};
    }
    const all = [first, ...others];
    const homes = new Set(all.map(s => homeOf(s.slip)));
    const label = homes.size === 1 ? home : t.homes(homes.size);
    const mark = `${first.mark}+${others.length}`;
    const name = t.several(mark, label, all.map(s => s.mark).join(', '));
    const toggle = () => (here.value = here.value === key ? null : key);
    return {
      key,
      at,
      mark,
      label,
      name,
      look,
      list: {open: here.value === key, toggle},
    };
  });
  const stands = around.map(s => ({
    key: s.id,
    at: s.at,
    mark: s.letters,
    label: s.name,
    name: t.shop(s.name, s.letters),
    ...(shops ? {href: `/desk/merchants/${s.id}`} : {}),
    look: 'shop',
  }));
  const traces = rounds.map(r => ({
    key: r.id,
    look: `tone-${r.tone}`,
    points: r.stops.flatMap(s => (s.at ? [s.at] : [])),
  }));
  return {pins: [...stops, ...stands], traces};
}

function Drawn({kit, board, places, shops}: Props & {readonly places: Places}) {
  const t = say(deskMap);
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<TownMap | null>(null);
  const answers = useSignal(true);
  const rounds = mapRounds(board.plan.rounds, places);
  const around = mapShops(rounds, places);
  const here = useSignal<string | null>(null);
  const listed = mapPlaces(rounds).find(p => p.key === here.value && p.stops.length > 1);
  const drawing = draw(rounds, around, {board, shops}, here);
  const empty = drawing.pins.length === 0;
  useEffect(() => {
    if (!host.current || empty) return;
    const {zoomIn, zoomOut} = t;
    const opened = openMap(kit, host.current, {
      tiles: places.tiles,
      zoomIn,
      zoomOut,
      onTiles: there => (answers.value = there),
    });
    map.current = opened;
    return () => {
      map.current = null;
      opened.close();
    };
  }, [places.tiles, empty, t]);
  useEffect(() => map.current?.draw(drawing));
  if (empty) {
    return (
      <>
        <p class="soft">{t.nothing}</p>
        <Unplaced rounds={rounds} />
      </>
    );
  }
  return (
    <>
      <Key board={board} rounds={rounds} shops={around.length > 0} />
      <div
        ref={host}
        class={['map', drawing.pins.length <= FEW && 'named', places.tiles && 'tiled'].filter(Boolean).join(' ')}
        role="group"
        aria-label={t.title}
        aria-describedby="map-help"
      />
      {listed && <PlaceList key={listed.key} place={listed} name={board.name} onClose={() => (here.value = null)} />}
      {places.tiles !== '' && <p class="soft small map-credit">{t.credit(places.credit)}</p>}
      {places.tiles === '' && <p class="soft small">{t.noTiles}</p>}
      {!answers.value && <Banner tone="warn">{t.tilesAway}</Banner>}
      <p id="map-help" class="soft small">
        {t.help}
      </p>
      <Unplaced rounds={rounds} />
    </>
  );
}

function Key({board, rounds, shops}: Pick<Props, 'board'> & {rounds: readonly MappedRound[]; shops: boolean}) {
  const t = say(deskMap);
  return (
    <ul class="map-key" aria-label={t.rounds}>
      {rounds
        .filter(r => r.stops.length > 0)
        .map(r => (
          <li key={r.id}>
            <span class={`map-swatch tone-${r.tone}`}>{r.letter}</span> {board.name(r.driver)}
          </li>
        ))}
      {shops && (
        <li>
          <span class="map-swatch shop" aria-hidden="true" /> {t.shopsKey}
        </li>
      )}
    </ul>
  );
}

function Unplaced({rounds}: {readonly rounds: readonly MappedRound[]}) {
  const t = say(deskMap);
  const absent = rounds.flatMap(r => r.stops.filter(s => !s.at).map(s => ({...s, tone: r.tone})));
  if (absent.length === 0) return null;
  return (
    <div class="unplaced">
      <h2 id="unplaced">{t.unplaced}</h2>
      <ul aria-labelledby="unplaced">
        {absent.map(({mark, slip, tone}) => (
          <li key={slip.id}>
            <span class={`map-swatch tone-${tone}`}>{mark}</span>{' '}
            <span class="words">
              <Link href={`/desk/slips/${slip.id}`}>{homeOf(slip)}</Link>
              {slip.household.address && <span class="soft small"> {slip.household.address}</span>}
            </span>
          </li>
        ))}
      </ul>
      <p class="soft small">{t.unplacedHint}</p>
    </div>
  );
}
