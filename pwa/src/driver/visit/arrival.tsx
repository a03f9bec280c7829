import type {ComponentChildren} from 'preact';
import {useLayoutEffect, useRef} from 'preact/hooks';

/**
 * What comes in the place of the button that called it: its first control takes the focus, which went with the button.
 * A screen that stands from the start, or a press elsewhere, keeps the focus where it is.
 */
export function Arrival({children}: {readonly children: ComponentChildren}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) box.current?.querySelector<HTMLElement>('input, button, a')?.focus();
  }, []);
  return (
    <div ref={box} class="arrival">
      {children}
    </div>
  );
}
