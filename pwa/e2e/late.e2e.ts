// The desk changes a round while its driver is away: the phone says so in words, until the driver has seen it.
import type {Browser, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {takeOrder} from './lib/desk';
import {atScreen, enrolPhone, follow, pickUp, press} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
let page: Page;
let errors: string[];
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 5);
  browser = await openChromium();
  ({page, errors} = await watchedPage(browser, phone));
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

/** What the phone keeps of the round: how many slips it knows, and how many notes are unseen. */
const kept = () =>
  page.evaluate(
    () =>
      new Promise<{slips: number; notes: number}>(done => {
        const open = indexedDB.open('portage');
        open.onsuccess = () => {
          const read = open.result.transaction('drafts').objectStore('drafts').get('late');
          read.onsuccess = () => {
            const {slips = {}, notes = []} = (read.result?.value ?? {}) as {slips?: object; notes?: unknown[]};
            open.result.close();
            done({slips: Object.keys(slips).length, notes: notes.length});
          };
        };
      }),
  );

async function move(door: number, street: string): Promise<void> {
  const {household} = await tour.ask<{household: {id: string}}>('GET', `/api/slips/${tour.doors[door]?.slip}`);
  const path = `/api/households/${household.id}`;
  const {people, size, phones, version} = await tour.ask<Record<string, unknown>>('GET', path);
  await tour.ask('PUT', path, {people, size, phones, address: {street, sector: 'Centre'}, version});
}

test('changes made while the phone was away are said, kept over a restart, and gone once seen', async () => {
  await enrolPhone(page, (await tour.ticket()).url);
  await tour.opened();
  await underWorker(page);
  await expect.poll(kept).toEqual({slips: 5, notes: 0});
  await page.context().setOffline(true);

  const id = (door: number) => tour.doors[door]?.slip ?? '';
  await move(0, '9 quai Neuf');
  await tour.ask('POST', `/api/slips/${id(1)}/cancel`, {reason: 'Absente'});
  await tour.ask('POST', `/api/slips/${id(2)}/round`, {from: tour.round, to: ''});
  const added = await takeOrder(tour, 'Ajouté');
  await tour.ask('POST', `/api/slips/${added.slip}/round`, {from: '', to: tour.round});
  const {version} = await tour.ask<{version: number}>('GET', `/api/rounds/${tour.round}`);
  const stops = [id(4), id(3), id(0), added.slip];
  await tour.ask('POST', `/api/rounds/${tour.round}/order`, {version, slips: stops});

  await page.context().setOffline(false);
  const late = page.getByRole('status').filter({hasText: 'Changé par le service'});
  const line = (words: string | RegExp) => late.getByRole('listitem').filter({hasText: words});
  await line(/Boutique 1.*Modifié à \d\d:\d\d\s: adresse\./).waitFor();
  await line(/Boutique 2.*Annulé à \d\d:\d\d/).waitFor();
  await line(/Boutique 3.*Retiré de votre tournée\./).waitFor();
  await line(/Ajouté à votre tournée à \d\d:\d\d\./).waitFor();
  await line('L’ordre des étapes a changé.').waitFor();
  expect(await late.textContent()).not.toMatch(/Foyer|quai|rue/);
  expect(await violations(page)).toEqual([]);

  await expect.poll(kept).toMatchObject({notes: 5});
  await page.context().setOffline(true);
  await page.reload();
  await late.getByRole('link', {name: /0001 · Boutique 1/}).click();
  await atScreen(page, 'Boutique 1');
  const said = page.getByRole('status').filter({hasText: 'Modifié à'});
  await said.getByText('9 quai Neuf').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('status').filter({hasText: 'Ajouté à votre tournée'}).waitFor(); // of the same shop
  await expect.poll(kept).toMatchObject({notes: 3});
  await page.goto(server.origin);
  await line('L’ordre des étapes a changé.').waitFor();
  expect(await line('Modifié à').count()).toBe(0);
  await press(page, 'J’ai vu');
  await late.waitFor({state: 'hidden'});
  await expect.poll(kept).toMatchObject({notes: 0});

  await page.reload();
  await atScreen(page, /^Bonjour/);
  await move(3, '7 quai Neuf');
  await page.context().setOffline(false);
  await line(/Boutique 4.*Modifié à/).waitFor();
  expect(await late.getByRole('listitem').count()).toBe(1);
  expect(errors.filter(e => !e.startsWith('Failed to load resource: net::'))).toEqual([]);
});

