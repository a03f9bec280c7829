// A small router over the history API. Each screen says its own title and takes the focus on its h1.
import {signal} from '@preact/signals';
import type {AnchorHTMLAttributes, ComponentChildren, JSX} from 'preact';

export const path = signal(location.pathname);
export const search = signal(location.search);

/** A screen is being left together with its steps: where to, and what was asked for meanwhile. */
let leaving: {readonly to: string; then?: () => void} | null = null;

function arrive(): void {
  const left = leaving;
  leaving = null;
  if (left) history.replaceState(null, '', left.to);
  path.value = location.pathname;
  search.value = location.search;
  left?.then?.();
}

/** How many entries of the history below the present one are steps of the same screen. */
export const stepsBelow = (): number => (history.state as {steps?: number} | null)?.steps ?? 0;

/** One step further on the same screen, with an entry of its own. Only in answer to a press: see `useSteps`. */
export const pushStep = (): void => history.pushState({steps: stepsBelow() + 1}, '');

/** Set where typed work may be left behind: it says whether it asks first, and then calls onward if the person agrees. */
export const unsaved: {ask: ((onward: () => void) => boolean) | null} = {ask: null};

/** Which entry of the tab's history this is, so that "back" can be taken back. */
const placeOf = (state: unknown): number => (state as {place?: number} | null)?.place ?? 0;
let place = placeOf(history.state);

/** `replace` takes the place of the screen with all its steps, so that "back" finds none of them. */
export type Move = {readonly replace?: true};

export function go(to: string, move: Move = {}): void {
  if (leaving) {
    leaving.then = () => go(to, move); // the history is not there yet
    return;
  }
  scrollTo(0, 0);
  const below = move.replace ? stepsBelow() : 0;
  if (below > 0) {
    leaving = {to};
    path.value = to; // in sight at once; the history follows
    history.go(-below);
    return;
  }
  if (move.replace) history.replaceState({place}, '', to);
  else history.pushState({place: ++place}, '', to);
  arrive();
}

/** The address has moved already when the browser tells of "back": while somebody is asked, it is moved back again. */
addEventListener('popstate', () => {
  const by = placeOf(history.state) - place;
  if (by && unsaved.ask?.(() => history.go(by))) return history.go(-by);
  place = placeOf(history.state);
  arrive();
});

/** One value of the address after the question mark, '' when it is not there. */
export const asked = (name: string): string => new URLSearchParams(search.value).get(name) ?? '';

/** One value that a link hands to a form, after the #: a name or number there reaches no server and no proxy's log. */
export const handed = (name: string): string => new URLSearchParams(location.hash.slice(1)).get(name) ?? '';

/** Keeps a filter in the address, so that a link, a reload and "back" show the same list. */
export function ask(name: string, value: string): void {
  const all = new URLSearchParams(location.search);
  if (value) all.set(name, value);
  else all.delete(name);
  const text = all.toString();
  history.replaceState({place}, '', text ? `${location.pathname}?${text}` : location.pathname);
  arrive();
}

export type Params = Readonly<Record<string, string>>;

/** `/desk/people/:id` against a path: the named parts, or null. A trailing slash does not matter. */
export function match(pattern: string, at: string): Params | null {
  const want = pattern.split('/').filter(Boolean);
  const have = at.split('/').filter(Boolean);
  if (want.length !== have.length) return null;
  const params: Record<string, string> = {};
  for (const [i, w] of want.entries()) {
    const h = have[i] ?? '';
    if (w.startsWith(':')) {
      try {
        params[w.slice(1)] = decodeURIComponent(h);
      } catch {
        return null;
      }
    } else if (w !== h) return null;
  }
  return params;
}

export type Route = {readonly path: string; readonly view: (p: Params) => JSX.Element};

/** The view of the first route that fits, or `missing`. */
export function Routes({routes, missing}: {routes: readonly Route[]; missing: () => JSX.Element}) {
  for (const r of routes) {
    const p = match(r.path, path.value);
    if (p) return r.view(p);
  }
  return missing();
}

/** Each area is a page of its own: going from one to another loads it. */
const areaOf = (at: string) => /^\/(desk|s)(?=\/|$)/i.exec(at)?.[1]?.toLowerCase() ?? '';

type LinkProps = AnchorHTMLAttributes & {
  href: string;
  children: ComponentChildren;
  /** It goes on with what was typed, or instead of it: nobody is asked. */
  onward?: boolean;
};

/** A real link: new tab, middle click and copy work; a plain click stays in the page. */
export function Link({href, children, onward, ...rest}: LinkProps) {
  const follow = (e: MouseEvent) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    if (areaOf(href) !== areaOf(location.pathname)) return;
    e.preventDefault();
    if (onward || !unsaved.ask?.(() => go(href))) go(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
