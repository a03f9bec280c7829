// A control that is pressed may go with what it answers, and takes the focus along: who does not see the screen is then
// nowhere. The focus comes back at the title of what stood around it, as on a new screen.

/** What had the focus last, and all around it, the nearest first. */
let trail: readonly Element[] = [];

addEventListener('focusin', e => {
  const found: Element[] = [];
  for (let at = e.target instanceof Element ? e.target : null; at; at = at.parentElement) found.push(at);
  trail = found;
});

const isLost = (): boolean => trail[0]?.isConnected === false && document.activeElement === document.body;

function take(): void {
  if (!isLost()) return; // the screen has put it elsewhere
  const around = trail.filter(e => e.isConnected).map(e => e.querySelector<HTMLElement>('h1, h2, h3'));
  const title = around.find(Boolean) ?? document.querySelector<HTMLElement>('h1');
  if (!title) return;
  title.tabIndex = -1;
  title.focus({preventScroll: true});
}

/** After the effects of the drawing that took the control away. */
new MutationObserver(() => {
  if (isLost()) requestAnimationFrame(() => setTimeout(take));
}).observe(document.body, {childList: true, subtree: true});
