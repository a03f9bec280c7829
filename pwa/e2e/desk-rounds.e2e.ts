// The board of rounds: the same plan by dragging and by buttons, a round in other hands, each step taken back.
import type {Browser, Locator, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, wide} from './lib/browsers';
import {openCourier, signature} from './lib/courier';
import {addRound, byTouch, finger, openDesk, takeOrder} from './lib/desk';
import {startServer, type Server} from './lib/server';
import {prepareTour, today, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

const openBoard = async (page: Page) => {
  await page.goto(`${server.origin}/desk/rounds?day=${today()}`);
  await page.getByRole('heading', {level: 1, name: 'Tournées'}).waitFor();
};
const column = (page: Page, name: string): Locator => page.getByRole('region', {name});
const stop = (at: Locator, name: string): Locator => at.getByRole('listitem').filter({hasText: name});
/** Who stands in a round, in order. */
const names = (at: Locator) => expect.poll(() => at.getByRole('listitem').locator('.name').allTextContents());
const step = (page: Page, number: string, name: string) =>
  page.getByRole('group', {name: `Actions pour le bon ${number}`}).getByRole('button', {name});

test('1280 px, mouse: a slip is dragged to a driver, within the round, and out again', async () => {
  await addRound(tour, 'Sékou Traoré');
  for (const family of ['Abadie', 'Bertin']) await takeOrder(tour, family);
  const {page, errors} = await openDesk(browser, server.origin, wide);
  await openBoard(page);
  const [pool, round] = [column(page, 'Sans tournée'), column(page, 'Sékou Traoré')];

  await stop(pool, 'Abadie').dragTo(round.getByRole('heading'));
  await stop(round, 'Abadie').waitFor();
  await stop(pool, 'Bertin').dragTo(round.getByRole('heading'));
  await names(round).toEqual(['Abadie', 'Bertin']);

  await stop(round, 'Bertin').dragTo(stop(round, 'Abadie'));
  await names(round).toEqual(['Bertin', 'Abadie']);
  await stop(round, 'Bertin').getByText('Placé à la main').waitFor();

  await stop(round, 'Abadie').dragTo(pool);
  await stop(pool, 'Abadie').waitFor();
  await names(round).toEqual(['Bertin']);
  await page.getByText(/retiré de la tournée/).waitFor();
  await page.locator('.toast').filter({hasText: 'retiré de la tournée'}).getByRole('button', {name: 'Annuler'}).click();
  await names(round).toEqual(['Bertin', 'Abadie']);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('360 px, touch: the same by buttons', async () => {
  await addRound(tour, 'Monique Hamel');
  const first = await takeOrder(tour, 'Cordier');
  const second = await takeOrder(tour, 'Delmas');
  const {page, errors} = await openDesk(browser, server.origin, finger);
  await openBoard(page);
  const [pool, round] = [column(page, 'Sans tournée'), column(page, 'Monique Hamel')];

  for (const {number} of [first, second]) await byTouch(page.getByRole('checkbox', {name: `Choisir le bon ${number}`}));
  await page.getByLabel('Mettre dans').selectOption({label: 'Monique Hamel'});
  await byTouch(page.getByRole('button', {name: 'Mettre 2 bons'}));
  await names(round).toEqual(['Cordier', 'Delmas']);

  await byTouch(step(page, second.number, 'Monter'));
  await names(round).toEqual(['Delmas', 'Cordier']);
  await byTouch(step(page, second.number, 'Libérer sa place'));
  await round.getByText('Placé à la main').waitFor({state: 'detached'});

  await byTouch(step(page, first.number, 'Retirer'));
  await stop(pool, 'Cordier').waitFor();
  await names(round).toEqual(['Delmas']);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('an ill driver: the whole round moves in one act, in its order, and the cheques held are named', async () => {
  const {round, driver} = await addRound(tour, 'Loïc Tanguy');
  await tour.ask('POST', '/api/people', {name: 'Awa Diop', roles: ['driver'], origin: 'student'});
  const held = await takeOrder(tour, 'Esnault');
  const next = await takeOrder(tour, 'Fabre');
  for (const {slip} of [held, next]) await tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  const {version} = await tour.ask<{version: number}>('GET', `/api/rounds/${round}`);
  await tour.ask('POST', `/api/rounds/${round}/publish`, {version});
  const ticket = await tour.ask<{code: string}>('POST', '/api/enrolments', {person: driver});
  const courier = await openCourier(server.origin, ticket);
  await courier(held.slip, 'pickedUp', {bags: 1, check: 'qr'});
  await courier(held.slip, 'handedOver', {
    payment: 'cheque',
    amountCents: 2340,
    payee: 'Maison 1',
    mark: signature,
  });

  const {page, errors} = await openDesk(browser, server.origin, wide);
  await openBoard(page);
  const old = column(page, 'Loïc Tanguy');
  await names(old).toEqual(['Esnault', 'Fabre']);
  await old.locator('summary').press('Enter');
  await old.getByRole('button', {name: 'Confier à quelqu’un d’autre'}).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Loïc Tanguy a encore 1 chèque/).waitFor();
  await dialog.getByText(/Maison 1, 23,40\s€/u).waitFor();
  const yes = dialog.getByRole('button', {name: 'Confier à quelqu’un d’autre'});
  await yes.press('Enter');
  await dialog.getByText('Indiquez un motif.').waitFor();
  await dialog.getByLabel('Motif').fill('Malade ce matin');
  await yes.press('Enter');
  await dialog.getByText('Choisissez un livreur.').waitFor();
  await dialog.getByLabel('Livreur').selectOption({label: 'Awa Diop'});
  await yes.press('Enter');
  await names(column(page, 'Awa Diop')).toEqual(['Esnault', 'Fabre']);
  await old.waitFor({state: 'detached'});

  // Who holds the cheque did not change with the plan.
  await page.goto(`${server.origin}/desk/cheques`);
  await page
    .getByRole('row', {name: new RegExp(held.number)})
    .getByText('Loïc Tanguy')
    .waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});
