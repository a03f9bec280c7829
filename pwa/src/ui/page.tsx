import type {ComponentChildren} from 'preact';
import {useLayoutEffect, useRef} from 'preact/hooks';

/** The first screen leaves the focus where the browser put it; each later one takes it to its title. */
let shown = 0;

type PageProps = {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly narrow?: true;
};

/** One screen: its title in the tab and in the h1, which takes the focus after a move inside the app. */
export function Page({title, lead, actions, children, narrow}: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the next key and the next frame: whoever types or presses Tab at once does so from here.
  useLayoutEffect(() => {
    document.title = title === 'Portage' ? title : `${title} – Portage`;
  }, [title]);
  useLayoutEffect(() => {
    if (shown > 0) heading.current?.focus({preventScroll: true});
    shown += 1;
  }, []);
  return (
    <div class={narrow ? 'page narrow' : 'page'}>
      <header class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p class="soft">{lead}</p>}
        {actions && <div class="row">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
