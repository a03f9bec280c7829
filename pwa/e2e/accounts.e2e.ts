// Staff accounts end to end: first set-up, a password link, the second step, too many tries, roles.
import {createHmac} from 'node:crypto';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {startServer, type Server} from './lib/server';

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

const password = 'violette tambour nuage rivage';

const heading = (page: Page, name: string) => page.getByRole('heading', {level: 1, name}).waitFor();

async function signIn(page: Page, login: string, secret: string): Promise<void> {
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill(secret);
  await page.getByRole('button', {name: 'Se connecter'}).click();
}

/** The code of now, RFC 6238, as an authenticator would show it. */
function totp(base32: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...base32].map(c => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(b => Number.parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const sum = createHmac('sha1', key).update(step).digest();
  const at = (sum[19] ?? 0) & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('the link of the terminal makes the first administrator, once', async () => {
  const {page, errors} = await watchedPage(browser, phone);
  await page.goto(server.setupLink);
  await heading(page, 'Premiers pas');
  expect(new URL(page.url()).hash).toBe('');
  await page.getByLabel('Votre nom').fill('Claire Fontaine');
  await page.getByLabel('Identifiant').fill('claire');
  await page.getByLabel('Mot de passe').fill('motdepasse1234');
  await page.getByRole('button', {name: 'Créer mon compte'}).click();
  // The server's own words, at the field they are about.
  await page.locator('[aria-invalid=true][name=password]').waitFor();
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', {name: 'Créer mon compte'}).click();
  await heading(page, 'Bonjour Claire Fontaine');
  await page.goto('about:blank');
  await page.goto(server.setupLink);
  await page.getByLabel('Votre nom').fill('Mallory');
  await page.getByLabel('Identifiant').fill('mallory');
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', {name: 'Créer mon compte'}).click();
  await page.getByRole('alert').waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('an order agent comes in by a password link and sees only their doors', async () => {
  const {page} = await watchedPage(browser, wide);
  await signIn(page, 'claire', password);
  await heading(page, 'Bonjour Claire Fontaine');
  await page.goto(`${server.origin}/desk/people/new`);
  await page.getByLabel('Nom', {exact: true}).fill('Paul Ferrand');
  await page.getByLabel('Livreur·se').uncheck();
  await page.getByLabel('Agent de conciergerie').check();
  await page.getByLabel('Identifiant').fill('paul');
  await page.getByLabel('D’où vient cette personne').selectOption('CCAS');
  await page.getByRole('button', {name: 'Enregistrer'}).click();
  await heading(page, 'Paul Ferrand');
  await page.getByRole('button', {name: 'Donner un lien de mot de passe'}).click();
  const link = await page.getByText('/desk/password#').textContent();

  const {page: paul} = await watchedPage(browser, wide);
  await paul.goto(link ?? '');
  await paul.getByLabel('Mot de passe').fill('quatre chevaux sous la pluie');
  await paul.getByRole('button', {name: 'Enregistrer le mot de passe'}).click();
  await heading(paul, 'Connexion');
  await signIn(paul, 'paul', 'quatre chevaux sous la pluie');
  await heading(paul, 'Bonjour Paul Ferrand');
  const doors = await paul.getByRole('navigation').first().getByRole('link').allTextContents();
  expect(doors).not.toContain('Téléphones');
  expect(doors).not.toContain('Journal');
  await paul.goto(`${server.origin}/desk/audit`);
  await heading(paul, 'Cet écran n’est pas pour votre rôle');
  await paul.context().close();
  await page.context().close();
});

test('the second step: turned on with a scanned key, asked at the next sign-in, a recovery code opens once', async () => {
  const {page, errors} = await watchedPage(browser, phone);
  await signIn(page, 'paul', 'quatre chevaux sous la pluie');
  await heading(page, 'Bonjour Paul Ferrand');
  await page.goto(`${server.origin}/desk/account`);
  const card = page.getByRole('region', {name: 'Deuxième étape à la connexion'});
  await card.getByLabel('Mot de passe actuel').fill('quatre chevaux sous la pluie');
  await card.getByRole('button', {name: 'Activer la deuxième étape'}).click();
  await card.getByRole('img', {name: 'QR code'}).waitFor();
  const key = ((await card.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? '').replaceAll(' ', '');
  await card.getByLabel('Code à six chiffres').fill(totp(key));
  await card.getByRole('button', {name: 'Confirmer'}).click();
  await card.getByText('Vos codes de secours').waitFor();
  const recovery = (await card.getByRole('listitem').first().textContent()) ?? '';
  await page.getByRole('button', {name: 'Se déconnecter'}).click();
  await heading(page, 'Connexion');

  await signIn(page, 'paul', 'quatre chevaux sous la pluie');
  await heading(page, 'Deuxième étape');
  const code = page.getByLabel('Code à six chiffres');
  await code.fill('000000');
  await page.getByRole('button', {name: 'Continuer'}).click();
  await page.locator('[aria-invalid=true][name=code]').waitFor();
  await code.fill(recovery);
  await page.getByRole('button', {name: 'Continuer'}).click();
  await heading(page, 'Bonjour Paul Ferrand');
  expect(errors).toEqual([]);
  await page.context().close();
});

test('somebody who guesses is slowed down in words that do not frighten', async () => {
  const {page} = await watchedPage(browser, phone);
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel('Identifiant').fill('claire');
  await page.getByLabel('Mot de passe').fill('wrong');
  const slowed = page.getByText('Trop d’essais');
  const button = page.getByRole('button', {name: 'Se connecter'});
  for (let tries = 0; tries < 15 && !(await slowed.isVisible()); tries += 1) {
    const answered = page.waitForResponse('**/api/session');
    await button.click();
    await answered;
    await page.locator('button:not([aria-disabled])', {hasText: 'Se connecter'}).waitFor();
  }
  await slowed.waitFor();
  await page.getByText(/Réessayez dans \d+ (secondes|minutes)/).waitFor();
  await page.context().close();
});
