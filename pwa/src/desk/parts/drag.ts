// A slip taken by its grip, with mouse, pen or finger alike: pointer events, and none of the browser's own dragging.
import {batch, useSignal, type Signal} from '@preact/signals';
import type {RefObject} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {edgeSpeed, landingAt, type Box, type Ground, type Held, type Landing, type Point} from './landing';

export type Dragged = Held & {readonly label: string};

/** A finger hides what lies under it. */
type Pointed = Point & {readonly hides: boolean};

export type Drag = {
  /** What is in hand, once it was moved. */
  readonly held: Signal<Dragged | null>;
  readonly landing: Signal<Landing | null>;
  readonly at: Signal<Pointed>;
  /** For the grip's pointerdown. */
  readonly take: (e: PointerEvent, what: Dragged) => void;
};

/** A press that trembles is no drag. */
const SLACK = 6;

const far = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y) > SLACK;
const pointOf = (e: PointerEvent): Pointed => ({x: e.clientX, y: e.clientY, hides: e.pointerType === 'touch'});
const same = (a: Landing | null, b: Landing | null) => a?.round === b?.round && a?.place === b?.place;

/** What stands where now: columns have data-round, and data-takes unless closed; stops at their place have data-slip. */
function groundOf(board: HTMLElement): Ground {
  const boxOf = (el: Element): Box => el.getBoundingClientRect();
  return {
    box: boxOf(board),
    lanes: [...board.querySelectorAll<HTMLElement>('[data-round]')].map(lane => ({
      round: lane.dataset['round'] ?? '',
      takes: lane.dataset['takes'] !== undefined,
      box: boxOf(lane),
      stops: [...lane.querySelectorAll<HTMLElement>('[data-slip]')].map(stop => ({
        slip: stop.dataset['slip'] ?? '',
        box: boxOf(stop),
      })),
    })),
  };
}

/** The lower end of what is in sight: where the phone's bar begins. */
function floor(): number {
  const bar = document.querySelector('.bar')?.getBoundingClientRect();
  return bar && bar.height > 0 ? Math.min(innerHeight, bar.top) : innerHeight;
}

/** Brings what lies beyond an edge, once the hand went towards it. */
function comeAlong(board: HTMLElement, at: Point, took: Point): void {
  const towards = (speed: number, way: number) => (Math.sign(speed) === Math.sign(way) ? speed : 0);
  const {left, right} = board.getBoundingClientRect();
  scrollBy(0, towards(edgeSpeed(at.y, 0, floor()), at.y - took.y));
  board.scrollBy(towards(edgeSpeed(at.x, left, right), at.x - took.x), 0);
}

/**
 * Escape, a pointer that the browser takes back and a grip that goes away put the slip back where it was; so
 * does a drop where landingAt finds nothing.
 */
export function useDrag(board: RefObject<HTMLElement | null>, drop: (what: Dragged, to: Landing) => void): Drag {
  const held = useSignal<Dragged | null>(null);
  const landing = useSignal<Landing | null>(null);
  const at = useSignal<Pointed>({x: 0, y: 0, hides: false});
  const stop = useRef<() => void>(() => {});
  const dropped = useRef(drop);
  dropped.current = drop; // the board as it is when the hand opens
  useEffect(() => () => stop.current(), []);

  const take = (down: PointerEvent, what: Dragged) => {
    const grip = down.currentTarget;
    if (down.button !== 0 || !down.isPrimary || !(grip instanceof Element)) return;
    down.preventDefault(); // no words are marked on the way
    stop.current();
    grip.setPointerCapture(down.pointerId);
    const took = pointOf(down);
    const over = new AbortController();
    let frame = 0;
    const look = () => {
      if (!board.current) return;
      const next = landingAt(groundOf(board.current), at.value, what);
      if (!same(next, landing.value)) landing.value = next;
    };
    const follow = () => {
      if (board.current) comeAlong(board.current, at.value, took);
      look();
      frame = requestAnimationFrame(follow);
    };
    const end = () => {
      over.abort();
      cancelAnimationFrame(frame);
      document.documentElement.classList.remove('dragging');
      batch(() => (held.value = landing.value = null));
    };
    stop.current = end;
    const on = (type: 'pointermove' | 'pointerup' | 'pointercancel' | 'lostpointercapture', then: () => void) =>
      addEventListener(
        type,
        e => {
          if (e.pointerId !== down.pointerId) return;
          at.value = pointOf(e);
          then();
        },
        {signal: over.signal},
      );
    on('pointermove', () => {
      if (held.value || !far(at.value, took)) return;
      document.documentElement.classList.add('dragging');
      held.value = what;
      follow();
    });
    on('pointerup', () => {
      if (held.value) look();
      const to = landing.value;
      end();
      if (to) dropped.current(what, to);
    });
    on('pointercancel', end);
    on('lostpointercapture', end);
    const key = (e: KeyboardEvent) => {
      if (e.key !== 'Escape') return;
      e.preventDefault();
      end();
    };
    addEventListener('keydown', key, {signal: over.signal});
  };
  return {held, landing, at, take};
}
