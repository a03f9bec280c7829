// What a phone keeps when it dies, changes its version or never comes back; and what it may not keep.
import {readFileSync} from 'node:fs';
import type {Browser, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, onTestFinished, test} from 'vitest';
import {violations} from './lib/axe';
import {changeOver, openChromium, phone, underWorker, watchedPage, wide} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press, sign, waiting} from './lib/drive';
import {openHandset, type Handset} from './lib/handset';
import {deliver, tapNotice} from './lib/notice';
import {nextBinary} from './lib/places';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
});
afterEach(() => server.remove());

async function chromium(): Promise<Browser> {
  const browser = await openChromium();
  onTestFinished(() => browser.close());
  return browser;
}

type Slip = {readonly goods: string; readonly complete: boolean; readonly residentMark?: {readonly name?: string}};
const slip = () => tour.ask<Slip>('GET', `/api/slips/${tour.doors[0]?.slip}`);
const goods = (state: string) => expect.poll(async () => (await slip()).goods, {timeout: 30_000}).toBe(state);
async function allSent(page: Page): Promise<void> {
  await tour.opened();
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
}

async function takeOrder(page: Page): Promise<void> {
  await pickUp(page, 'Boutique 1', '1465');
  await press(page, 'J’ai pris cette commande');
  await page.getByRole('link', {name: 'Livrer Foyer Numéro1'}).waitFor();
}

async function toSignature(page: Page): Promise<void> {
  await follow(page, 'Livrer Foyer Numéro1');
  await follow(page, 'Remettre les courses');
  await passCheck(page);
  await page.getByText('Maison 1').waitFor();
  await press(page, 'Continuer');
  await atScreen(page, 'Signature de la personne');
}

/** In the page: everything that a store of the phone's database holds, as text. */
const held = (page: Page, store: string) =>
  page.evaluate(
    name =>
      new Promise<string>(done => {
        const open = indexedDB.open('portage');
        open.onsuccess = () => {
          const all = open.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            open.result.close();
            done(JSON.stringify(all.result));
          };
        };
      }),
    store,
  );

/** In the page: how many strokes the drafts on the disk have. */
async function strokesOnDisk(page: Page): Promise<number> {
  const drafts = JSON.parse(await held(page, 'drafts')) as {value: {sign?: {strokes: number[]}}}[];
  let strokes = 0;
  for (const {value} of drafts) {
    const flat = value.sign?.strokes ?? [];
    for (let i = 0; i < flat.length; i += 1 + 2 * (flat[i] ?? 0)) strokes++;
  }
  return strokes;
}

test('a phone that dies in the middle of a signature has what was drawn of it', async () => {
  const handset: Handset = await openHandset('about:blank');
  onTestFinished(() => handset.close());
  await enrolPhone(handset.page, (await tour.ticket()).url);
  await underWorker(handset.page);
  await takeOrder(handset.page);
  await goods('withDriver');
  await allSent(handset.page);
  await toSignature(handset.page);
  await server.kill();
  await sign(handset.page, 1);
  const box = await handset.page.locator('canvas').boundingBox();
  if (!box) throw new Error('there is no pad');
  const finger = (type: 'touchStart' | 'touchMove', at: number) =>
    handset.cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [{x: box.x + box.width * at, y: box.y + box.height * 0.8 * at, id: 1}],
    });
  // The finger draws on and on, and is never lifted: the stroke must be on the disk all the same.
  await finger('touchStart', 0.1);
  let at = 0.1;
  await expect
    .poll(
      async () => {
        at = at > 0.9 ? 0.1 : at + 0.02;
        await finger('touchMove', at);
        return strokesOnDisk(handset.page);
      },
      {timeout: 30_000, interval: 20},
    )
    .toBe(2);
  await handset.kill();
  await handset.page.getByRole('img', {name: 'Signature faite'}).waitFor();
  expect(await strokesOnDisk(handset.page)).toBe(2);
  await press(handset.page, 'Valider la remise');
  await waiting(handset.page, 1);
  expect(await held(handset.page, 'drafts')).not.toContain('strokes'); // the act has taken its draft along
  await server.start();
  await goods('delivered');
});

/** The page's clock, some days on from the next load. */
async function live(page: Page, days: number): Promise<void> {
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
  await page.reload();
}

