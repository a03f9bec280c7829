// A driver's phone after it was enrolled: it starts without a server, says so, and obeys the desk.
import {afterEach, beforeEach, test} from 'vitest';
import type {Browser, Page} from 'playwright-core';
import {openChromium, phone, underWorker, watchedPage, wide} from './lib/browsers';
import {startServer, type Server} from './lib/server';
import {foundTown, type Town} from './lib/town';

let server: Server;
let town: Town;
let browser: Browser;
beforeEach(async () => {
  server = await startServer();
  town = await foundTown(server);
  browser = await openChromium();
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

async function enrolledPhone(): Promise<Page> {
  const {url} = await town.ticket();
  const {page} = await watchedPage(browser, phone);
  await page.goto(url);
  await page.getByLabel('Nom de ce téléphone').fill('Le vert');
  await page.getByLabel(/confidentialité/).check();
  await page.getByRole('button', {name: 'Relier ce téléphone'}).click();
  await page.getByRole('heading', {level: 1, name: 'Bonjour Nadia Benali'}).waitFor();
  return page;
}

test('it knows its driver with the server dead, and finds the server again by itself', async () => {
  const page = await enrolledPhone();
  await underWorker(page);
  await server.kill();
  await page.reload();
  await page.getByRole('heading', {level: 1, name: 'Bonjour Nadia Benali'}).waitFor();
  await page.getByRole('link', {name: 'File d’envoi'}).click();
  await page.getByRole('button', {name: 'Envoyer maintenant'}).click();
  await page.getByText('Le service ne répond pas').waitFor();
  await server.start();
  await page.getByText('Le service ne répond pas').waitFor({state: 'hidden'});
  await page.getByText('Tout est envoyé').first().waitFor();
});

test('a phone withdrawn at the desk learns it at its next contact', async () => {
  const page = await enrolledPhone();
  const {page: desk} = await watchedPage(browser, wide);
  await town.signIn(desk.context());
  await desk.goto(`${server.origin}/desk/devices`);
  await desk.getByRole('button', {name: 'Retirer le téléphone « Le vert »'}).click();
  await desk.getByRole('button', {name: 'Retirer ce téléphone'}).click();
  await desk.getByText('Téléphone retiré.').waitFor();
  await desk.getByRole('button', {name: 'Retirer le téléphone'}).waitFor({state: 'detached'}); // the list is read again

  await page.getByRole('link', {name: 'File d’envoi'}).click();
  await page.getByRole('button', {name: 'Envoyer maintenant'}).click();
  await page.getByText('L’accès de ce téléphone a été retiré').waitFor();
});
