// Lists that go on, records that are not there, a service whose period is over.
import {readFileSync} from 'node:fs';
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {wide} from './lib/browsers';
import {openCourier} from './lib/courier';
import {addColleague, byKey, finger, hands, takeOrder, type Taken} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';
import {password, settings, today, visitor} from './lib/tour';

const every = {login: 'armelle', name: 'Armelle Quesnel'}; // all roles at once: no screen is closed to her
const orders: Taken[] = [];

const office = openOffice(1, async ({server, tour}) => {
  await addColleague(server.origin, ['admin', 'coordinator', 'orderAgent', 'socialWorker'], every);
  for (const name of ['Abadie', 'Besse', 'Castan', 'Delmas']) orders.push(await takeOrder(tour, name));
  const courier = await openCourier(server.origin, await tour.ticket());
  for (const o of orders) await courier(o.slip, 'alert', {text: `Inquiétude ${o.number}`});
  for (const name of ['Un', 'Deux', 'Trois', 'Quatre', 'Cinq']) {
    const call = {name: `Appel ${name}`, phone: '02 61 91 60 02', spoken: true};
    const {id} = await tour.ask<{id: string}>('POST', '/api/requests', call);
    await tour.ask('POST', `/api/requests/${id}/drop`, {reason: 'La famille s’en occupe'});
  }
});

/** The server's pages hold two entries, so that a few records make several. */
const inTwos = (page: Page, path: string) =>
  page.route(`**${path}?**`, route => route.continue({url: `${route.request().url()}&limit=2`}));

const more = (page: Page) => page.getByRole('button', {name: 'Voir la suite'});
const links = (page: Page, list: string) => page.getByRole('list', {name: list}).getByRole('link');

test.each(hands)('%s: requests that are over come page by page, the newest first', async (_, options, press) => {
  const page = await office.open(options);
  await inTwos(page, '/api/requests');
  await page.goto(`${office.server.origin}/desk/requests?state=dropped`);
  const list = links(page, 'Sans suite');
  await expect
    .poll(() => list.allTextContents())
    .toEqual([expect.stringMatching('Cinq'), expect.stringMatching('Quatre')]);
  await press(more(page));
  await expect.poll(() => list.count()).toBe(4);
  if (press === byKey) await page.locator('a:focus', {hasText: 'Appel Trois'}).waitFor(); // reading goes on there
  await press(more(page));
  await expect.poll(() => list.last().textContent()).toMatch('Un');
  await more(page).waitFor({state: 'detached'});
  expect(await violations(page)).toEqual([]);
});

test('alerts come page by page, and stay as far as they were opened when something changes', async () => {
  const page = await office.open(wide, every);
  await inTwos(page, '/api/alerts');
  await page.goto(`${office.server.origin}/desk/alerts`);
  const told = page.getByText(/^Inquiétude/);
  await expect.poll(() => told.count()).toBe(2);
  await more(page).click();
  await expect.poll(() => told.count()).toBe(4);
  await more(page).waitFor({state: 'detached'});
  const again = page.waitForResponse(r => r.url().includes('/api/alerts?cursor=') && !r.url().includes('cursor=&'));
  await office.tour.ask('POST', `/api/slips/${orders[0]?.slip}/notes`, {text: 'Appelée'});
  await again;
  await expect.poll(() => told.count()).toBe(4);
});

test('households come page by page, and the file holds them all', async () => {
  const page = await office.open(wide);
  await inTwos(page, '/api/households');
  await page.goto(`${office.server.origin}/desk/households`);
  await page.getByText('2 foyers – il y en a d’autres').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', {name: 'Fichier tableur'}).click(),
  ]);
  const rows = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(rows.map(r => r.split(';')[0]?.replace('\ufeff', ''))).toEqual([
    'Nom',
    'Abadie',
    'Besse',
    'Castan',
    'Delmas',
    'Foyer Numéro1',
  ]);
  await more(page).click();
  await page.getByText('4 foyers – il y en a d’autres').waitFor();
});

test.each([
  ['/desk/households/nobody', 'Ce foyer n’existe pas.', 'Foyers'],
  ['/desk/households/nobody/edit', 'Ce foyer n’existe pas.', 'Foyers'],
  ['/desk/households/nobody/order', 'Ce foyer n’existe pas.', 'Foyers'],
  ['/desk/households/nobody/join', 'Ce foyer n’existe pas.', 'Foyers'],
  ['/desk/households/nobody/join/nobody', 'Ce foyer n’existe pas.', 'Foyers'],
  ['/desk/requests/nobody', 'Cette demande n’existe pas.', 'Demandes'],
  ['/desk/slips/nobody', 'Ce bon n’existe pas.', 'Bons de livraison'],
  ['/desk/merchants/nobody', 'Ce commerce n’existe pas.', 'Commerces'],
  ['/desk/people/nobody', 'Cette personne n’existe pas.', 'Personnes'],
])('%s is not there, says so and leads back', async (path, said, list) => {
  const page = await office.open(finger, every);
  await page.goto(office.server.origin + path);
  await atScreen(page, 'Introuvable');
  await page.getByRole('heading', {name: said}).waitFor();
  await expect.poll(() => page.title()).toBe('Introuvable – Portage');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', {name: `Revenir à la liste : ${list}`}).tap();
  await atScreen(page, list);
});

test('a slip’s journal says in whose round of which day it was put, sent out, and taken out again', async () => {
  const {ask, round, doors} = office.tour;
  const slip = doors[0]?.slip;
  const page = await office.open(wide);
  await page.goto(`${office.server.origin}/desk/slips/${slip}`);
  const entries = page.getByRole('list').filter({hasText: 'Bon créé'}).getByRole('listitem');
  const day = new Intl.DateTimeFormat('fr-FR', {weekday: 'long', day: 'numeric', month: 'long'})
    .format(new Date(`${today()}T12:00:00`))
    .replace(/ 1 /, ' 1er ');
  await entries.filter({hasText: 'Affecté à une tournée'}).getByText(`Nadia Benali, ${day}`).waitFor();
  await entries.filter({hasText: 'Tournée envoyée au livreur'}).getByText(`Nadia Benali, ${day}`).waitFor();
  await ask('POST', `/api/slips/${slip}/round`, {from: round, to: ''});
  await entries.filter({hasText: 'Retiré de sa tournée'}).waitFor(); // it follows by itself
});

test('360 px: after its last day the home says that the service is closed, and what is left to do', async () => {
  const {ask: admin} = visitor(office.server.origin);
  await admin('POST', '/api/session', {login: 'claire', password});
  const {version} = await admin<{version: number}>('GET', '/api/service');
  await admin('PUT', '/api/service', {...settings, closes: '2020-07-16', version});
  const page = await office.open(finger, every);
  await page.getByText('Le service est clos depuis le vendredi 17 juillet 2020.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', {name: 'Changer la période'}).waitFor();
  await page.getByRole('link', {name: 'Bons en cours'}).tap();
  await atScreen(page, 'Bons de livraison');
  await page.getByText('Abadie').first().waitFor();
});
