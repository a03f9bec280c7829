// The steps of a visit and the browser's "back", which is the phone's: one step at a time, as the arrow on the screen.
import {useEffect, useLayoutEffect, useRef} from 'preact/hooks';
import {pushStep, stepsBelow} from '../../ui/router';

/**
 * Each step has an entry in the history; `to` shows the step that "back" or "forward" asks for. A visit taken up again in
 * its middle gets the entries that it lacks. None is ever made in answer to "back": Chrome's own button then skips all
 * entries of the app (docs/history_manipulation_intervention.md in its source). Returns what the arrow does.
 */
export function useSteps(at: number, to: (step: number) => void): () => void {
  const now = useRef({at, to});
  now.current = {at, to};
  useLayoutEffect(() => {
    const here = location.pathname;
    const moved = () => {
      const step = stepsBelow();
      if (location.pathname === here && step !== now.current.at) now.current.to(step);
    };
    addEventListener('popstate', moved);
    history.scrollRestoration = 'manual'; // each step begins at its title
    return () => {
      removeEventListener('popstate', moved);
      history.scrollRestoration = 'auto';
    };
  }, []);
  useEffect(() => {
    const more = at - stepsBelow();
    for (let i = 0; i < more; i++) pushStep();
    if (more < 0) history.go(more); // what came meanwhile set the visit back
  }, [at]);
  return () => (at > 0 ? history.back() : to(-1));
}
