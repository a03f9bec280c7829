// Codes at the counter, with the server dead: the camera, the typed code, and no camera at all.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {cameraArgs, filmOf} from './lib/camera';
import {atScreen, enrolPhone, follow, press} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let dead = false;
beforeAll(async () => {
  server = await startServer();
  tour = await prepareTour(server, 2);
});
afterAll(() => server.remove());

/** At the first shop's counter, with the server dead once the reader of codes is on the phone. */
async function atCounter(browser: Browser) {
  if (dead) await server.start();
  dead = false;
  const {page, errors} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await underWorker(page);
  await follow(page, 'Enlever chez Boutique 1');
  await follow(page, /^Enlever le bon/);
  await atScreen(page, /^La commande de/);
  await page.waitForFunction(async () => {
    for (const name of await caches.keys()) {
      const kept = await (await caches.open(name)).keys();
      if (kept.some(r => r.url.endsWith('.wasm')) && kept.some(r => /zxing-[^/]*\.js$/.test(r.url))) return true;
    }
    return false;
  });
  await server.kill();
  dead = true;
  await page.reload();
  await atScreen(page, /^La commande de/);
  return {page, errors};
}

test('the slip’s own QR is the right one; the next slip’s is refused in words', async () => {
  for (const [door, words] of [
    [0, 'c’est le bon'],
    [1, 'Ce n’est pas le bon attendu'],
  ] as const) {
    const browser = await openChromium(...cameraArgs(filmOf(tour.doors[door]?.url ?? '')));
    try {
      const {page, errors} = await atCounter(browser);
      await press(page, 'Scanner le bon');
      await page.getByText(words).waitFor();
      if (door === 0) {
        await press(page, 'Continuer');
        await atScreen(page, /^Que prenez-vous/);
      }
      expect(errors.filter(e => !e.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
    } finally {
      await browser.close();
    }
  }
});

test('without a camera the typed code does the same, and says what is wrong with another', async () => {
  const browser = await openChromium();
  try {
    const {page} = await atCounter(browser);
    await press(page, 'Scanner le bon');
    await page.getByText('L’appareil photo n’est pas disponible').waitFor();
    const type = async (code: string, words: string) => {
      await page.getByLabel('Ou tapez le code du bon').fill(code);
      await press(page, 'Vérifier');
      await page.getByText(words).waitFor();
    };
    const [mine = '', other = ''] = tour.doors.map(d => d.code);
    await type(other, 'Ce n’est pas le bon attendu');
    await type(mine.slice(1, 2) + mine.slice(0, 1) + mine.slice(2), 'faute de frappe');
    await type('bonjour', 'Ce n’est pas le code d’un bon');
    await type('A'.repeat(26), 'n’est pas dans votre tournée');
    await type(mine.toLowerCase().replace('-', ' '), 'c’est le bon');
  } finally {
    await browser.close();
  }
});
