// Notices from the real server to real browsers: Firefox receives and decrypts them through a push service on
// this machine; Chromium, whose own service is out of reach here, is handed them by its debugger.
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Browser, Page} from 'playwright-core';
import {openChromium, openFirefox, phone, underWorker, watchedPage, wide} from './lib/browsers';
import {violations} from './lib/axe';
import {firefoxPrefs, startPushService, type PushService} from './lib/push-service';
import {deliver, tapNotice} from './lib/notice';
import {startServer, type Server} from './lib/server';
import {prepareTour} from './lib/tour';
import {foundTown} from './lib/town';

let service: PushService;
let server: Server;
let browser: Browser | undefined;
beforeEach(async () => {
  service = await startPushService();
  server = await startServer({
    PORTAGE_PUSH_CONTACT: 'mailto:ops@portage.example',
    PORTAGE_PUSH_ORIGINS: service.origin,
  });
});
afterEach(async () => {
  await browser?.close();
  browser = undefined;
  await server.remove();
  await service.close();
});

async function enrolled(in_: Browser, more: object = {}): Promise<Page> {
  const {url} = await (await foundTown(server)).ticket();
  const {page} = await watchedPage(in_, {...phone, ...more});
  await page.goto(url);
  await page.getByLabel('Nom de ce téléphone').fill('Le vert');
  await page.getByLabel(/confidentialité/).check();
  await page.getByRole('button', {name: 'Relier ce téléphone'}).click();
  await page.getByRole('heading', {level: 1, name: 'Bonjour Nadia Benali'}).waitFor();
  return page;
}

type Shown = {readonly title: string; readonly body: string; readonly tag: string};

const shown = (page: Page): Promise<readonly Shown[]> =>
  page.evaluate(async () =>
    (await (await navigator.serviceWorker.ready).getNotifications()).map(({title, body, tag}) => ({title, body, tag})),
  );

test('Firefox: allowed, tried, received, and no more after it was switched off', async () => {
  browser = await openFirefox(firefoxPrefs(service));
  const page = await enrolled(browser);
  await underWorker(page);
  await page.getByText('Aucun nom ni adresse').waitFor(); // the reason, before anybody is asked
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', {name: 'Recevoir les notifications'}).click();
  await page.getByText('Cet appareil reçoit les notifications.').waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight)); // clear of the bar at the bottom
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', {name: 'Envoyer un essai'}).click();
  await expect.poll(() => shown(page)).toMatchObject([{title: 'Les notifications fonctionnent'}]);
  await expect.poll(() => service.acks).toEqual([100]);
  expect(service.answered).toEqual([201]);
  expect(service.bodies[0]?.includes('Portage')).toBe(false);

  await page.getByRole('link', {name: 'Réglages'}).click();
  const told = page.waitForResponse('**/api/push/kinds');
  await page.getByLabel('des commandes prêtes').uncheck();
  expect((await told).ok()).toBe(true);
  await page.reload();
  await page.getByLabel('des commandes prêtes').waitFor();
  expect(await page.getByLabel('des commandes prêtes').isChecked()).toBe(false);
  await page.getByRole('button', {name: 'Ne plus rien recevoir ici'}).click();
  await page.getByRole('button', {name: 'Recevoir les notifications'}).waitFor();
  expect(service.answered).toEqual([201]);
});

test('Chromium: one banner for what came twice, and a tap that opens the slip with the server dead', async () => {
  browser = await openChromium();
  const page = await enrolled(browser, {permissions: ['notifications']});
  await underWorker(page);
  const send = await deliver(page, server.origin);
  const notice = {v: 1, id: 'n1', token: 't', tag: 'slip', lang: 'fr', at: 1, url: '/slip/none'};
  await send({...notice, title: 'Commande prête', body: 'Primeur des Halles, bon 0412'});
  await send({...notice, title: 'Commande prête', body: 'Primeur des Halles, bon 0412'});
  await send({...notice, id: 'n2', tag: 'round', url: '/', title: 'Tournée modifiée', body: 'Mardi 7 avril'});
  await expect
    .poll(async () => (await shown(page)).map(n => n.title).sort())
    .toEqual(['Commande prête', 'Tournée modifiée']);

  await server.kill();
  await tapNotice(page, 'slip');
  await page.waitForURL('**/slip/none');
  await expect.poll(async () => (await shown(page)).map(n => n.title)).toEqual(['Tournée modifiée']);
});

test.each([
  ['wide', wide],
  ['phone', phone],
])('the desk names who was told and has not looked (%s)', async (_, size) => {
  await prepareTour(server, 1); // its driver has no phone that could be told
  browser = await openChromium();
  const {page, errors} = await watchedPage(browser, size);
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel('Identifiant').fill('camille');
  await page.getByLabel('Mot de passe').fill('violette tambour nuage rivage');
  await page.getByRole('button', {name: 'Se connecter'}).click();
  await page.getByRole('region', {name: 'Pas encore vu'}).waitFor();
  await page
    .getByText(/Nadia Benali/)
    .first()
    .waitFor();
  await page.getByText(/Ne reçoit pas les notifications/).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
});
