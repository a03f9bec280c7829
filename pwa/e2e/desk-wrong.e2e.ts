// What is typed wrong is said where it is wrong, and kept; what is searched is found by its number, and filters stay.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, wide} from './lib/browsers';
import {addColleague, finger, openDesk, takeOrder} from './lib/desk';
import {atScreen} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

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

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name});
const wrong = (page: Page, name: string) => page.locator(`[aria-invalid=true][name="${name}"]`).waitFor();

test('360 px: a household, its exception and its order say what is wrong, and keep it', async () => {
  const {page, errors} = await openDesk(browser, server.origin, finger);
  await page.goto(`${server.origin}/desk/households/new`);
  await page.getByLabel('Nom', {exact: true}).fill('Besnard');
  await page.getByLabel('Courriel').fill('besnard chez lui');
  await button(page, 'Enregistrer et commander').tap();
  await wrong(page, 'mail');
  await page.getByText('Ce n’est pas une adresse électronique.').waitFor();
  expect(await page.getByLabel('Courriel').inputValue()).toBe('besnard chez lui');
  await page.getByLabel('Courriel').fill('besnard@poste.example');
  await button(page, 'Enregistrer et commander').tap();
  await atScreen(page, 'Commande pour Besnard');

  const long = `${'Pommes '.repeat(100)}`.trim();
  await button(page, /primeur/).tap();
  await page.getByLabel('Produits').fill(long);
  await button(page, 'Enregistrer la commande').tap();
  await page.getByRole('alert').getByText('Ce texte est trop long.').waitFor();
  expect(await page.getByLabel('Produits').inputValue()).toBe(long);

  const {households} = await tour.ask<{households: {id: string}[]}>('GET', '/api/households?text=besnard');
  await page.goto(`${server.origin}/desk/households/${households[0]?.id}`);
  await button(page, 'Accorder une dérogation').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Motif').last().fill('Fils absent');
  await dialog.getByRole('button', {name: 'Accorder une dérogation'}).tap();
  await wrong(page, 'rule');
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Quelle règle').fill('Âge');
  await dialog.getByRole('button', {name: 'Accorder une dérogation'}).tap();
  await page.getByText('Âge : Fils absent').waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('1280 px: a number of bags that is none is never sent as nothing', async () => {
  const {slip} = await takeOrder(tour, 'Charpentier');
  const {page} = await openDesk(browser, server.origin, wide);
  await page.goto(`${server.origin}/desk/slips/${slip}`);
  await button(page, 'Le commerce appelle : c’est prêt').click();
  await page.getByLabel('Combien de sacs').fill('deux');
  await button(page, 'Enregistrer').click();
  await wrong(page, 'bags');
  expect(await page.getByLabel('Combien de sacs').inputValue()).toBe('deux');
  expect(await tour.ask<{goods: string}>('GET', `/api/slips/${slip}`)).toMatchObject({goods: 'ordered'});
  await page.context().close();
});

test('an order agent finds a shop and a caller by number; nothing leads where the role may not go', async () => {
  const yanis = {login: 'yanis', name: 'Yanis Mercier'};
  await addColleague(server.origin, 'orderAgent', yanis);
  await tour.ask('POST', '/api/requests', {name: 'Mme Quillien', phone: '06 39 98 40 01'});
  const {merchants} = await tour.ask<{merchants: {name: string; phone: string}[]}>('GET', '/api/merchants');
  const shop = merchants[0];
  const {page} = await openDesk(browser, server.origin, wide, yanis);
  await page.goto(`${server.origin}/desk/find`);
  const field = page.getByLabel('Que cherchez-vous ?');
  await field.fill(shop?.phone.replaceAll(' ', '') ?? '');
  const shops = page.getByRole('list', {name: 'Commerces'});
  await shops.getByText(shop?.name ?? '').waitFor();
  expect(await shops.getByRole('link').count()).toBe(0);
  await field.fill('+33 6 39 98 40 01');
  await page.getByRole('link', {name: /Mme Quillien/}).click();
  await atScreen(page, 'Mme Quillien');
  await page.goBack();
  await page.getByRole('link', {name: /Mme Quillien/}).waitFor();
  expect(await field.inputValue()).toBe('+33 6 39 98 40 01');

  await page.goto(`${server.origin}/desk/merchants`);
  const search = page.getByRole('searchbox');
  await search.fill('aucun de ce nom');
  await page.getByText('0 commerce').waitFor();
  await page.reload();
  await page.getByText('0 commerce').waitFor();
  expect(await search.inputValue()).toBe('aucun de ce nom');
  await page.context().close();
});
