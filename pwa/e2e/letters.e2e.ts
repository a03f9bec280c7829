// The app's own letters come after the first words: nothing may move under a thumb when they do.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, phone} from './lib/browsers';
import {atScreen, enrolPhone} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  tour = await prepareTour(server, 2);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** The browser's own score of what moved, from the first paint until the letters have come and are drawn. */
async function shiftOf(page: Page, title: string | RegExp, last: string): Promise<number> {
  let come = () => {};
  const held = new Promise<void>(go => (come = go));
  await page.route('**/*.woff2', async route => {
    await held;
    await route.continue();
  });
  await page.reload({waitUntil: 'commit'});
  await atScreen(page, title);
  await page.getByText(last).waitFor(); // of a part that is fetched after the first paint
  expect(await page.evaluate(() => document.fonts.status)).toBe('loading');
  come();
  await page.waitForFunction(() => document.fonts.status === 'loaded');
  const letters = ['16px Hyperlegible', '700 16px Bricolage'];
  expect(await page.evaluate(all => all.every(one => document.fonts.check(one)), letters)).toBe(true);
  await page.unroute('**/*.woff2');
  return page.evaluate(async () => {
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const moved = (window as unknown as {moved: readonly number[]}).moved;
    return moved.reduce((sum, one) => sum + one, 0);
  });
}

test('from the first words to the app’s own letters next to nothing moves', async () => {
  const context = await browser.newContext({...phone, serviceWorkers: 'block'});
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const moved: number[] = [];
    Object.assign(window, {moved});
    new PerformanceObserver(list => {
      for (const shift of list.getEntries() as (PerformanceEntry & {value: number})[]) moved.push(shift.value);
    }).observe({type: 'layout-shift', buffered: true});
  });
  await page.goto(server.origin);
  expect.soft(await shiftOf(page, 'Bienvenue', 'Je travaille au service'), 'welcome').toBeLessThan(0.01);
  await enrolPhone(page, (await tour.ticket()).url);
  await tour.opened(); // the round is on the disk: it does not come in between
  expect.soft(await shiftOf(page, /^Bonjour/, 'La tournée sur papier'), 'today').toBeLessThan(0.01);
  await context.close();
});
