// A shop's whole path on a small phone: ready, taken back, without network, the cheque; and a coordinator who scans.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {startServer, type Server} from './lib/server';
import {openShop, type Shop} from './lib/shop';

let server: Server;
let shop: Shop;
let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  server = await startServer();
  shop = await openShop(server);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});
beforeEach(async () => {
  ({page, errors} = await watchedPage(browser, phone));
  page.context().setDefaultTimeout(30_000);
});

const button = (name: string | RegExp) => page.getByRole('button', {name});
const status = (text: string) => page.getByRole('status').filter({hasText: text}).waitFor();
const shot = async (name: string) => {
  const dir = process.env['PORTAGE_SHOTS'];
  if (dir) await page.screenshot({path: `${dir}/${name}.png`, fullPage: true});
};

test('an order becomes ready, is taken back, and is refused with a reason', async () => {
  const slip = await shop.order();
  await page.goto(slip.url);
  await page.getByRole('heading', {level: 1, name: `Bon n° ${slip.number}`}).waitFor();
  await page.getByText('Pour O. M.').waitFor();
  expect(await page.content()).not.toMatch(/Maréchal|rue Haute/);
  await shot('merchant-open');
  expect(await violations(page)).toEqual([]);

  await page.getByLabel('Nombre de sacs').fill('0');
  await button('Commande prête').click();
  await page.getByText('Indiquez un nombre de sacs').waitFor();
  await page.getByLabel('Nombre de sacs').fill('3');
  await page.getByLabel('Montant en euros').fill('42,80');
  await button('Commande prête').click();
  await status('Le livreur et le service sont prévenus');
  await shot('merchant-ready');
  expect(await violations(page)).toEqual([]);
  expect(await slip.state()).toMatchObject({goods: 'ready', bags: 3, amountCents: 4280});

  await button(/Annuler, possible jusqu’à/).click();
  await status('Préparez la commande');
  await button('Impossible à préparer').click();
  await page.getByLabel('Rupture de stock').check();
  await shot('merchant-cannot');
  await button('Prévenir le service').click();
  await status('il s’arrange avec la personne');
  expect(await slip.state()).toMatchObject({goods: 'unavailable', goodsReason: 'Rupture de stock'});
  expect(errors).toEqual([]);
});

test('a tap without network is kept, also when the page was closed, and sent later', async () => {
  const slip = await shop.order();
  await page.goto(slip.url);
  await button('Commande prête').waitFor();
  await page.route('**/api/**', route => route.abort());
  await button('Commande prête').click();
  await status('L’envoi part tout seul');
  await shot('merchant-kept');
  const {page: again, errors: later} = {page: await page.context().newPage(), errors};
  await page.close();
  expect(await slip.state()).toMatchObject({goods: 'ordered'});
  await again.goto(slip.url);
  await again.getByRole('status').filter({hasText: 'Le livreur et le service sont prévenus'}).waitFor();
  expect(await slip.state()).toMatchObject({goods: 'ready', bags: 1});
  expect(later.filter(e => !e.includes('ERR_FAILED'))).toEqual([]);
});

test('a page that is loaded again without network still shows the order and the tap, and sends it later', async () => {
  const slip = await shop.order();
  await page.goto(slip.url);
  await button('Commande prête').waitFor();
  await underWorker(page);
  await server.kill();
  try {
    await page.reload();
    await page.getByRole('heading', {level: 1, name: `Bon n° ${slip.number}`}).waitFor();
    await page.getByText('Poireaux').waitFor();
    await status('Pas de réponse du service');
    await page.getByLabel('Nombre de sacs').fill('2');
    await button('Commande prête').click();
    await status('L’envoi part tout seul');
    await page.reload();
    await page.getByText('Poireaux').waitFor();
    await status('L’envoi part tout seul');
    await status('Pas de réponse du service');
    await shot('merchant-offline');
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.querySelector('img')?.naturalWidth)).toBeGreaterThan(0);
  } finally {
    await server.start();
  }
  await button('Envoyer maintenant').click();
  await status('Le livreur et le service sont prévenus');
  await page.getByText('Pas de réponse du service').waitFor({state: 'detached'});
  expect(await slip.state()).toMatchObject({goods: 'ready', bags: 2});
  expect(errors.filter(e => !e.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
});