test('a round under way is called off: why, what is in hand, its end offline; restored, it goes on', async () => {
  await enrolPhone(page, (await tour.ticket()).url);
  await tour.opened();
  await underWorker(page);
  await follow(page, 'Commencer la tournée');
  await atScreen(page, 'Avant de partir');
  await page.getByLabel('Kilométrage').fill('48100');
  await press(page, 'Commencer la tournée');
  await atScreen(page, /^Bonjour/);
  await pickUp(page, 'Boutique 1', '1465');
  await press(page, 'J’ai pris cette commande');
  await page.getByRole('link', {name: 'Enlever chez Boutique 2'}).waitFor();
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
  await tour.ask('POST', `/api/rounds/${tour.round}/cancel`, {reason: 'Verglas'});

  await page.reload();
  const off = page.getByRole('region', {name: 'Tournée annulée'});
  await off
    .getByText(/^La tournée d’aujourd’hui a été annulée à \d\d:\d\d par Camille Lebrun\..*Motif\s: Verglas$/)
    .waitFor();
  await off.getByText(/^Encore avec vous\s: 1 sac\. Appelez le service/).waitFor();
  await off.getByRole('link', {name: 'Appeler le service'}).waitFor();
  // It speaks for its slips: no list of what was taken away, nothing to start, one door left to go to.
  await page.getByRole('link', {name: 'Enlever chez Boutique 2'}).waitFor({state: 'detached'});
  expect(await page.getByText('Retiré de votre tournée').count()).toBe(0);
  expect(await page.getByRole('link', {name: 'Commencer la tournée'}).count()).toBe(0);
  await page.getByRole('link', {name: 'Livrer Foyer Numéro1'}).waitFor();
  expect(await violations(page)).toEqual([]);

  await off.getByRole('link', {name: 'Entre vos mains'}).click();
  await follow(page, 'Foyer Numéro1');
  await press(page, 'Rendues au commerce');
  await page.getByRole('dialog').getByRole('button', {name: 'Rendues au commerce'}).click();
  type Journal = {readonly journal: readonly {readonly kind: string}[]};
  const kinds = async () =>
    (await tour.ask<Journal>('GET', `/api/slips/${tour.doors[0]?.slip}`)).journal.map(e => e.kind);
  await expect.poll(kinds).toContain('goodsReturned');
  await page.goto(server.origin);
  await off.getByText('Vous n’avez ni courses ni chèque.').waitFor();
  await page.context().setOffline(true);
  await off.getByRole('link', {name: 'Terminer la tournée'}).click();
  await atScreen(page, 'Terminer la tournée');
  await page.getByText('Cette tournée a été annulée.').waitFor();
  await page.getByLabel('Kilométrage').fill('48112');
  await press(page, 'Terminer la tournée');
  await off.getByText('La tournée est terminée.').waitFor();
  await page.reload();
  await off.getByText('La tournée est terminée.').waitFor();
  await page.context().setOffline(false);
  type Driven = {readonly kilometres?: number};
  const driven = async () => (await tour.ask<Driven>('GET', `/api/rounds/${tour.round}`)).kilometres;
  await expect.poll(driven).toBe(12);

  await tour.ask('POST', `/api/rounds/${tour.round}/restore`);
  await page.reload();
  await page.getByRole('status').getByText('La tournée annulée a lieu, finalement.').waitFor();
  await page.getByRole('link', {name: 'Terminer la tournée'}).waitFor();
  await page.getByRole('link', {name: 'Enlever chez Boutique 2'}).waitFor();
  expect(await off.count()).toBe(0);
  await press(page, 'J’ai vu');
  await page.getByText('La tournée annulée a lieu').waitFor({state: 'detached'});
  expect(errors.filter(e => !e.startsWith('Failed to load resource: net::'))).toEqual([]);
});
