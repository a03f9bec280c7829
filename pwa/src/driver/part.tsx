// Parts of the app that come after the first screen, fetched in advance while that is looked at.
import {signal, type Signal} from '@preact/signals';
import type {JSX} from 'preact';
import {useEffect} from 'preact/hooks';
import {driver} from '../i18n/driver';
import {say} from '../i18n/lang';
import {Banner, Spinner} from '../ui/blocks';
import {ButtonLink} from '../ui/button';
import type {Stop} from './model/work';

type Part<P> = {readonly now: Signal<P | 'missing' | null>; readonly load: () => void};

function part<P>(fetchIt: () => Promise<P>): Part<P> {
  const now = signal<P | 'missing' | null>(null);
  const load = () => {
    if (now.value !== null && now.value !== 'missing') return;
    fetchIt().then(
      loaded => (now.value = loaded),
      () => (now.value = 'missing'),
    );
  };
  return {now, load};
}

/** Counter, door and what waits. */
const visit = part(() => import('./visit/part'));
/** Enrolment and settings: seldom needed, never at a door. */
const office = part(() => import('./screens/office'));

export const loadVisit = visit.load;

export const stopPath = ({kind, id}: Pick<Stop, 'kind' | 'id'>): string => `/stop/${kind}/${encodeURIComponent(id)}`;

type With<P> = {
  readonly view: (part: P) => JSX.Element;
  /** Beside what the screen is for: nothing stands in its place while it comes. */
  readonly aside?: true;
};

function With<P>({of, view, aside}: With<P> & {readonly of: Part<P>}) {
  useEffect(of.load, []);
  const loaded = of.now.value;
  if (loaded === null) return aside ? null : <Spinner />;
  if (loaded !== 'missing') return view(loaded);
  return (
    <Banner tone="warn">
      <p>{say(driver).today.partMissing}</p>
      <ButtonLink href="/">{say(driver).nav.home}</ButtonLink>
    </Banner>
  );
}

/** Draws with the part once it is here. */
export const WithVisit = (to: With<typeof import('./visit/part')>) => <With of={visit} {...to} />;
export const WithOffice = (to: With<typeof import('./screens/office')>) => <With of={office} {...to} />;