test('what is typed stays while the page is drawn anew', async () => {
  const slip = await shop.order();
  await page.goto(slip.url);
  await page.getByLabel('Nombre de sacs').fill('4');
  await page.getByLabel('Montant en euros').fill('abc');
  await button('Commande prête').click();
  await page.getByText('Écrivez un montant').waitFor();
  await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')));
  expect(await page.getByLabel('Nombre de sacs').inputValue()).toBe('4');
  await page.getByText('Écrivez un montant').waitFor();
  await button('Impossible à préparer').click();
  await button('Ne rien changer').click();
  await expect.poll(() => page.getByLabel('Nombre de sacs').inputValue()).toBe('1');
  expect(errors).toEqual([]);
});

test('the cheque is signed for with a finger, and the slip is complete', async () => {
  const slip = await shop.order();
  await slip.handOver();
  await page.goto(slip.url);
  await button('Chèque reçu').click();
  await button('J’ai reçu ce chèque').click();
  await page.getByText('Signez, ou indiquez').waitFor();
  const pad = page.getByRole('img', {name: 'Signez ici'});
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  for (let i = 0; i < 40; i++) await page.mouse.move(box.x + 40 + i * 5, box.y + 80 + 40 * Math.sin(i / 3));
  await page.mouse.up();
  await shot('merchant-cheque');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Montant écrit').fill('12,50');
  await button('J’ai reçu ce chèque').click();
  await status('Le chèque est chez vous');
  await shot('merchant-complete');
  expect(await slip.state()).toMatchObject({cheque: {state: 'withMerchant', amountCents: 1250}});
  expect(errors).toEqual([]);
});

test('the shop’s own code lists its open orders; capitals and a typed code work too', async () => {
  const slip = await shop.order();
  await page.goto(`${server.origin}/s`);
  await page.getByLabel(/Code du bon/).fill('AAAA');
  await button('Ouvrir le bon').click();
  await page.getByText('Vérifiez qu’il n’en manque pas').waitFor();
  await page.getByLabel(/Code du bon/).fill(shop.code.toLowerCase());
  await button('Ouvrir le bon').click();
  await page.getByRole('heading', {level: 1, name: 'Vos commandes en cours'}).waitFor();
  await shot('merchant-list');
  expect(await violations(page)).toEqual([]);
  await button(new RegExp(slip.number)).click();
  await button('Commande prête').click();
  await status('Le livreur et le service sont prévenus');
  await page.goBack();
  await page.getByRole('heading', {level: 1, name: 'Vos commandes en cours'}).waitFor();
  await page.goto(slip.url.replace(server.origin, `${server.origin}`).toUpperCase());
  await page.getByRole('heading', {level: 1, name: `Bon n° ${slip.number}`}).waitFor();
  await page.goto(`${server.origin}/s/ACDE-FHJK`);
  await page.getByText('Aucun bon n’a ce code').or(page.getByText("Aucun bon n'a ce code")).waitFor();
  expect(errors).toEqual([]);
});

test('a coordinator who scans the slip is led to it at the desk', async () => {
  const slip = await shop.order();
  await shop.signIn(page.context());
  await page.goto(slip.url);
  const link = page.getByRole('link', {name: 'Ouvrir ce bon au bureau'});
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(`/desk/slips/${slip.id}`);
});

test('doubled text in the dark: every form stays whole and readable', async () => {
  const slip = await shop.order();
  const {page: dark, errors: wrong} = await watchedPage(browser, {...phone, colorScheme: 'dark'});
  await dark.addInitScript(() => localStorage.setItem('portage.text', 'largest'));
  const fits = async () => {
    expect(await dark.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(dark)).toEqual([]);
  };
  await dark.goto(slip.url);
  await dark.getByRole('button', {name: 'Impossible à préparer'}).click();
  await fits();
  await slip.handOver();
  await dark.reload();
  await dark.getByRole('button', {name: 'Chèque reçu'}).click();
  await fits();
  await dark.getByRole('button', {name: 'English'}).click();
  await dark.getByRole('button', {name: 'I received this cheque'}).waitFor();
  const dir = process.env['PORTAGE_SHOTS'];
  if (dir) await dark.screenshot({path: `${dir}/merchant-dark.png`, fullPage: true});
  expect(wrong).toEqual([]);
});