test('two days after delivery name, address and telephone leave the phone, without a word from the service', async () => {
  const {page} = await watchedPage(await chromium(), phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await takeOrder(page);
  await toSignature(page);
  await sign(page, 1);
  await press(page, 'Valider la remise');
  await goods('delivered');
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
  await underWorker(page);
  await server.kill();
  const address = `${server.origin}/slip/${tour.doors[0]?.slip}`;
  await page.goto(address);
  await page.getByText('Boutique 1 pour Foyer Numéro1').waitFor();

  await live(page, 1);
  await page.getByText('Boutique 1 pour Foyer Numéro1').waitFor();
  expect(await held(page, 'rows')).toContain('rue Haute');

  await live(page, 1); // one more on top of the other
  await page.getByText('Boutique 1 pour Nom effacé').waitFor();
  const rows = await held(page, 'rows');
  for (const gone of ['Foyer', 'Numéro1', 'rue Haute', '02 61 91 10', 'Pommes']) expect(rows).not.toContain(gone);
  expect(rows).toContain('Maison 1'); // the cheque in hand is still known
  await page.goto(server.origin);
  await page.getByRole('link', {name: 'Rendre les chèques à Boutique 1'}).waitFor();
});

test('a queue saved as a file: a computer of the service sends it, once, and says what is no such file', async () => {
  const browser = await chromium();
  const {page} = await watchedPage(browser, {...phone, acceptDownloads: true});
  await enrolPhone(page, (await tour.ticket()).url);
  await underWorker(page);
  await allSent(page);
  await follow(page, 'Enlever chez Boutique 1');
  await atScreen(page, 'Boutique 1');
  await page.goto(server.origin);
  await server.kill();
  await takeOrder(page);
  await waiting(page, 2);
  await follow(page, 'File d’envoi');
  await page.getByText('Si l’envoi ne marche plus').click();
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Garder dans un fichier')]);
  await page.getByText('Le fichier est prêt').waitFor();
  const file = {
    name: download.suggestedFilename(),
    mimeType: 'application/json',
    buffer: readFileSync(await download.path()),
  };
  expect(file.name).toMatch(/^portage-\d{12}\.json$/);

  // The phone falls into the harbour; the file comes to a computer that nobody is enrolled on.
  await page.context().close();
  await server.start();
  const {page: desk, errors} = await watchedPage(browser, wide);
  await desk.goto(server.origin);
  await follow(desk, 'Envoyer un fichier gardé par un livreur');
  await desk.getByText('Si l’envoi ne marche plus').click();
  expect(await violations(desk)).toEqual([]);
  const take = (chosen: {name: string; mimeType: string; buffer: Buffer}) =>
    desk.getByLabel('Reprendre un fichier').setInputFiles(chosen);
  await take({name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff])});
  await desk.getByText('Ce fichier ne vient pas de Portage').waitFor();
  await take({...file, buffer: file.buffer.subarray(0, file.buffer.length / 2)});
  await desk.getByText('Ce fichier ne vient pas de Portage').waitFor();
  await take(file);
  await desk.getByText('2 gestes repris').waitFor();
  await desk.getByText('Ce fichier ne vient pas de Portage').waitFor({state: 'hidden'});
  await goods('withDriver');
  await take(file);
  await desk.getByText('Tout ce fichier est déjà ici').waitFor();
  const {journal} = await tour.ask<{journal: {kind: string}[]}>('GET', `/api/slips/${tour.doors[0]?.slip}`);
  expect(journal.filter(e => e.kind === 'pickedUp')).toHaveLength(1);
  expect(errors).toEqual([]);
});

test('a new version takes over a full queue and a half-drawn signature', async () => {
  const {page, errors} = await watchedPage(await chromium(), phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await underWorker(page);
  await allSent(page);
  await follow(page, 'Enlever chez Boutique 1');
  await atScreen(page, 'Boutique 1');
  await page.goto(server.origin);
  await server.kill();
  await takeOrder(page);
  await toSignature(page);
  await sign(page, 2);
  await waiting(page, 2);
  // What comes back speaks another version, and its exchange is out of order until the new app runs.
  await page.context().route('**/api/exchange', route => route.abort());
  await server.start(nextBinary);
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null);
  expect(await page.getByRole('button', {name: 'Mettre à jour maintenant'}).count()).toBe(0); // not at a door
  await page.goto(server.origin);
  await Promise.all([page.waitForEvent('load', changeOver), press(page, 'Mettre à jour maintenant')]);
  await waiting(page, 2);
  await follow(page, 'Réglages');
  await page.getByText('Version e2e-next').waitFor();
  await page.goto(server.origin);
  await follow(page, 'Livrer Foyer Numéro1');
  await follow(page, 'Remettre les courses');
  await page.getByRole('img', {name: 'Signature faite'}).waitFor();
  await press(page, 'Valider la remise');
  await waiting(page, 3);
  await page.context().unroute('**/api/exchange');
  await page.goto(`${server.origin}/outbox`);
  await page.getByRole('heading', {name: 'Tout est envoyé'}).waitFor();
  await goods('delivered');
  expect((await slip()).residentMark?.name).toBe('Foyer Numéro1');
  expect(errors.filter(e => !/ERR_(CONNECTION_REFUSED|FAILED)/.test(e))).toEqual([]);
});

test('a notice that an order is ready opens its slip, and from there its stop, with the server dead', async () => {
  const {page} = await watchedPage(await chromium(), {...phone, permissions: ['notifications']});
  await enrolPhone(page, (await tour.ticket()).url);
  await underWorker(page);
  await allSent(page);
  await follow(page, 'Enlever chez Boutique 1'); // the part with the visits is on the phone once it opened
  await atScreen(page, 'Boutique 1');
  await follow(page, 'Réglages');
  const url = `/slip/${tour.doors[0]?.slip}`;
  const send = await deliver(page, server.origin);
  await send({
    v: 1,
    id: 'n1',
    token: 't',
    tag: 'ready',
    lang: 'fr',
    at: 1,
    url,
    title: 'Commande prête',
    body: 'Boutique 1',
  });
  await server.kill();
  await expect
    .poll(() => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).length))
    .toBe(1);
  await tapNotice(page, 'ready');
  await page.getByText('Boutique 1 pour Foyer Numéro1').waitFor();
  expect(new URL(page.url()).pathname).toBe(url);
  await follow(page, 'Enlever chez Boutique 1');
  await page.getByRole('link', {name: /^Enlever le bon/}).waitFor();
});
