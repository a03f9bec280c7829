// The town's own screens: what an administrator sets, donations, a password asked again.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {atScreen} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {foundTown, type Town} from './lib/town';
import {settings} from './lib/tour';

let server: Server;
let town: Town;
let browser: Browser;
beforeAll(async () => {
  server = await startServer({PORTAGE_PUSH_CONTACT: 'mailto:desk@portage.example'});
  town = await foundTown(server);
  await town.ask('PUT', '/api/service', settings);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

async function at(path: string, title: string, options: typeof wide | typeof phone = wide) {
  const watched = await watchedPage(browser, {...options, serviceWorkers: 'block'});
  await town.signIn(watched.page.context());
  await watched.page.goto(server.origin + path);
  await atScreen(watched.page, title);
  return watched;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name, exact: true});
type Settings = {
  readonly everyOrder: readonly {text: string; trade: string}[];
  readonly shopLabel: string;
  readonly lookMinutes: number;
  readonly told: readonly {kind: string; roles: readonly string[]}[];
};

test('what an administrator sets is kept, and what is wrong is said beside its field', async () => {
  const {page, errors} = await at('/desk/service', 'Le service');
  await button(page, 'Ajouter un cadeau').click();
  await page.getByLabel('Ce qui est offert').fill('Une pomme');
  await button(page, 'Enregistrer les réglages').click();
  await page.locator('.error', {hasText: 'Ce corps de métier n’est pas dans la liste.'}).waitFor();
  await page.getByLabel('Chez quel corps de métier').selectOption('primeur');
  await page.getByLabel('Son nom : Marie Duval').check();
  await page.getByRole('group', {name: 'Une commande est prête'}).getByLabel('Agent de conciergerie').check();
  await page.getByLabel('Un livreur qui n’a pas regardé après (minutes)').fill('40');
  await button(page, 'Enregistrer les réglages').click();
  await page.getByText('Réglages enregistrés.').waitFor();
  const kept = await town.ask<Settings>('GET', '/api/service');
  expect(kept).toMatchObject({everyOrder: [{text: 'Une pomme', trade: 'primeur'}], shopLabel: 'name', lookMinutes: 40});
  expect(kept.told[0]).toMatchObject({kind: 'ready', roles: ['coordinator', 'orderAgent']});
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('an act that wants a fresh sign-in asks for the password and goes on', async () => {
  const {page} = await at('/desk/service', 'Le service', phone);
  let stale = true;
  await page.route('**/api/push/rotate', route => {
    if (!stale) return route.continue();
    stale = false;
    return route.fulfill({status: 403, contentType: 'application/problem+json', body: '{"code":"session.not_fresh"}'});
  });
  await button(page, 'Changer de clé').click();
  await page.getByRole('dialog').getByRole('button', {name: 'Changer de clé'}).click();
  const dialog = page.getByRole('dialog', {name: 'Confirmez que c’est vous'});
  await dialog.getByLabel('Mot de passe').fill('pas le bon du tout');
  await button(page, 'Confirmer et continuer').click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Mot de passe').fill(town.password);
  await button(page, 'Confirmer et continuer').click();
  await page.getByText('La clé est changée.').waitFor();
  await page
    .getByText(/L’ancienne clé sert encore/)
    .first()
    .waitFor();
});

test('a donation is noted, corrected and ended', async () => {
  // The browser of the test before signed in anew, and so ended the session that the API calls use.
  await town.ask('POST', '/api/session', {login: town.login, password: town.password});
  const {page, errors} = await at('/desk/lots', 'Lots donnés', phone);
  await button(page, 'Noter un don').click();
  await page.getByLabel('Ce que reçoit chaque foyer').fill('Une boîte de chocolats');
  await page.getByLabel('Combien').fill('douze');
  await button(page, 'Enregistrer le don').click();
  await page.getByText('Indiquez un nombre de 1 à 10 000.').waitFor();
  await page.getByLabel('Combien').fill('12');
  await page.getByLabel('Donateur').fill('Chocolaterie du Pont');
  await button(page, 'Enregistrer le don').click();
  await page.getByText('Reste 12 sur 12').waitFor();
  await button(page, 'Modifier Une boîte de chocolats').click();
  await page.getByLabel('Combien').fill('20');
  await button(page, 'Enregistrer le don').click();
  await page.getByText('Reste 20 sur 20').waitFor();
  expect(await violations(page)).toEqual([]);
  await button(page, 'Ne plus proposer Une boîte de chocolats').click();
  await page.getByRole('heading', {name: 'Aucun lot pour le moment'}).waitFor();
  expect(errors).toEqual([]);
});
