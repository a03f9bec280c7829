// The call in one screen: fast fingers, work that is left half-typed, a colleague who takes the same call.
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {wide} from './lib/browsers';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';
import {today} from './lib/tour';

const office = openOffice(1);

/** Every answer to path is held back until the function is called. */
async function holdAnswers(page: Page, path: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route(`**${path}`, async route => {
    await held;
    await route.continue();
  });
  return release;
}

test('Enter before the look-up has answered waits for it, and then leads on', async () => {
  const page = await office.open(wide);
  await page.goto('/desk/call');
  await atScreen(page, 'Le téléphone sonne');
  const answer = await holdAnswers(page, '/api/callers');
  const number = page.getByLabel('Numéro de la personne');
  await number.pressSequentially('02 61 91 10 01');
  await number.press('Enter');
  await page.getByText('la suite vient dès la réponse').waitFor();
  expect(await page.locator('[aria-invalid=true]').count()).toBe(0);
  answer();
  await page.getByRole('heading', {level: 1, name: /^Commande pour/}).waitFor();
});

test('Enter on a number that nobody has asks for the name once that is known', async () => {
  const page = await office.open(wide);
  await page.goto('/desk/call');
  await atScreen(page, 'Le téléphone sonne');
  const answer = await holdAnswers(page, '/api/callers');
  const number = page.getByLabel('Numéro de la personne');
  await number.pressSequentially('02 61 91 40 77');
  await number.press('Enter');
  await page.getByText('la suite vient dès la réponse').waitFor();
  answer();
  await page.locator('[aria-invalid=true][name=name]').waitFor();
  expect(await number.inputValue()).toBe('02 61 91 40 77');
});

test('typed work is left by no link and no “back” without a question; what is given up is given up', async () => {
  const page = await office.open(wide);
  await page.goto('/desk/slips');
  await atScreen(page, 'Bons');
  await page.getByRole('link', {name: 'Appel', exact: true}).click();
  await atScreen(page, 'Le téléphone sonne');
  await page.goBack(); // nothing was typed
  await atScreen(page, 'Bons');
  await page.goForward();
  await atScreen(page, 'Le téléphone sonne');
  const name = page.getByLabel('Nom', {exact: true});
  await name.fill('Mme Jourdain');

  const question = page.getByRole('dialog', {name: /Quitter sans enregistrer/});
  await page.getByRole('link', {name: 'Foyers', exact: true}).click();
  await question.waitFor();
  expect(await violations(page)).toEqual([]);
  await page.locator('dialog :focus').waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({state: 'detached'});
  expect(await name.inputValue()).toBe('Mme Jourdain');

  await page.evaluate(() => history.back());
  await question.waitFor();
  expect(new URL(page.url()).pathname).toBe('/desk/call');
  await question.getByRole('button', {name: 'Continuer la saisie'}).click();
  await question.waitFor({state: 'detached'});
  expect(await name.inputValue()).toBe('Mme Jourdain');

  await page.evaluate(() => history.back());
  await question.waitFor();
  await question.getByRole('button', {name: 'Quitter sans enregistrer'}).click();
  await atScreen(page, 'Bons');
});

test('two desks take the same household’s order: the second reads whose came first, with its slip, and may stop', async () => {
  const {ask} = office.tour;
  const {id} = await ask<{id: string}>('POST', '/api/households', {
    people: [{family: 'Quentin'}],
    size: 1,
    phones: ['02 61 91 64 55'],
    address: {street: '55 quai du Port', sector: 'Centre'},
  });
  const page = await office.open(wide);
  await page.route('**/api/live', route => route.abort()); // it does not hear of the other
  await page.goto(`/desk/households/${id}/order`);
  await atScreen(page, 'Commande pour Quentin');
  await page.getByRole('button', {name: /primeur/}).click();
  const lines = page.getByLabel('Produits, un par ligne');
  await lines.fill('3 citrons');
  const {merchants} = await ask<{merchants: {id: string}[]}>('GET', '/api/merchants');
  const {parts} = await ask<{parts: {number: string}[]}>('POST', '/api/orders', {
    household: id,
    day: today(),
    parts: [{merchant: merchants[0]?.id, lines: [{text: 'Poires'}]}],
  });
  await page.getByRole('button', {name: 'Enregistrer la commande'}).click();
  const told = page.getByRole('alert').filter({hasText: 'Un collègue vient de prendre une commande'});
  await told.getByText(/^Camille Lebrun, .*pour /).waitFor();
  await told.getByText('Poires').waitFor();
  await told.getByRole('link', {name: `Bon ${parts[0]?.number}`}).waitFor();
  await page.getByLabel('Pourquoi une seconde commande ?').waitFor();
  expect(await lines.inputValue()).toBe('3 citrons');
  expect(await violations(page)).toEqual([]);
  await told.getByRole('link', {name: 'Ne pas commander'}).click();
  await atScreen(page, 'Quentin');
});
