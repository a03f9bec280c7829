// What a day in the field brings: a full disk, a clock that is days off, a paper slip with its photo, no mouse and no finger.
import type {Browser, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openChromium, phone, watchedPage} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
let page: Page;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
  browser = await openChromium();
  ({page} = await watchedPage(browser, {...phone, serviceWorkers: 'block'}));
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

const enrol = async () => enrolPhone(page, (await tour.ticket()).url);
const allSent = () => page.getByRole('status').getByText('Tout est envoyé').waitFor();
const residentMark = async () =>
  (await tour.ask<{residentMark?: object}>('GET', `/api/slips/${tour.doors[0]?.slip}`)).residentMark;
const saved = () => page.getByText('Enregistré sur ce téléphone').waitFor();

test('a full disk is said, nothing is half saved, and the same press works once there is room', async () => {
  // Chromium's own quota switch does not reach IndexedDB, so the disk says it through the page's own door to it.
  await page.addInitScript(() => {
    for (const name of ['put', 'add'] as const) {
      const real = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...args: [unknown]) {
        if (document.documentElement.dataset['disk'] === 'full') throw new DOMException('', 'QuotaExceededError');
        return real.apply(this, args);
      };
    }
  });
  const disk = (state: string) => page.evaluate(s => void (document.documentElement.dataset['disk'] = s), state);
  await enrol();
  await pickUp(page, 'Boutique 1', '990');
  await disk('full');
  await press(page, 'J’ai pris cette commande');
  await page.getByRole('alert').getByText('Le téléphone n’a plus de place').waitFor();
  await disk('free');
  await press(page, 'J’ai pris cette commande');
  await saved();
  await allSent();
});

test.each([3, -3])('a clock %i days off: the round is there, and the acts are taken', async days => {
  await page.addInitScript(off => {
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...at: unknown[]) {
        if (at.length === 0) super(Real.now() + off);
        else super(...(at as [number]));
      }
      static override now = () => Real.now() + off;
    } as DateConstructor;
  }, days * 86_400_000);
  await enrol();
  // Behind its time the round lies in the days to come; ahead of it, it is late work.
  if (days < 0) await page.getByRole('button', {name: /· 1 commande/}).click();
  await pickUp(page, 'Boutique 1', '990');
  await press(page, 'J’ai pris cette commande');
  await saved();
  await allSent();
  const {goods} = await tour.ask<{goods: string}>('GET', `/api/slips/${tour.doors[0]?.slip}`);
  expect(goods).toBe('withDriver');
});

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

test('a slip signed on paper: its photo follows and the mark says paper', async () => {
  await enrol();
  await pickUp(page, 'Boutique 1', '990');
  await press(page, 'J’ai pris cette commande');
  await follow(page, 'Livrer Foyer Numéro1');
  await follow(page, 'Remettre les courses');
  await passCheck(page);
  await page.getByText('Maison 1').waitFor();
  await press(page, 'Continuer');
  await press(page, 'La personne ne peut pas');
  await page.getByLabel('Sur le bon en papier').check();
  await page
    .getByLabel('Photo du bon signé')
    .setInputFiles({name: 'bon.png', mimeType: 'image/png', buffer: Buffer.from(PIXEL, 'base64')});
  await page.getByText('Photo prête').waitFor();
  await press(page, 'Valider la remise');
  await expect.poll(residentMark).toMatchObject({paper: true});
  await expect
    .poll(
      () =>
        page.evaluate(
          () =>
            new Promise<number>(done => {
              const open = indexedDB.open('portage');
              open.onsuccess = () => {
                const count = open.result.transaction('blobs').objectStore('blobs').count();
                count.onsuccess = () => done(count.result);
              };
            }),
        ),
      {timeout: 60_000},
    )
    .toBe(0); // the server has verified it
});

/** What has the focus, as a person would name it. */
const focused = () =>
  page.evaluate(() => {
    const e = document.activeElement;
    const label = e instanceof HTMLInputElement ? e.labels?.[0]?.textContent : null;
    return (label ?? e?.getAttribute('aria-label') ?? e?.textContent ?? '').trim();
  });

async function tabTo(name: string | RegExp): Promise<void> {
  // The keys are faster than the screen.
  await page.getByText(name).or(page.getByLabel(name)).or(page.getByRole('link', {name})).first().waitFor();
  for (let stops = 0; stops < 40; stops++) {
    await page.keyboard.press('Tab');
    const at = await focused();
    if (typeof name === 'string' ? at === name : name.test(at)) return;
  }
  throw new Error(`Tab does not reach ${String(name)}`);
}

test('the keyboard alone: from the shop to the cheque in the shop’s hands, each mark with a witness', async () => {
  await enrol();
  const enter = async (name: string | RegExp) => {
    await tabTo(name);
    await page.keyboard.press('Enter');
  };
  const tick = async (name: string | RegExp) => {
    await tabTo(name);
    await page.keyboard.press('Space');
  };
  // A group of choices is one stop; the arrows move within it.
  const choose = async (first: string | RegExp, steps: number) => {
    await tick(first);
    for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowDown');
  };
  const pass = async () => {
    await enter('Continuer sans code');
    await choose('Pas de bon avec la commande', 3);
    await enter('Continuer');
  };
  await enter('Enlever chez Boutique 1');
  await atScreen(page, 'Boutique 1');
  await enter(/^Enlever le bon/);
  await atScreen(page, /^La commande de/);
  await pass();
  await atScreen(page, /^Que prenez-vous/);
  await enter('Continuer');
  await atScreen(page, 'Montant du ticket');
  await tabTo('1');
  await page.keyboard.type('1465');
  await page.getByText('14,65').waitFor();
  await enter('J’ai pris cette commande');
  await page.getByRole('link', {name: 'Livrer Foyer Numéro1'}).waitFor();
  await enter('Livrer Foyer Numéro1');
  await atScreen(page, 'Foyer Numéro1');
  await enter('Remettre les courses');
  await atScreen(page, /^Les bonnes courses/);
  await pass();
  await atScreen(page, /^Le chèque pour/);
  await enter('Continuer');
  await atScreen(page, 'Signature de la personne');
  const witness = async (other: string | RegExp, reason: string, name: string) => {
    await enter(other);
    await tabTo('Avec le doigt');
    await page.keyboard.press('ArrowDown');
    await page.getByText('Pourquoi sans signature').waitFor();
    await tabTo('Autre raison');
    await page.keyboard.type(reason);
    await tabTo('Nom du témoin');
    await page.keyboard.type(name);
  };
  await witness(/ne peut pas ou ne veut pas signer/, 'Main blessée', 'Lise Caron');
  await enter('Valider la remise');
  await expect.poll(residentMark).toMatchObject({cannotSign: 'Main blessée', witness: 'Lise Caron'});

  await enter('Rendre les chèques à Boutique 1');
  await atScreen(page, 'Boutique 1');
  await enter('Rendre les chèques');
  await atScreen(page, 'Chèques pour Boutique 1');
  await enter('Continuer');
  await atScreen(page, 'Signature du commerce');
  await witness('Signer autrement', 'Gants', 'Le caissier');
  await enter('Valider le dépôt');
  const merchantMark = async () =>
    (await tour.ask<{merchantMark?: object}>('GET', `/api/slips/${tour.doors[0]?.slip}`)).merchantMark;
  await expect.poll(merchantMark).toMatchObject({cannotSign: 'Gants', witness: 'Le caissier'});
});
