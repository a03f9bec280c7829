// The two ways in, with the keyboard alone: nothing here touches a mouse.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {startServer, type Server} from './lib/server';
import {foundTown, type Town} from './lib/town';

let server: Server;
let town: Town;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  town = await foundTown(server);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** What has the focus, as a person would name it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    const label = e instanceof HTMLInputElement ? e.labels?.[0]?.textContent : e?.textContent;
    return (label ?? '').trim();
  });

/** Tab until the named thing has the focus; it must be within a screen's worth of stops. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let stops = 0; stops < 25; stops += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test('staff sign in, skip to the content, and sign out', async () => {
  const {page, errors} = await watchedPage(browser, wide);
  await page.goto(`${server.origin}/desk`);
  await page.getByRole('heading', {level: 1, name: 'Connexion'}).waitFor();
  await tabTo(page, 'Identifiant');
  await page.keyboard.press('Enter');
  // Both fields are wrong: the first one gets the focus, with its fault tied to it.
  const login = page.getByLabel('Identifiant');
  await login.and(page.locator('[aria-invalid=true]')).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'login');
  await page.keyboard.type(town.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Mot de passe').fill('');
  await page.keyboard.type(town.password);
  await page.keyboard.press('Enter');

  const title = page.getByRole('heading', {level: 1, name: 'Bonjour Claire Fontaine'});
  await title.waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  await tabTo(page, 'Mon compte');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {level: 1, name: 'Mon compte'}).waitFor();
  await expect.poll(() => focused(page)).toBe('Mon compte');
  expect(await page.title()).toBe('Mon compte – Portage');
  await tabTo(page, 'Se déconnecter');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {level: 1, name: 'Connexion'}).waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('the first Tab offers to skip the navigation', async () => {
  const {page} = await watchedPage(browser, wide);
  await town.signIn(page.context());
  await page.goto(`${server.origin}/desk/people`);
  await page.getByText('Nadia Benali').waitFor();
  await page.keyboard.press('Tab');
  await expect.poll(() => focused(page)).toBe('Aller au contenu');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Personnes');
  await page.context().close();
});

test('a driver enrols with a typed code', async () => {
  const {code} = await town.ticket();
  const {page, errors} = await watchedPage(browser, phone);
  await page.goto(server.origin);
  await page.getByRole('heading', {level: 1, name: 'Bienvenue'}).waitFor();
  await tabTo(page, 'Relier ce téléphone');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {level: 1, name: 'Relier ce téléphone'}).waitFor();
  await tabTo(page, 'Votre code');
  await page.keyboard.type(code.toLowerCase().replace('-', ' '));
  await tabTo(page, 'J’ai lu et je m’engage à respecter la confidentialité.');
  await page.keyboard.press('Space');
  await tabTo(page, 'Relier ce téléphone');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {level: 1, name: 'Bonjour Nadia Benali'}).waitFor();
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('opening the link uses nothing up: the press does, and only once', async () => {
  const {url} = await town.ticket();
  const visit = async () => {
    const {page} = await watchedPage(browser, phone);
    await page.goto(url);
    await page.getByRole('heading', {level: 1, name: 'Relier ce téléphone'}).waitFor();
    return page;
  };
  const looked = await visit();
  expect(new URL(looked.url()).hash).toBe(''); // the token is off the address
  const first = await visit();
  await first.getByLabel(/confidentialité/).check();
  await first.getByRole('button', {name: 'Relier ce téléphone'}).click();
  await first.getByRole('heading', {level: 1, name: 'Bonjour Nadia Benali'}).waitFor();
  await looked.getByLabel(/confidentialité/).check();
  await looked.getByRole('button', {name: 'Relier ce téléphone'}).click();
  await looked.getByText('Ce code ne marche plus').waitFor();
  await first.context().close();
  await looked.context().close();
});
