// Codes with the server dead: the camera over the papers that the server prints, the typed code, no camera at all.
import type {Browser} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {cameraArgs, filmOf} from './lib/camera';
import {atScreen, enrolPhone, follow, press, sign, typeAmount, waiting} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 2);
});
afterEach(() => server.remove());

/** At the first shop's counter, with the server dead once the reader of codes is on the phone. */
async function atCounter(browser: Browser) {
  const {page, errors} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await underWorker(page);
  await tour.opened(); // that act waits no more, and is not among those that are counted
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
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
  await page.reload();
  await atScreen(page, /^La commande de/);
  return {page, errors};
}

/** In front of the camera: what the server prints for that door's slip. */
async function openHolding(papers: 'slips' | 'labels', door: number): Promise<Browser> {
  const pdf = await tour.print(`/api/paper/${papers}?slip=${tour.doors[door]?.slip}`);
  return openChromium(...cameraArgs(filmOf(pdf)));
}

type Journal = {readonly journal: readonly {readonly kind: string; readonly data?: {readonly check?: string}}[]};

test('the printed slip is the right one at the shop and at the door', async () => {
  const browser = await openHolding('slips', 0);
  try {
    const {page, errors} = await atCounter(browser);
    await press(page, 'Scanner le bon');
    await page.getByText('c’est le bon').first().waitFor();
    await press(page, 'Continuer');
    await atScreen(page, /^Que prenez-vous/);
    await press(page, 'Continuer');
    await typeAmount(page, '1465');
    await press(page, 'J’ai pris cette commande');
    await follow(page, /^Foyer Numéro1/); // the other shop comes first, this door may
    await follow(page, 'Remettre les courses');
    await press(page, 'Scanner le bon');
    await page.getByText('c’est le bon').first().waitFor();
    await press(page, 'Continuer');
    await page.getByText('Maison 1').waitFor();
    await press(page, 'Continuer');
    await sign(page, 1);
    await press(page, 'Valider la remise');
    await waiting(page, 3); // the amount, the pick-up, the hand-over
    expect(errors.filter(e => !e.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
    await server.start();
    await page.reload();
    await page.getByRole('status').getByText('Tout est envoyé').waitFor();
    const {journal} = await tour.ask<Journal>('GET', `/api/slips/${tour.doors[0]?.slip}`);
    const checks = journal.flatMap(({kind, data}) => (data?.check ? [[kind, data.check]] : []));
    expect(checks).toEqual([
      ['pickedUp', 'qr'],
      ['handedOver', 'qr'],
    ]);
  } finally {
    await browser.close();
  }
});

test.each([
  ['the next slip’s paper is refused in words', 'slips', 1, 'Ce n’est pas le bon attendu'],
  ['the label of its bag is as good as the slip', 'labels', 0, 'c’est le bon'],
] as const)('%s', async (_, papers, door, words) => {
  const browser = await openHolding(papers, door);
  try {
    const {page, errors} = await atCounter(browser);
    await press(page, 'Scanner le bon');
    await page.getByText(words).first().waitFor();
    expect(errors.filter(e => !e.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  } finally {
    await browser.close();
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
      await page.getByText(words).first().waitFor();
    };
    const [mine = '', other = ''] = tour.doors.map(d => d.code);
    await type(other, 'Ce n’est pas le bon attendu');
    await type((mine.startsWith('7') ? '8' : '7') + mine.slice(1), 'faute de frappe');
    await type('bonjour', 'Ce n’est pas le code d’un bon');
    await type('A'.repeat(26), 'n’est pas dans votre tournée');
    await type(mine.toLowerCase().replace('-', ' '), 'c’est le bon');
  } finally {
    await browser.close();
  }
});
