import type {JSX} from 'preact';
import {common} from '../../i18n/common';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {EmptyState, Spinner} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import type {Loaded} from '../../ui/load';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';

type Props<T> = {
  readonly of: Loaded<T>;
  /** The list that the record belongs to, which is the title until it is read, and the way back. */
  readonly list: {readonly title: string; readonly href: string};
  readonly children: (data: T) => JSX.Element;
};

/** A record that the address names: waiting, not there, refused with a way to retry, or its own page. */
export function Opened<T>({of, list, children}: Props<T>) {
  if (of.data !== null) {
    return (
      <>
        {of.problem && <ProblemBanner problem={of.problem} onRetry={of.again} />}
        {children(of.data)}
      </>
    );
  }
  if (of.problem?.status === 404) return <NotThere said={of.problem.detail} list={list} />;
  if (!of.problem) return <Spinner />;
  return (
    <Page title={list.title} narrow>
      <ProblemBanner problem={of.problem} onRetry={of.again} />
      <ButtonLink href={list.href}>{say(deskTown).backTo(list.title)}</ButtonLink>
    </Page>
  );
}

function NotThere({said, list}: {readonly said: string; readonly list: Props<unknown>['list']}) {
  const t = say(common);
  return (
    <Page title={say(deskTown).notThere} narrow>
      <EmptyState title={said || t.missing.title}>
        <p class="soft">{t.missing.text}</p>
        <ButtonLink href={list.href} look="primary">
          {say(deskTown).backTo(list.title)}
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
