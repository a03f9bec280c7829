// What is typed wrong is said where it is wrong, and kept; what is searched is found by its number, and filters stay.
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {wide} from './lib/browsers';
import {addColleague, finger, takeOrder} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';

const office = openOffice(1);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name});
const wrong = (page: Page, name: string) => page.locator(`[aria-invalid=true][name="${name}"]`).waitFor();

test('360 px: a household, its exception and its order say what is wrong, and keep it', async () => {
  const page = await office.open(finger);
  await page.goto('/desk/households/new');
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

  const {households} = await office.tour.ask<{households: {id: string}[]}>('GET', '/api/households?text=besnard');
  await page.goto(`/desk/households/${households[0]?.id}`);
  await button(page, 'Accorder une dérogation').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Motif').last().fill('Fils absent');
  await dialog.getByRole('button', {name: 'Accorder une dérogation'}).tap();
  await wrong(page, 'rule');
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Quelle règle').fill('Âge');
  await dialog.getByRole('button', {name: 'Accorder une dérogation'}).tap();
  await page.getByText('Âge : Fils absent').waitFor();
});

test('1280 px: a number of bags that is none is never sent as nothing', async () => {
  const {slip} = await takeOrder(office.tour, 'Charpentier');
  const page = await office.open(wide);
  await page.goto(`/desk/slips/${slip}`);
  await button(page, 'Le commerce appelle : c’est prêt').click();
  await page.getByLabel('Combien de sacs').fill('deux');
  await button(page, 'Enregistrer').click();
  await wrong(page, 'bags');
  expect(await page.getByLabel('Combien de sacs').inputValue()).toBe('deux');
  expect(await office.tour.ask<{goods: string}>('GET', `/api/slips/${slip}`)).toMatchObject({goods: 'ordered'});
});

test('an order agent finds a shop and a caller by number; nothing leads where the role may not go', async () => {
  const yanis = {login: 'yanis', name: 'Yanis Mercier'};
  await addColleague(office.server.origin, 'orderAgent', yanis);
  await office.tour.ask('POST', '/api/requests', {name: 'Mme Quillien', phone: '06 39 98 40 01'});
  const {merchants} = await office.tour.ask<{merchants: {name: string; phone: string}[]}>('GET', '/api/merchants');
  const shop = merchants[0];
  const page = await office.open(wide, yanis);
  await page.goto('/desk/find');
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

  await page.goto('/desk/merchants');
  const search = page.getByRole('searchbox');
  await search.fill('aucun de ce nom');
  await page.getByText('0 commerce').waitFor();
  await page.reload();
  await page.getByText('0 commerce').waitFor();
  expect(await search.inputValue()).toBe('aucun de ce nom');
});
