// Hands at a door: gloves that tap twice, a thumb on the glass, a phone on its side, a visit left and taken up again, an
// amount typed wrong.
import type {Browser, CDPSession, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, watchedPage} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press, sign, typeAmount} from './lib/drive';
import {addHome, addShop} from './lib/orders';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
let page: Page;
let cdp: CDPSession;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
  browser = await openChromium();
  ({page} = await watchedPage(browser, {...phone, hasTouch: true, serviceWorkers: 'block'}));
  cdp = await page.context().newCDPSession(page);
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

const enrol = async () => enrolPhone(page, (await tour.ticket()).url);
const TAKE = 'J’ai pris cette commande';

async function toSignature(household: string): Promise<void> {
  await follow(page, `Livrer ${household}`);
  await follow(page, 'Remettre les courses');
  await passCheck(page);
  await page.getByText('À l’ordre de').waitFor();
  await press(page, 'Continuer');
  await atScreen(page, 'Signature de la personne');
}

async function take(shop: string, digits: string): Promise<void> {
  await pickUp(page, shop, digits);
  await press(page, TAKE);
  await page.getByText('Enregistré sur ce téléphone').waitFor();
}

type Point = readonly [x: number, y: number];
type Touch = readonly [id: number, at: Point];
const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Touch[], timestamp?: number) =>
  cdp.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: points.map(([id, [x, y]]) => ({id, x, y, radiusX: 4, radiusY: 4, force: 0.6})),
    ...(timestamp === undefined ? {} : {timestamp}),
  });

