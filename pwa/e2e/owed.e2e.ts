// A cheque that was still owed: the desk plans the day, the driver fetches it without goods, the shop signs.
import type {Browser, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, underWorker, watchedPage, wide} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press, sign, waiting} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {password, prepareTour, today, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
  browser = await openChromium();
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

type Slip = {
  readonly goods: string;
  readonly complete: boolean;
  readonly cheque: {readonly state: string};
  readonly attention?: boolean;
  readonly journal: readonly {readonly kind: string}[];
};
const slip = () => tour.ask<Slip>('GET', `/api/slips/${tour.doors[0]?.slip}`);
const allSent = (page: Page) => page.getByRole('status').getByText('Tout est envoyé').waitFor();

async function deliverWithoutCheque(page: Page): Promise<void> {
  await enrolPhone(page, (await tour.ticket()).url);
  await pickUp(page, 'Boutique 1', '1465');
  await press(page, 'J’ai pris cette commande');
  await follow(page, 'Livrer Foyer Numéro1');
  await follow(page, 'Remettre les courses');
  await passCheck(page);
  await press(page, 'Pas de chèque aujourd’hui');
  await page.getByLabel('Plus de chéquier').check();
  await press(page, 'Continuer');
  await sign(page, 1);
  await press(page, 'Valider la remise');
  await expect.poll(async () => (await slip()).cheque.state, {timeout: 30_000}).toBe('owed');
  await allSent(page);
}

/** The desk's screens until the slip is on the board of that day, beside no round. */
async function planAtDesk(day: string): Promise<void> {
  const {page: desk} = await watchedPage(browser, wide);
  await desk.goto(`${server.origin}/desk`);
  await desk.getByLabel('Identifiant').fill('camille');
  await desk.getByLabel('Mot de passe').fill(password);
  await press(desk, 'Se connecter');
  await desk.getByRole('link', {name: 'Chèques'}).first().waitFor();
  await desk.goto(`${server.origin}/desk/cheques`);
  await desk.getByRole('rowheader').getByRole('link').click();
  await press(desk, 'Faire chercher le chèque');
  await desk.getByLabel('Quel jour passer').fill(day);
  expect(await violations(desk)).toEqual([]);
  await press(desk, 'Enregistrer');
  await desk.getByText('Le bon attend une tournée pour ce jour.').waitFor();
  await desk.goto(`${server.origin}/desk/rounds?day=${day}`);
  await desk.getByText('chèque à chercher').waitFor();
  await desk.context().close();
}

/** Resolves with a question: how far the new round is. */
async function giveToRound(day: string): Promise<() => Promise<string>> {
  const {id} = await tour.ask<{id: string}>('POST', '/api/rounds', {day, driver: tour.driver});
  await tour.ask('POST', `/api/slips/${tour.doors[0]?.slip}/round`, {from: '', to: id});
  const {version} = await tour.ask<{version: number}>('GET', `/api/rounds/${id}`);
  await tour.ask('POST', `/api/rounds/${id}/publish`, {version});
  return async () => (await tour.ask<{progress: string}>('GET', `/api/rounds/${id}`)).progress;
}

test('the desk plans it, the driver fetches it offline, the slip completes', async () => {
  // As tall as its screens: half-scrolled, the bar below always lies over something.
  const {page, errors} = await watchedPage(browser, {...phone, viewport: {width: 360, height: 1600}});
  await deliverWithoutCheque(page);
  await underWorker(page);
  const [day = ''] = (await tour.ask<{days: string[]}>('GET', '/api/service/days')).days.filter(d => d > today());
  await planAtDesk(day);
  const progress = await giveToRound(day);

  await page.reload();
  await page.getByRole('button', {name: /· 1 commande/}).click(); // the day is still to come, its work is open all the same
  await page.getByRole('link', {name: 'Récupérer un chèque chez Foyer Numéro1'}).waitFor();
  await expect.poll(progress, {timeout: 30_000}).toBe('opened');
  await allSent(page);
  await server.kill();
  await follow(page, 'Récupérer un chèque chez Foyer Numéro1');
  await page.getByText('1 rue Haute').waitFor();
  expect(await violations(page)).toEqual([]);
  await follow(page, 'Recevoir le chèque');
  await page.getByText('14,65').waitFor();
  expect(await violations(page)).toEqual([]);
  await press(page, 'Continuer');
  await atScreen(page, 'Signature de la personne');
  await sign(page, 1);
  await press(page, 'Valider le chèque');
  await waiting(page, 1);
  await follow(page, 'Rendre les chèques à Boutique 1');
  await follow(page, 'Rendre les chèques');
  await press(page, 'Continuer');
  await page.getByLabel('Nom de la personne qui reçoit').fill('Agathe');
  await sign(page, 1);
  await press(page, 'Valider le dépôt');
  await waiting(page, 2);
  await server.start();
  await page.reload();
  await allSent(page);
  expect(await slip()).toMatchObject({goods: 'delivered', complete: true});
  expect((await slip()).attention).toBeFalsy(); // nobody is told of a pick-up that never was
  expect(errors.filter(e => !e.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
});

test('on the day itself it waits in the list, and nobody at the door leaves it owed', async () => {
  const {page} = await watchedPage(browser, phone);
  await deliverWithoutCheque(page);
  await follow(page, /^Foyer Numéro1.*à retenter/);
  await follow(page, 'Ce n’est pas possible');
  await page.getByLabel('Personne ne répond').check();
  expect(await page.getByText('Où sont les courses').count()).toBe(0);
  await press(page, 'Prévenir le service');
  await expect.poll(async () => (await slip()).journal.map(e => e.kind), {timeout: 30_000}).toContain('attemptFailed');
  expect(await slip()).toMatchObject({goods: 'delivered', cheque: {state: 'owed'}});
});
