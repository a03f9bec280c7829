// A new version arrives while a page is open: the old page keeps working, says so, and changes over when asked.
import {afterEach, beforeEach, expect, test} from 'vitest';
import {changeOver, openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {nextBinary} from './lib/places';
import {startServer, type Server} from './lib/server';

let server: Server;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.remove());

test('the person decides when the new version takes over', async () => {
  const browser = await openChromium();
  try {
    const {page, errors} = await watchedPage(browser, phone);
    await page.goto(server.origin);
    await underWorker(page);
    await server.kill();
    await server.start(nextBinary);

    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const offer = page.getByRole('button', {name: 'Mettre à jour maintenant'});
    await offer.waitFor();
    // The old page still moves between its screens and shows its own version.
    await page.getByRole('link', {name: 'Relier ce téléphone'}).click();
    await page.getByRole('heading', {level: 1, name: 'Relier ce téléphone'}).waitFor();
    await page.getByRole('button', {name: 'Réglages'}).click();
    expect(await page.getByText(/^Version /).textContent()).not.toBe('Version e2e-next');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({state: 'detached'});

    await Promise.all([page.waitForEvent('load', changeOver), offer.click()]);
    await page.getByRole('button', {name: 'Réglages'}).click();
    await page.getByText('Version e2e-next').waitFor();
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('an open tab of the old version still finds its lazy parts after another tab changed over', async () => {
  const browser = await openChromium();
  try {
    const {page: old} = await watchedPage(browser, phone);
    await old.goto(server.origin);
    await underWorker(old);
    const part = await old.evaluate(async () => {
      const [name] = await caches.keys();
      const cache = await caches.open(name ?? '');
      return (await cache.keys()).map(r => new URL(r.url).pathname).find(p => /^\/assets\/part-.*\.js$/.test(p));
    });
    expect(part).toBeDefined();
    const other = await old.context().newPage();
    await other.goto(server.origin);
    await server.kill();
    await server.start(nextBinary);
    await other.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await Promise.all([
      other.waitForEvent('load', changeOver),
      other.getByRole('button', {name: 'Mettre à jour maintenant'}).click(),
    ]);
    await server.kill();
    // The old tab was told, not reloaded under its person's hands.
    await old.getByRole('button', {name: 'Mettre à jour maintenant'}).waitFor();
    const status = await old.evaluate(async p => (await fetch(p ?? '')).status, part);
    expect(status).toBe(200);
  } finally {
    await browser.close();
  }
});
