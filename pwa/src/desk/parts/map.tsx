// A map of pins and lines. Leaflet places them; the pins themselves are ordinary links, so Tab, Enter and names work.
import type {Marker} from 'leaflet';
import {render} from 'preact';
import type {Point} from '../../api/town';
import {Link} from '../../ui/router';

export type Pin = {
  readonly key: string;
  readonly at: Point;
  readonly mark: string;
  readonly label: string;
  /** What a screen reader says. */
  readonly name: string;
  /** Without one of these the pin opens nothing. */
  readonly href?: string;
  /** Called by a pin that stands for several; open says whether they are listed now. */
  readonly list?: {readonly open: boolean; readonly toggle: () => void};
  readonly look: string;
};
export type Trace = {readonly key: string; readonly look: string; readonly points: readonly Point[]};
export type Drawing = {readonly pins: readonly Pin[]; readonly traces: readonly Trace[]};

export type TownMap = {
  /** Pins that were there already keep the focus. The view moves only when other pins are shown than before. */
  readonly draw: (d: Drawing) => void;
  readonly close: () => void;
};

/** Leaflet, once it is here. */
export type MapKit = typeof import('./leaflet');

type Options = {
  readonly tiles: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  /** Told whether the background answers. */
  readonly onTiles: (there: boolean) => void;
};

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const CLOSEST = 19;
/** Pins of one and the same door stand above each other, this many pixels apart. */
const ABOVE = 42;

/** A pin as a link to what it stands for, or as a button that lists it; one that opens nothing is a picture with a name. */
function Face({pin, show}: {readonly pin: Pin; readonly show: () => void}) {
  const inner = (
    <>
      <span class="mark">{pin.mark}</span> <span class="label">{pin.label}</span>
    </>
  );
  const shared = {class: `map-pin ${pin.look}`, 'aria-label': pin.name};
  const {list} = pin;
  if (list) {
    return (
      <button
        {...shared}
        type="button"
        aria-expanded={list.open}
        onFocus={show}
        onClick={e => !e.defaultPrevented && list.toggle()}
      >
        {inner}
      </button>
    );
  }
  if (!pin.href) {
    return (
      <span {...shared} role="img">
        {inner}
      </span>
    );
  }
  return (
    <Link {...shared} href={pin.href} draggable={false} onFocus={show}>
      {inner}
    </Link>
  );
}

/** The ground on which pins are put: zoom buttons, and tiles where there are some. */
function openGround(kit: MapKit, host: HTMLElement, o: Options) {
  const animate = !calm();
  const map = kit
    .map(host, {
      attributionControl: false, // the credit is written beside the map, as text
      zoomControl: false,
      scrollWheelZoom: false, // the wheel moves the page, in which the map is only a part
      maxZoom: CLOSEST,
      zoomSnap: o.tiles ? 1 : 0.25, // tiles are sharp at whole steps only
      zoomAnimation: animate,
      fadeAnimation: animate,
      markerZoomAnimation: animate,
    })
    .setView([0, 0], 3);
  kit.control.zoom({zoomInTitle: o.zoomIn, zoomOutTitle: o.zoomOut}).addTo(map);
  if (o.tiles) {
    // Many providers answer only to a page that says its host; no path is told.
    const layer = kit.tileLayer(o.tiles, {maxZoom: CLOSEST, referrerPolicy: 'origin'});
    layer.on('tileerror', () => o.onTiles(false)).on('tileload', () => o.onTiles(true));
    layer.addTo(map);
  }
  let dragged = false;
  host.addEventListener('pointerdown', () => (dragged = false));
  map.on('dragstart', () => (dragged = true));
  // A map that was dragged by one of its pins must not open that pin.
  host.addEventListener('click', e => dragged && e.preventDefault(), true);
  return map;
}

export function openMap(kit: MapKit, host: HTMLElement, o: Options): TownMap {
  const map = openGround(kit, host, o);
  const standing = new Map<string, Marker>();
  const place = (pin: Pin, above: number) => {
    const html = document.createElement('div');
    const icon = kit.divIcon({html, className: 'map-place', iconSize: [0, 0], iconAnchor: [0, above * ABOVE]});
    standing.set(pin.key, kit.marker([pin.at.lat, pin.at.lng], {icon, keyboard: false, interactive: false}).addTo(map));
  };
  const clear = () => {
    for (const m of standing.values()) {
      const html = m.getElement()?.firstElementChild;
      if (html) render(null, html);
      m.remove();
    }
    standing.clear();
  };
  const fit = (pins: readonly Pin[], tallest: number) =>
    map.fitBounds(kit.latLngBounds(pins.map(p => [p.at.lat, p.at.lng])), {
      paddingTopLeft: [64, 6 + tallest * ABOVE], // zoom buttons; pins above one another
      paddingBottomRight: [Math.min(160, host.clientWidth / 5), 40], // names; shops
      maxZoom: 16,
      animate: false,
    });
  let lines: {remove(): unknown}[] = [];
  let shown = '';

  return {
    draw({pins, traces}) {
      const now = JSON.stringify(pins.map(p => [p.key, p.at]));
      if (now !== shown) {
        clear();
        const taken = new Map<string, number>();
        for (const p of pins) {
          const door = `${p.look === 'shop'} ${p.at.lat} ${p.at.lng}`;
          const above = taken.get(door) ?? 0;
          taken.set(door, above + 1);
          place(p, above);
        }
        if (pins.length > 0) fit(pins, Math.max(...taken.values()));
        shown = now;
      }
      for (const p of pins) {
        const html = standing.get(p.key)?.getElement()?.firstElementChild;
        const show = () => map.panInside([p.at.lat, p.at.lng], {padding: [60, 60], animate: !calm()});
        if (html) render(<Face pin={p} show={show} />, html);
      }
      for (const l of lines) l.remove();
      lines = traces.map(t =>
        kit
          .polyline(
            t.points.map(p => [p.lat, p.lng]),
            {className: `map-line ${t.look}`, interactive: false},
          )
          .addTo(map),
      );
    },
    close() {
      clear();
      map.remove();
    },
  };
}