async function middle(name: string): Promise<Point> {
  const box = await page.getByRole('button', {name}).boundingBox();
  if (!box) throw new Error(`there is no button ${name}`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

test('a visit left at the signature: what came on board since is checked, asked for and signed for', async () => {
  const shops = [await addShop(tour, 'Le Verger'), await addShop(tour, 'Le Four')];
  const [first, second] = await addHome(tour, 'Double', shops);
  await enrol();
  await page.getByRole('link', {name: /^Le Verger/}).click();
  await follow(page, /^Enlever le bon/);
  await passCheck(page);
  await press(page, 'Continuer');
  await typeAmount(page, '1465');
  await press(page, TAKE);
  await page.getByRole('link', {name: /^Foyer Double/}).click();
  await page.getByText('1 commande n’est pas encore avec vous').waitFor();
  await follow(page, 'Remettre les courses');
  await passCheck(page);
  await page.getByText('Ordre Le Verger').waitFor();
  await press(page, 'Continuer');
  await atScreen(page, 'Signature de la personne');
  await sign(page, 2);
  await page.goBack(); // the other bag is still at the shop
  await atScreen(page, 'Le chèque pour Le Verger');
  await page.reload(); // the app begins again, in the middle of the visit
  await atScreen(page, 'Le chèque pour Le Verger');
  await page.goForward();
  await page.getByRole('img', {name: 'Signature faite'}).waitFor();
  await press(page, 'Retour');
  await atScreen(page, 'Le chèque pour Le Verger');
  await page.goBack();
  await page.getByText('sans code', {exact: true}).waitFor();
  await page.goBack();
  await atScreen(page, 'Foyer Double');
  await follow(page, 'Revenir à la tournée');
  await page.getByRole('link', {name: /^Le Four/}).click();
  await follow(page, /^Enlever le bon/);
  await passCheck(page);
  await press(page, 'Continuer');
  await typeAmount(page, '700');
  await press(page, TAKE);
  await page.getByRole('link', {name: /^Foyer Double/}).click();
  await follow(page, 'Remettre les courses');
  await atScreen(page, /^Les bonnes courses/);
  await passCheck(page);
  await page.getByText('Ordre Le Verger').waitFor();
  await press(page, 'Continuer');
  await page.getByText('Ordre Le Four').waitFor();
  await press(page, 'Continuer');
  await page.getByText('Faites signer à nouveau').waitFor();
  await press(page, 'Valider la remise');
  await page.getByText('Il manque la signature').waitFor();
  await sign(page, 1);
  await press(page, 'Valider la remise');
  type Slip = {readonly goods: string; readonly cheque: {readonly state: string; readonly amountCents?: number}};
  const slip = (id: string | undefined) => tour.ask<Slip>('GET', `/api/slips/${id}`);
  const held = (amountCents: number) => ({goods: 'delivered', cheque: {state: 'withDriver', amountCents}});
  await expect.poll(() => slip(first)).toMatchObject(held(1465));
  await expect.poll(() => slip(second)).toMatchObject(held(700));
  // "Back" finds no step of what is recorded, and takes nothing back.
  await atScreen(page, /^Bonjour/);
  await page.goBack();
  await atScreen(page, 'Foyer Double');
  await page.getByText('C’est fait ici.').waitFor();
  await page.goBack();
  await atScreen(page, /^Bonjour/);
});

test('a phone that died after the last press opens on what was recorded, not on an empty form', async () => {
  await enrol();
  await take('Boutique 1', '990');
  await page.goto(`${server.origin}/slip/${tour.doors[0]?.slip}/pickup`);
  await page.getByText('Commande enlevée').waitFor();
  expect(await page.getByRole('button', {name: 'Scanner le bon'}).count()).toBe(0);
});

test('a glove taps twice: the second tap does not press what the first one brought up', async () => {
  await page.addInitScript(() => {
    let fingers = 0; // before the app listens: it may stop a click
    const count = (e: MouseEvent) => {
      if ((e as PointerEvent).pointerType === 'touch') fingers++;
      document.documentElement.dataset['clicks'] = String(fingers);
    };
    addEventListener('click', count, true);
  });
  await enrol();
  await follow(page, 'Enlever chez Boutique 1');
  await follow(page, /^Enlever le bon/);
  await passCheck(page);
  await atScreen(page, /^Que prenez-vous/);
  // The moments are told to the browser, within the life of the page: a slow machine taps as fast as a quick one.
  await page.waitForFunction(() => performance.now() > 1500);
  const now = (await page.evaluate(() => performance.timeOrigin)) / 1000;
  const tap = async (at: Point, after: number) => {
    // Together: between two answers a slow machine would let a tap become a long press, by its own clock.
    await Promise.all([touch('touchStart', [[1, at]], now + after), touch('touchEnd', [], now + after + 0.05)]);
  };
  await tap(await middle('Continuer'), 0);
  await atScreen(page, 'Montant du ticket');
  await tap(await middle(TAKE), 0.2);
  await page.waitForFunction(() => document.documentElement.dataset['clicks'] === '2');
  await atScreen(page, 'Montant du ticket');
  await tap(await middle(TAKE), 1.2); // meant
  await page.getByText('Enregistré sur ce téléphone').waitFor();
});

test('a thumb that holds the phone and a palm that comes down leave the signature whole', async () => {
  await enrol();
  await take('Boutique 1', '990');
  await toSignature('Foyer Numéro1');
  const pad = page.locator('canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const title = await page.getByRole('heading', {level: 1}).boundingBox();
  if (!box || !title) throw new Error('there is no pad');
  const on = (x: number, y: number): Point => [box.x + box.width * x, box.y + box.height * y];
  const thumb: Touch = [1, [box.x + 4, box.y + box.height + 12]];
  await touch('touchStart', [thumb]);
  await touch('touchStart', [thumb, [2, on(0.1, 0.3)]]);
  for (let i = 2; i <= 8; i++) {
    const pen: Touch = [2, on(i / 10, 0.3 + (i % 2) / 4)];
    await touch('touchMove', [thumb, pen]);
    if (i === 5) {
      await touch('touchStart', [thumb, pen, [3, on(0.8, 0.9)]]);
      await touch('touchMove', [thumb, pen]); // one point fewer: it is lifted
    }
  }
  await touch('touchEnd', []);
  await page.getByRole('img', {name: 'Signature faite'}).waitFor();
  await press(page, 'Valider la remise');
  // Not the words "saved", which may still stand there from the pick-up.
  await page.getByRole('link', {name: 'Rendre les chèques à Boutique 1'}).waitFor();
  expect(await strokesOf(page)).toEqual([{points: expect.any(Number), from: 100, to: 800}]);
});

/** In the page: the strokes of the hand-over on the phone, as how many points and from where to where across. */
async function strokesOf(at: Page): Promise<unknown[]> {
  const bytes = await at.evaluate(
    () =>
      new Promise<string[]>(done => {
        const open = indexedDB.open('portage');
        open.onsuccess = () => {
          const both = ['outbox', 'sent'] as const;
          const reading = open.result.transaction(both); // one look: an act may be on its way from one to the other
          const all = both.map(name => reading.objectStore(name).getAll());
          reading.oncomplete = () => done(all.flatMap(r => (r.result as {bytes: string}[]).map(a => a.bytes)));
        };
      }),
  );
  const act = bytes.map(b => JSON.parse(b) as {kind: string; data: {mark: {strokes: number[]}}});
  const flat = act.find(({kind}) => kind === 'handedOver')?.data.mark.strokes ?? [];
  const found: unknown[] = [];
  for (let i = 0; i < flat.length; i += 1 + 2 * (flat[i] ?? 0)) {
    const points = flat[i] ?? 0;
    found.push({
      points,
      from: Math.round((flat[i + 1] ?? 0) / 10) * 10,
      to: Math.round((flat[i + 2 * points - 1] ?? 0) / 10) * 10,
    });
  }
  return found;
}

/** In the page: whether the point at that share of the element is its own, with nothing over it. */
const isFree = (selector: string, x: number, y: number) =>
  page.evaluate(
    ([s, dx, dy]) => {
      const e = document.querySelector(s);
      const r = e?.getBoundingClientRect();
      return r !== undefined && document.elementFromPoint(r.x + r.width * dx, r.y + r.height * dy) === e;
    },
    [selector, x, y] as const,
  );

test('on its side, and half under the keyboard: nothing lies over the keys, the pad or the field', async () => {
  await enrol();
  await pickUp(page, 'Boutique 1', '990');
  await page.setViewportSize({width: 740, height: 360});
  const free = (selector: string, block: ScrollLogicalPosition, y: number) =>
    expect.poll(async () => {
      await page.locator(selector).evaluate((e, to) => e.scrollIntoView({block: to}), block);
      return isFree(selector, 0.5, y);
    });
  await free('.key:last-child', 'center', 0.9).toBe(true);
  await press(page, TAKE);
  await page.setViewportSize({width: 360, height: 740});
  await toSignature('Foyer Numéro1');
  await page.setViewportSize({width: 740, height: 360});
  const pad = page.locator('canvas');
  await expect.poll(() => pad.evaluate(e => e.clientWidth)).toBeGreaterThan(400); // it is turned
  expect(await pad.evaluate(e => e.clientHeight)).toBeLessThan(300); // an edge is left to scroll by
  for (const y of [0.05, 0.95]) await free('canvas', 'center', y).toBe(true);
  await page.setViewportSize({width: 360, height: 420});
  await page.getByLabel('Qui signe').click();
  await expect.poll(() => isFree('[name=signer]', 0.5, 0.5)).toBe(true);
});

test('1 234,56 is not read as 123,45 in silence, and 15 not taken for 15 cents', async () => {
  await enrol();
  await pickUp(page, 'Boutique 1', '123456');
  await page.getByRole('alert').getByText('un bon va jusqu’à 500,00').waitFor();
  for (let i = 0; i < 5; i++) await press(page, 'Effacer un chiffre');
  await typeAmount(page, '15');
  await press(page, TAKE);
  await page.getByText('moins d’un euro ? Tapez aussi les centimes').waitFor();
  await typeAmount(page, '00');
  await press(page, TAKE);
  await page.getByText('Enregistré sur ce téléphone').waitFor();
  await follow(page, 'Livrer Foyer Numéro1');
  await page.getByText(/15,00/).first().waitFor();
});

test('what was just recorded by mistake is one tap away, and the slip says how long it may be corrected', async () => {
  await enrol();
  await take('Boutique 1', '990');
  await page.getByRole('status').getByRole('link', {name: 'Corriger'}).click();
  await atScreen(page, /^Bon /);
  await page.getByText('pendant 15 minutes').waitFor();
  await page
    .getByRole('listitem')
    .filter({hasText: 'Commande enlevée'})
    .getByRole('button', {name: 'Corriger'})
    .click();
  await press(page, 'Oui, c’était une erreur');
  await page.getByText('corrigé').waitFor();
  // The button went with what it answers: the focus is at the title of the list, not at the top of the page.
  await page.getByRole('heading', {name: 'Ce que vous avez noté'}).and(page.locator(':focus')).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('yesterday’s round, begun and not ended, is ended today; its mileage is read as it is written', async () => {
  await page.addInitScript(() => {
    const Real = Date;
    const off = Number(sessionStorage.getItem('days') ?? 0) * 86_400_000;
    globalThis.Date = class extends Real {
      constructor(...at: unknown[]) {
        if (at.length === 0) super(Real.now() + off);
        else super(...(at as [number]));
      }
      static override now = () => Real.now() + off;
    } as DateConstructor;
  });
  await enrol();
  await follow(page, 'Commencer la tournée');
  await page.getByLabel('Kilométrage au compteur').fill('beaucoup');
  await press(page, 'Commencer la tournée');
  await page.getByText('Ce kilométrage n’est pas lisible').waitFor();
  await page.getByLabel('Kilométrage au compteur').fill('48 150,5');
  await press(page, 'Commencer la tournée');
  await page.getByRole('link', {name: 'Terminer la tournée', exact: true}).waitFor();
  await page.evaluate(() => sessionStorage.setItem('days', '1')); // the next morning
  await page.reload();
  await page.getByRole('link', {name: 'Enlever chez Boutique 1'}).waitFor();
  await follow(page, /^Terminer la tournée · /);
  await atScreen(page, /^Terminer la tournée · /);
  await page.getByLabel('Kilométrage au compteur').fill('48210');
  await press(page, 'Terminer la tournée');
  await atScreen(page, /^Bonjour/);
  const round = () => tour.ask<{progress: string; kilometres: number}>('GET', `/api/rounds/${tour.round}`);
  await expect.poll(round).toMatchObject({progress: 'ended', kilometres: 60});
  expect(await page.getByRole('link', {name: /^Terminer la tournée/}).count()).toBe(0);
});

test('a phone that was just linked does not say that there is nothing to do before it knows', async () => {
  let answer = () => {};
  const held = new Promise<void>(done => (answer = done));
  await page.route('**/api/exchange', route => held.then(() => route.continue()));
  await enrol();
  expect(await page.getByText('Pas de livraison pour vous').count()).toBe(0);
  answer();
  await page.getByRole('link', {name: 'Enlever chez Boutique 1'}).waitFor();
});
