// The app starts with the server dead, in all three engines. Killing the server is the honest test.
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openChromium, openFirefox, phone, underWorker, watchedPage} from './lib/browsers';
import {startServer, type Server} from './lib/server';
import {openWebKit} from './lib/webkit';

let server: Server;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.remove());

/** Address, its title, and the page that the phone keeps for it. */
const addresses = [
  ['/', 'Bienvenue', '/index.html'],
  ['/enrol', 'Relier ce téléphone', '/index.html'],
  ['/desk', 'Connexion', '/desk.html'],
  ['/s', 'Bons de livraison', '/merchant.html'],
] as const;

test.each([
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
])('%s opens every area without a server', async (_, open) => {
  const browser = await open();
  try {
    const {page} = await watchedPage(browser, phone);
    await page.goto(server.origin);
    await underWorker(page);
    for (const [path, , kept] of addresses) {
      await page.goto(server.origin + path);
      await page.waitForFunction(async name => (await caches.match(name)) !== undefined, kept);
    }
    await server.kill();
    for (const [path, title] of addresses) {
      await page.goto(server.origin + path);
      await page.reload();
      await page.getByRole('heading', {level: 1, name: title}).waitFor();
    }
  } finally {
    await browser.close();
  }
});

test('the desk says in words that the server does not answer', async () => {
  const browser = await openChromium();
  try {
    const {page} = await watchedPage(browser, phone);
    await page.goto(`${server.origin}/desk`);
    await underWorker(page);
    await server.kill();
    await page.reload();
    await page.getByText('Le serveur ne répond pas').waitFor();
    await server.start();
    await page.getByRole('button', {name: 'Réessayer'}).click();
    await page.getByLabel('Identifiant').waitFor();
  } finally {
    await browser.close();
  }
});

test('WebKit opens every area without a server', async () => {
  const webkit = await openWebKit();
  try {
    await webkit.open(server.origin);
    await webkit.until('return document.querySelector("h1") !== null && navigator.serviceWorker.controller !== null');
    await webkit.until('return navigator.serviceWorker.controller.state === "activated"');
    for (const [path, , kept] of addresses) {
      await webkit.open(server.origin + path);
      await webkit.until(
        `caches.match("${kept}").then(r => {window.kept = r !== undefined}); return window.kept === true`,
      );
    }
    await server.kill();
    await webkit.reload();
    await webkit.until('return document.querySelector("h1") !== null');
    for (const [path] of addresses) {
      await webkit.open(server.origin + path);
      await webkit.until('return document.querySelector("h1") !== null');
      expect(await webkit.run<string>('return location.pathname')).toBe(path);
    }
  } finally {
    await webkit.close();
  }
});
