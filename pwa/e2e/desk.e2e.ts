// A coordinator's day: from the call to the complete slip, by keyboard on a wide screen and by touch on a phone,
// with a driver's phone alongside.
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {column, openBoard, step, stop} from './lib/board';
import {wide} from './lib/browsers';
import {openCourier, signature} from './lib/courier';
import {byKey, hands} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';

let courier: Awaited<ReturnType<typeof openCourier>>;
const office = openOffice(1, async ({server, tour}) => {
  courier = await openCourier(server.origin, await tour.ticket());
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name});
const link = (page: Page, name: string | RegExp) => page.getByRole('link', {name}).first();

/** The number of a slip, from its screen's title. */
const slipNumber = async (page: Page) =>
  ((await page.getByRole('heading', {level: 1, name: /^Bon \d/}).textContent()) ?? '').replace('Bon ', '');

test.each(hands)('%s: from the call to the complete slip', async (_, options, press) => {
  const person =
    press === byKey
      ? {family: 'Maréchal', given: 'Odette', phone: '02 61 91 77 01'}
      : {family: 'Lenoir', given: 'Berthe', phone: '02 61 91 88 02'};
  const page = await office.open(options);
  await press(link(page, 'Le téléphone sonne'));
  await atScreen(page, 'Le téléphone sonne');
  await page.locator('input:focus').waitFor(); // the number's field has the focus by itself
  await page.keyboard.type(person.phone);
  await press(link(page, 'Créer sa fiche tout de suite'));
  await atScreen(page, 'Nouveau foyer');
  await expect.poll(() => page.getByLabel('Téléphone', {exact: true}).inputValue()).toBe(person.phone);
  expect(new URL(page.url()).search).toBe(''); // names and numbers reach no log of a proxy
  await press(button(page, 'Enregistrer et commander'));
  await page.locator('[aria-invalid=true][name="people[0].family"]').waitFor();
  await page.getByLabel('Nom', {exact: true}).fill(person.family);
  await page.getByLabel('Prénom').fill(person.given);
  await page.getByLabel('Rue et numéro').fill('12 rue du Lavoir');
  await page.getByLabel('Secteur').selectOption('Centre');
  await press(button(page, 'Enregistrer et commander'));

  await atScreen(page, `Commande pour ${person.given} ${person.family}`);
  await press(button(page, 'Enregistrer la commande'));
  await page.getByText('Choisissez au moins un commerce.').waitFor();
  await press(button(page, /primeur/));
  await page.keyboard.type('1 kg de pommes');
  await page.keyboard.press('Enter');
  await page.keyboard.type('2 poireaux');
  await press(button(page, 'Enregistrer la commande'));
  await atScreen(page, 'Commande enregistrée');
  await press(button(page, 'Je l’ai lu au téléphone'));
  await page.getByText('Envoyé au commerce').waitFor();
  await press(page.getByRole('link', {name: /Boutique 1/}));
  const number = await slipNumber(page);
  const id = page.url().split('/').at(-1) ?? '';

  await press(button(page, 'Le commerce appelle : c’est prêt'));
  await page.getByLabel('Combien de sacs').fill('2');
  await page.getByLabel('Montant du commerce').fill('douze');
  await press(button(page, 'Enregistrer'));
  await page.getByText('Écrivez un montant comme 12,50.').waitFor();
  await page.getByLabel('Montant du commerce').fill('12,50');
  await press(button(page, 'Enregistrer'));
  await page.getByText('Bon marqué prêt.').waitFor();

  await openBoard(page);
  await press(page.getByRole('checkbox', {name: `Choisir le bon ${number}`}));
  await press(button(page, 'Mettre 1 bon'));
  const round = column(page, 'Nadia Benali');
  await round.getByText(`${person.given} ${person.family}`).waitFor();
  await press(step(page, number, 'Monter'));
  await stop(round, person.family).getByText('Placé à la main').waitFor(); // of this slip: the round was read again
  await press(round.getByRole('button', {name: 'Envoyer les changements'}));
  await page.getByText('La tournée est chez le livreur.').waitFor();

  await courier(id, 'pickedUp', {bags: 2, check: 'qr'});
  await courier(id, 'handedOver', {payment: 'cheque', amountCents: 1250, payee: 'Maison 1', mark: signature});
  await page.goto('/desk/cheques');
  const row = page.getByRole('row', {name: new RegExp(number)});
  await row.getByText('Nadia Benali').waitFor();
  await row.getByText(/12,50\s€/u).waitFor();

  // The slip's screen is open when the merchant signs: it follows by itself.
  await page.goto(`/desk/slips/${id}`);
  await page.getByText('Livré', {exact: true}).waitFor();
  expect(await page.getByText('Complet', {exact: true}).count()).toBe(0);
  await courier(id, 'chequeReturned', {amountCents: 1250, mark: {...signature, name: 'M. Maison'}});
  await page.getByText('Complet', {exact: true}).waitFor();
});

test('a known household: number typed, Enter, the order is open, and saved from among the products', async () => {
  const page = await office.open(wide);
  await page.goto('/desk/call');
  await atScreen(page, 'Le téléphone sonne');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('0261911001');
  await page.getByText('même numéro').waitFor();
  await page.keyboard.press('Enter');
  await atScreen(page, 'Commande pour Foyer Numéro1');
  await page.getByText('Il y a déjà une commande cette semaine.').waitFor();
  const lines = page.getByLabel('Produits, un par ligne');
  await byKey(button(page, /primeur/));
  await page.keyboard.type('3 citrons');
  await page.keyboard.press('Enter');
  await page.keyboard.type('1 melon');
  await page.getByText('Ctrl + Entrée enregistre la commande.').waitFor();
  await lines.press('Control+Enter');
  const why = page.getByLabel('Pourquoi une seconde commande ?');
  await why.and(page.locator('[aria-invalid=true]')).waitFor();
  await why.fill('Retour d’hospitalisation');
  await why.press('Control+Enter');
  await atScreen(page, 'Commande enregistrée');
  await page.getByText('3 citrons').first().waitFor();
  await page.getByText('1 melon').first().waitFor();
});
