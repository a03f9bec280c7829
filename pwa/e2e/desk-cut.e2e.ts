// A line that is cut in the midst of a save, a session that ends while somebody types, a feed that is refused:
// what was typed stays, nothing is there twice.
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {wide} from './lib/browsers';
import {addRound, finger, takeOrder} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';
import {password, today} from './lib/tour';

const office = openOffice(1);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name});

/** The server gets the next request to path, and its answer never arrives. */
async function loseAnswer(page: Page, path: string): Promise<void> {
  await page.route(
    `**${path}`,
    async route => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    {times: 1},
  );
}

const cut = (page: Page) => page.getByText('Le serveur ne répond pas');

test('360 px: a cut line in the midst of a call, a household and an order: pressed again, each is there once', async () => {
  const page = await office.open(finger);
  await page.goto('/desk/call');
  await page.getByLabel('Numéro de la personne').fill('02 61 91 40 41');
  await page.getByLabel('Nom', {exact: true}).fill('Mme Jourdain');
  await loseAnswer(page, '/api/requests');
  await button(page, 'Noter la demande').tap();
  await cut(page).waitFor();
  expect(await page.getByLabel('Nom', {exact: true}).inputValue()).toBe('Mme Jourdain');
  await button(page, 'Noter la demande').tap();
  await atScreen(page, 'Mme Jourdain');
  const noted = await office.tour.ask<{requests: {name: string}[]}>('GET', '/api/requests?state=toAssess');
  expect(noted.requests.filter(r => r.name === 'Mme Jourdain')).toHaveLength(1);

  await page.goto('/desk/households/new');
  await page.getByLabel('Nom', {exact: true}).fill('Jourdan');
  await page.getByLabel('Secteur').selectOption('Centre');
  await loseAnswer(page, '/api/households');
  await button(page, 'Enregistrer et commander').tap();
  await cut(page).waitFor();
  await page.getByLabel('Nom', {exact: true}).fill('Jourdain'); // a slip of the pen, seen meanwhile
  await button(page, 'Enregistrer et commander').tap();
  await atScreen(page, 'Commande pour Jourdain');
  const {households} = await office.tour.ask<{households: {id: string; name: string}[]}>(
    'GET',
    '/api/households?text=jourd',
  );
  expect(households.map(h => h.name)).toEqual(['Jourdain']);

  await button(page, /primeur/).tap();
  await page.getByLabel('Produits').fill('1 kg de pommes');
  await loseAnswer(page, '/api/orders');
  await button(page, 'Enregistrer la commande').tap();
  await cut(page).waitFor();
  expect(await page.getByLabel('Produits').inputValue()).toBe('1 kg de pommes');
  await button(page, 'Enregistrer la commande').tap();
  await atScreen(page, 'Commande enregistrée');
  const {orders} = await office.tour.ask<{orders: {parts: unknown[]}[]}>(
    'GET',
    `/api/orders?household=${households[0]?.id}`,
  );
  expect(orders).toHaveLength(1);
});

test('1280 px: the session ends while an order is typed; the password brings it back with every word', async () => {
  const page = await office.open(wide);
  const {households} = await office.tour.ask<{households: {id: string}[]}>('GET', '/api/households?text=num');
  await page.goto(`/desk/households/${households[0]?.id}/order`);
  await button(page, /primeur/).click();
  await page.getByLabel('Produits').fill('3 artichauts');
  await page.context().clearCookies();
  const dialog = page.getByRole('dialog', {name: 'Votre session est terminée'});
  // A list read anew may bring the question a moment before the press: one answer is for both.
  await button(page, 'Enregistrer la commande').dispatchEvent('click');
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.getByLabel('Mot de passe').fill('pas le bon du tout');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Mot de passe').fill(password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({state: 'detached'});
  // What was sent was sent on: the server's own rule comes back, and the words are there.
  await page.getByText('Il y a déjà une commande cette semaine.').waitFor();
  expect(await page.getByLabel('Produits').inputValue()).toBe('3 artichauts');
});

test('a feed that was refused, by a proxy whose server was away, is taken up again and the screen catches up', async () => {
  const page = await office.open(wide);
  await page.goto('about:blank'); // the home's own feed must not take the refusal
  await page.route('**/api/live', route => route.fulfill({status: 502, body: 'bad gateway'}), {times: 1});
  await page.goto(`/desk/rounds?day=${today()}`);
  const stale = page.getByText('La liaison avec le serveur est coupée');
  await stale.waitFor();
  await addRound(office.tour, 'Sékou Traoré');
  await page.getByRole('region', {name: 'Sékou Traoré'}).waitFor();
  await stale.waitFor({state: 'detached'});
});

test('a slow line: a move is shown where it goes, as on its way, sent once, and taken back in sight when it is lost', async () => {
  const {number} = await takeOrder(office.tour, 'Vasseur');
  await addRound(office.tour, 'Inès Morel');
  const page = await office.open(finger);
  await page.goto(`/desk/rounds?day=${today()}`);
  const pool = page.getByRole('region', {name: /^Sans tournée/});
  const round = page.getByRole('region', {name: 'Inès Morel'});
  let sent = 0;
  let release = () => {};
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route('**/api/slips/*/round', async route => {
    sent += 1;
    await held;
    return sent === 1 ? route.abort() : route.continue();
  });
  const put = async () => {
    await page.getByRole('checkbox', {name: `Choisir le bon ${number}`}).check();
    await page.getByLabel('Mettre dans').selectOption({label: 'Inès Morel'});
    await button(page, 'Mettre 1 bon').tap();
  };
  await put();
  await round.getByText('En cours d’envoi').waitFor();
  await page.getByText('Enregistrement en cours…').waitFor();
  expect(await pool.getByText('Vasseur').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  release();
  await page.getByText('Le serveur ne répond pas').waitFor();
  await pool.getByText('Vasseur').waitFor();
  expect(await round.getByText('Vasseur').count()).toBe(0);
  await put();
  await round.getByText('Vasseur').waitFor();
  await round.getByText('En cours d’envoi').waitFor({state: 'detached'});
  expect(sent).toBe(2);
});

test('a lookup without an answer never says that nobody is known, and Enter never opens somebody else', async () => {
  const page = await office.open(wide);
  await page.goto('/desk/call');
  const number = page.getByLabel('Numéro de la personne');
  await number.fill('02 61 91 10 01');
  await page.getByText('même numéro').waitFor();
  await page.route('**/api/callers', route => route.abort());
  await number.fill('02 61 91 40 99');
  await number.press('Enter'); // the household of the older number is still in sight
  await page.locator('[aria-invalid=true][name=name]').waitFor();
  expect(new URL(page.url()).pathname).toBe('/desk/call');
  await page.getByText('impossible de dire si cette personne est déjà connue').waitFor();
  expect(await page.getByText('Personne de connu').count()).toBe(0);
  await page.unroute('**/api/callers');
  await page.getByText('Personne de connu').waitFor();
});
