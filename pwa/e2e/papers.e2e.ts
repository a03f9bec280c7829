// Papers and their codes: replaced at the desk, mailed to the shop, printed from a driver's phone and by the shop itself.
import {readFile} from 'node:fs/promises';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {enrolPhone} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {openShop, type Shop} from './lib/shop';
import {prepareTour} from './lib/tour';

let server: Server;
let shop: Shop;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  shop = await openShop(server);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

const shot = async (page: Page, name: string) => {
  const dir = process.env['PORTAGE_SHOTS'];
  if (dir) await page.screenshot({path: `${dir}/${name}.png`, fullPage: true});
};

async function desk(options = wide) {
  const {page, errors} = await watchedPage(browser, options);
  page.context().setDefaultTimeout(30_000);
  await shop.signIn(page.context());
  return {page, errors, button: (name: string) => page.getByRole('button', {name})};
}

test('a lost slip gets another code, and the old paper says so', async () => {
  const slip = await shop.order();
  const {page, errors, button} = await desk();
  await page.goto(`${server.origin}/desk/slips/${slip.id}`);
  const card = page.getByRole('region', {name: 'Code du bon'});
  const old = await card.locator('.big-code').textContent();
  await button('Remplacer ce code').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'Remplacer le code'}).click();
  await dialog.getByText('Choisissez une raison').waitFor();
  await dialog.getByLabel('Le papier est perdu').check();
  expect(await violations(page)).toEqual([]);
  await shot(page, 'renew-wide');
  await dialog.getByRole('button', {name: 'Remplacer le code'}).click();
  await page.getByText('L’ancien code ne sert plus').waitFor();
  await card
    .locator('.big-code')
    .filter({hasNotText: old ?? ''})
    .waitFor();
  expect(errors).toEqual([]);

  const {page: till} = await watchedPage(browser, phone);
  till.context().setDefaultTimeout(30_000);
  await till.goto(slip.url);
  await till.getByText('Ce code a été remplacé').waitFor();
  await shot(till, 'merchant-replaced');
  expect(await violations(till)).toEqual([]);
});

test('a shop’s poster gets another code, on a small screen', async () => {
  const slip = await shop.order();
  const {page, errors, button} = await desk(phone);
  await page.goto(`${server.origin}/desk/merchants/${shop.id}`);
  await page.getByRole('region', {name: 'Code de l’affiche'}).getByText(shop.code).waitFor();
  await button('Remplacer ce code').click();
  await page.getByLabel('Le lien est allé à la mauvaise personne').check();
  await shot(page, 'renew-phone');
  await button('Remplacer le code').click();
  await page.getByText('L’ancien code ne sert plus').waitFor();
  await page.getByRole('region', {name: 'Code de l’affiche'}).getByText(shop.code).waitFor({state: 'detached'});
  await shot(page, 'poster-phone');
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  expect(slip.number).not.toBe('');
});

test('where mail is off, the desk says so and offers the person’s own program', async () => {
  const slip = await shop.order();
  const {page, errors, button} = await desk(phone);
  await page.goto(`${server.origin}/desk/slips/${slip.id}`);
  await button('Envoyer par courriel').click();
  await page.getByText('aucun serveur n’est réglé').waitFor();
  await button('Écrire avec mon logiciel').waitFor();
  await shot(page, 'mail-off');
  await page.setViewportSize({width: 360, height: 2800}); // the bar at the bottom hides no button of the whole page
  expect(await violations(page)).toEqual([]);
  expect(await slip.state()).toMatchObject({goods: 'ordered'});
  expect(errors).toEqual([]);
});

test('with a mail server the letter waits in the outbox; a shop without an address is named', async () => {
  const posting = await startServer({
    PORTAGE_SMTP_URL: 'smtp+plain://localhost:9', // nobody listens: the letter waits
    PORTAGE_SMTP_FROM: 'portage@example.org',
  });
  try {
    const town = await openShop(posting);
    const slip = await town.order();
    const {page} = await watchedPage(browser, wide);
    page.context().setDefaultTimeout(30_000);
    await town.signIn(page.context());
    await page.goto(`${posting.origin}/desk/slips/${slip.id}`);
    await page.getByRole('button', {name: 'Envoyer par courriel'}).click();
    await page.getByText('pas d’adresse de courriel').or(page.getByText("pas d'adresse de courriel")).waitFor();
    await page.getByRole('link', {name: 'Ouvrir la fiche du commerce'}).click();
    await page.getByLabel('Courriel').fill('panier@example.org');
    await page.getByRole('button', {name: 'Enregistrer'}).click();
    await page.getByText('Commerce enregistré.').waitFor();
    await page.goto(`${posting.origin}/desk/slips/${slip.id}`);
    await page.getByRole('button', {name: 'Envoyer par courriel'}).click();
    await page.getByText('Le courriel part vers panier@example.org').waitFor();
    await shot(page, 'mail-waiting');
    expect(await violations(page)).toEqual([]);
  } finally {
    await posting.remove();
  }
});

test('a shop takes its own copy along, without the resident’s name', async () => {
  const slip = await shop.order();
  const {page} = await watchedPage(browser, phone);
  await page.goto(slip.url);
  const link = page.getByRole('link', {name: 'Votre exemplaire du bon'});
  const reply = await page.request.get(server.origin + (await link.getAttribute('href')));
  expect(reply.headers()['content-type']).toBe('application/pdf');
  expect((await reply.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a driver fetches the own round on paper, and is told when there is no network', async () => {
  const own = await startServer();
  try {
    const tour = await prepareTour(own, 2);
    const {page, errors} = await watchedPage(browser, phone);
    page.context().setDefaultTimeout(30_000);
    await enrolPhone(page, (await tour.ticket()).url);
    const card = page.getByRole('region', {name: 'La tournée sur papier'});
    await card.scrollIntoViewIfNeeded();
    for (const [name, file] of [
      ['Feuille de tournée', 'tournee.pdf'],
      ['Bons de la tournée', 'bons-tournee.pdf'],
    ] as const) {
      const saved = page.waitForEvent('download');
      await card.getByRole('button', {name}).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe(file);
      expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');
    }
    await shot(page, 'driver-papers');
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await own.kill();
    await card.getByRole('button', {name: 'Feuille de tournée'}).click();
    await card.getByRole('alert').waitFor();
  } finally {
    await own.remove();
  }
});
