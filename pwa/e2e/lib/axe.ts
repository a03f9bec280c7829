import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type {Page} from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Finding = {id: string; nodes: {target: unknown[]; failureSummary?: string}[]};
type Axe = {run(root: Document, options: unknown): Promise<{violations: Finding[]}>};

/** Resolves once the screen has its title and no colour or size is still on its way to where it belongs. */
export async function atRest(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({state: 'attached'});
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(a => Number.isFinite(a.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(a => a.finished));
  });
}

/** What axe finds in a screen at rest against WCAG 2.2 AA and its own good practice, one line each. */
export async function violations(page: Page): Promise<string[]> {
  await atRest(page);
  await page.evaluate(source);
  const found = await page.evaluate(async () => {
    // Half-scrolled, a bar that stays in sight always lies over some button, which a person scrolls away.
    const over = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      e => getComputedStyle(e).position === 'sticky' || e.matches('.toasts'),
    );
    for (const e of over) e.style.position = 'static';
    const {axe} = window as unknown as {axe: Axe};
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const {violations} = await axe.run(document, {runOnly, resultTypes: ['violations']});
    for (const e of over) e.style.position = '';
    return violations;
  });
  return found.flatMap(v => v.nodes.map(n => `${v.id}: ${String(n.target)} ${n.failureSummary ?? ''}`));
}

/** In light, then in dark: on the way, since a walk of its own for each takes longer. The page is left in light. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  const light = await violations(page);
  await turn(page, 'dark');
  const dark = await violations(page);
  await turn(page, 'light');
  return [...light, ...dark.map(v => `dark: ${v}`)];
}

/** Resolves once the page, which hears of the system's change as an event, has turned too. */
async function turn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({colorScheme});
  await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
}
