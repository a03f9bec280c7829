import type {JSX} from 'preact';
import {Spinner} from './blocks';
import type {Loaded} from './load';
import {ProblemBanner} from './problem';

type Props<T> = {readonly of: Loaded<T>; readonly children: (data: T) => JSX.Element};

/** The three states of something read: waiting, refused with a way to retry, there. */
export function Loading<T>({of, children}: Props<T>) {
  return (
    <>
      {of.problem && <ProblemBanner problem={of.problem} onRetry={of.again} />}
      {of.data === null && !of.problem && <Spinner />}
      {of.data !== null && children(of.data)}
    </>
  );
}
