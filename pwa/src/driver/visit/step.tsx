import type {ComponentChildren} from 'preact';
import {useLayoutEffect, useRef} from 'preact/hooks';
import {common} from '../../i18n/common';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import type {IconName} from '../../ui/icon';
import {Page} from '../../ui/page';

/** What stands in the way: in words, and the name of the field that it is about, '' when it is about none. */
export type Wrong = {readonly text: string; readonly at: string};

export const nothingWrong: Wrong = {text: '', at: ''};

/** The words for one field. */
export const wrongAt = ({text, at}: Wrong, field: string): string | undefined => (at === field ? text : undefined);

type StepProps = {
  readonly title: string;
  readonly lead?: string;
  readonly place: readonly [now: number, all: number];
  /** The button stays pressable and says it: beside the button, or at the field, which takes the focus. */
  readonly problem?: Wrong;
  readonly next: string;
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly onNext: () => void;
  readonly onBack: () => void;
  readonly children?: ComponentChildren;
};

/** One idea, one large button at the thumb. The title takes the focus at each step. */
export function Step({title, lead, place, problem, next, icon, busy = false, onNext, onBack, children}: StepProps) {
  const [now, all] = place;
  const box = useRef<HTMLDivElement>(null);
  // Before the next frame: a thumb that is already on its way finds the screen at rest.
  useLayoutEffect(() => {
    scrollTo(0, 0);
    box.current?.querySelector<HTMLElement>('h1')?.focus({preventScroll: true});
  }, [now, title]);
  useLayoutEffect(() => {
    if (problem?.at) box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [problem]);
  return (
    <div ref={box} class="stack">
      <Page
        title={title}
        lead={
          <>
            {all > 1 && <span class="small">{say(visit).step(now, all)} </span>}
            {lead}
          </>
        }
        narrow
      >
        {children}
        {problem?.text && !problem.at && <Banner tone="bad">{problem.text}</Banner>}
        <div class="thumb">
          <Button look="primary" busy={busy} onClick={onNext} {...(icon ? {icon} : {})}>
            {next}
          </Button>
        </div>
        <Button look="plain" icon="back" onClick={onBack}>
          {say(common).back}
        </Button>
      </Page>
    </div>
  );
}
