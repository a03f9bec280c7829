// The map beside the board: pins by name and by keyboard, a background from the configured host and from nowhere else.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, wide} from './lib/browsers';
import {byKey, byTouch, finger, openDesk, takeOrder} from './lib/desk';
import {startServer, type Server} from './lib/server';
import {prepareTour, today, type Tour} from './lib/tour';

const tileHost = 'https://tiles.example';
let browser: Browser;
const servers: Server[] = [];

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  for (const s of servers) await s.remove();
});

/** A town whose only round passes one door without coordinates and two with. */
async function openTown(tiles: Readonly<Record<string, string>>): Promise<Server> {
  const server = await startServer(tiles);
  servers.push(server);
  const tour = await prepareTour(server, 1);
  for (const [family, point] of [
    ['Abadie', {lat: 49.0512, lng: -1.0438}],
    ['Bertin', {lat: 49.0561, lng: -1.0391}],
  ] as const) {
    const {slip, household} = await takeOrder(tour, family);
    await tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: tour.round});
    await settle(tour, household, point);
  }
  return server;
}

type Form = {readonly version: number; readonly address: object};
async function settle({ask}: Tour, household: string, point: object): Promise<void> {
  const {people, size, phones, address, version} = await ask<Form & Record<string, unknown>>(
    'GET',
    `/api/households/${household}`,
  );
  const body = {people, size, phones, address: {...address, point}, version};
  await ask('PUT', `/api/households/${household}`, body);
}

/** The board, and the hosts beside the server that its pages asked. */
async function openBoard(server: Server): Promise<{page: Page; errors: string[]; elsewhere: Set<string>}> {
  const {page, errors} = await openDesk(browser, server.origin, wide);
  const elsewhere = new Set<string>();
  page.on('request', r => {
    const {origin, protocol} = new URL(r.url());
    if (protocol.startsWith('http') && origin !== server.origin) elsewhere.add(origin);
  });
  await page.goto(`${server.origin}/desk/rounds?day=${today()}`);
  return {page, errors, elsewhere};
}

test('without tiles: pins in order, one opened by keyboard, the others in words, nothing asked elsewhere', async () => {
  const {page, errors, elsewhere} = await openBoard(await openTown({}));
  const map = page.getByRole('group', {name: 'Carte des tournées'});
  await page.getByRole('button', {name: 'Afficher la carte'}).press('Enter');
  await map.waitFor();
  const pins = () => map.getByRole('link').evaluateAll(all => all.map(a => a.getAttribute('aria-label')));
  await expect.poll(pins).toEqual(['A2 Abadie, tournée de Nadia Benali', 'A3 Bertin, tournée de Nadia Benali']);
  await page.getByText('Aucun fond de carte n’est configuré').waitFor();
  const absent = page.getByRole('list', {name: 'Sans coordonnées, donc absents de la carte'});
  await expect.poll(() => absent.getByRole('listitem').allTextContents()).toEqual(['A1 Foyer Numéro1 1 rue Haute']);
  expect(await violations(page)).toEqual([]);

  await page.reload(); // the choice is remembered
  await map.getByRole('link', {name: 'A2 Abadie'}).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Boutique 1 → Bertin').waitFor();

  await page.goBack();
  await page.getByRole('button', {name: 'Masquer la carte'}).press('Enter');
  await map.waitFor({state: 'detached'});
  expect([...elsewhere]).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});

test.each([
  ['360 px, touch', finger, byTouch],
  ['1280 px, keyboard', wide, byKey],
] as const)('%s: a place with several slips lists them', async (_, options, press) => {
  const server = await startServer();
  servers.push(server);
  const tour = await prepareTour(server, 1);
  for (const family of ['Abadie', 'Bertin']) {
    const {slip, household} = await takeOrder(tour, family);
    await tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: tour.round});
    await settle(tour, household, {lat: 49.0512, lng: -1.0438});
  }
  const {page, errors} = await openDesk(browser, server.origin, options);
  await page.goto(`${server.origin}/desk/rounds?day=${today()}`);
  await press(page.getByRole('button', {name: 'Afficher la carte'}));
  const pin = page.getByRole('button', {name: 'A2+1 2 foyers, plusieurs bons à cette adresse : A2, A3'});
  await press(pin);
  const list = page.getByRole('group', {name: '2 bons à cette adresse'});
  await expect.poll(() => list.getByRole('link').allTextContents()).toEqual(['Abadie', 'Bertin']);
  await page.locator('h2:focus', {hasText: '2 bons à cette adresse'}).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await list.waitFor({state: 'detached'});
  await page.locator('button.map-pin:focus').waitFor(); // back where one came from
  await press(pin);
  await press(list.getByRole('link', {name: 'Bertin'}));
  await page.getByText('Boutique 1 → Bertin').waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('with tiles: they come from their host alone, which is credited', async () => {
  const town = await openTown({
    PORTAGE_TILES: `${tileHost}/{z}/{x}/{y}.png`,
    PORTAGE_TILES_CREDIT: '© Cartes du Cotentin',
  });
  const {page, errors, elsewhere} = await openBoard(town);
  const tile = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await page.route(`${tileHost}/**`, r => r.fulfill({contentType: 'image/png', body: tile}));
  await page.getByRole('button', {name: 'Afficher la carte'}).press('Enter');
  await page.locator('.leaflet-tile-loaded').first().waitFor();
  await page.getByText('Fond de carte : © Cartes du Cotentin').waitFor();
  expect([...elsewhere]).toEqual([tileHost]);
  expect(errors).toEqual([]);
  await page.context().close();
});
