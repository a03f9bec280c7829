// The report of a whole season, as an elected member and the coordinator see it, on a phone and on a desk.
import {execFile} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {binary, out, scratch} from './lib/places';
import {startServer, type Server} from './lib/server';

type Tally = {readonly password: string};

let data: string;
let password: string;
let server: Server;
let browser: Browser;
beforeAll(async () => {
  data = join(scratch('season'), 'town');
  // Not to be waited for in one stretch: the runner wants to hear of its worker within a minute.
  const season = ['season', 'laciotat', '--data', data, '--log-level', 'error'];
  const {stdout} = await promisify(execFile)(binary, season);
  ({password} = JSON.parse(stdout) as Tally);
  server = await startServer({PORTAGE_DATA: data});
  browser = await openChromium();
  mkdirSync(out, {recursive: true});
}, 180_000);
afterAll(async () => {
  await browser.close();
  await server.remove();
  rmSync(data, {recursive: true, force: true});
});

async function read(page: Page, login: string, query: string): Promise<void> {
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', {name: 'Se connecter'}).click();
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${server.origin}/desk/report${query}`);
  await page.getByRole('heading', {level: 1, name: 'Bilan'}).waitFor();
  await page.getByRole('region', {name: 'Livraisons', exact: true}).first().waitFor();
}

const season = '?from=2020-04-03&to=2020-07-16';

const table = (page: Page, title: string) =>
  page
    .getByRole('region', {name: title, exact: true})
    .first()
    .getByRole('row')
    .evaluateAll(rows => rows.map(r => [...r.querySelectorAll('th, td:not([aria-hidden])')].map(c => c.textContent)));

test.each([
  ['phone', phone],
  ['wide', wide],
])('an elected member reads the season without names: %s', async (width, look) => {
  const {page, errors} = await watchedPage(browser, look);
  await read(page, 'bernard', season);
  const months = await table(page, 'Livraisons');
  expect(months.slice(1).map(r => r.slice(0, 2))).toEqual([
    ['avril 2020', '81'],
    ['mai 2020', '46'],
    ['juin 2020', '32'],
    ['juillet 2020', '9'],
    ['Total', '168'],
  ]);
  expect((await table(page, 'Livreurs par mois')).slice(1).map(r => r[1])).toEqual(['4', '5', '1', '1']);
  expect((await table(page, 'Par semaine'))[2]?.slice(0, 2)).toEqual(['semaine du 6 avril', '21']);
  const glance = page.getByRole('region', {name: 'En un coup d’œil'});
  for (const figure of ['Commandes directes', 'Commerces plus éloignés', 'Temps médian de la commande à la porte'])
    await glance.getByText(figure, {exact: true}).waitFor();
  for (const figure of ['75', '47', '21', '6']) await glance.getByText(figure, {exact: true}).waitFor();
  await page.getByText('Une livraison est un foyer').waitFor();
  const text = (await page.locator('main').textContent()) ?? '';
  for (const name of ['Nadia Benali', 'Boucherie du Port', 'Odette']) expect(text).not.toContain(name);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.screenshot({path: join(out, `report-${width}.png`), fullPage: true});
  expect(errors).toEqual([]);
  await page.context().close();
});

test('a coordinator reads names, hides small numbers, and takes the PDF', async () => {
  const {page} = await watchedPage(browser, wide);
  await read(page, 'camille', season);
  await page.getByText('Nadia Benali').waitFor();
  await page.getByText('Boucherie du Port').waitFor();
  const failures = page.getByRole('region', {name: 'Passages sans remise'}).first();
  expect(await failures.textContent()).not.toContain('*');
  await page.getByLabel('Ne pas donner les nombres de moins de 5').check();
  await failures.getByText('*', {exact: true}).first().waitFor();
  await page.getByText('* Un nombre de moins de 5 n’est pas donné').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', {name: 'PDF à imprimer et à signer'}).click(),
  ]);
  expect(file.suggestedFilename()).toBe('portage-2020-04-03-2020-07-16.pdf');
  expect(await file.failure()).toBe(null);
  await page.context().close();
});
