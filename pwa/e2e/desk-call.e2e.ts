// The call in one screen: fast fingers, work that is left half-typed, a colleague who takes the same call.
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {wide} from './lib/browsers';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';

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
