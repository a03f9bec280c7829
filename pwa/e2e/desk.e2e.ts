// A coordinator's day: from the call to the complete slip, by keyboard on a wide screen and by touch on a phone,
// with a driver's phone alongside; two desks at once.
import type {Browser, BrowserContextOptions, Locator, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {openCourier, signature} from './lib/courier';
import {atScreen} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {password, prepareTour, today, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
let courier: Awaited<ReturnType<typeof openCourier>>;
beforeAll(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
  courier = await openCourier(server.origin, await tour.ticket());
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

type Press = (at: Locator) => Promise<void>;
const byKey: Press = async at => {
  await at.focus();
  await at.press((await at.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter');
};
const byTouch: Press = at => at.tap();

async function desk(options: BrowserContextOptions): Promise<{page: Page; errors: string[]}> {
  const watched = await watchedPage(browser, {...options, serviceWorkers: 'block'});
  await watched.page.goto(`${server.origin}/desk`);
  await watched.page.getByLabel('Identifiant').fill('camille');
  await watched.page.getByLabel('Mot de passe').fill(password);
  await watched.page.getByRole('button', {name: 'Se connecter'}).press('Enter');
  await atScreen(watched.page, 'Bonjour Camille Lebrun');
  return watched;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name});
const link = (page: Page, name: string | RegExp) => page.getByRole('link', {name}).first();

/** The number of a slip, from its screen's title. */
const slipNumber = async (page: Page) =>
  ((await page.getByRole('heading', {level: 1, name: /^Bon \d/}).textContent()) ?? '').replace('Bon ', '');

const hands = [
  ['1280 px, keyboard', wide, byKey, {family: 'Maréchal', given: 'Odette', phone: '02 61 91 77 01'}],
  ['360 px, touch', {...phone, hasTouch: true}, byTouch, {family: 'Lenoir', given: 'Berthe', phone: '02 61 91 88 02'}],
] as const;

test.each(hands)(
  '%s: from the call to the complete slip',
  async (_, options, press, person) => {
    const {page, errors} = await desk(options);
    await press(link(page, 'Le téléphone sonne'));
    await atScreen(page, 'Le téléphone sonne');
    await page.locator('input:focus').waitFor(); // the number's field has the focus by itself
    await page.keyboard.type(person.phone);
    await press(link(page, 'Créer sa fiche tout de suite'));
    await atScreen(page, 'Nouveau foyer');
    await expect.poll(() => page.getByLabel('Téléphone', {exact: true}).inputValue()).toBe(person.phone);
    await press(button(page, 'Enregistrer et commander'));
    await page.locator('[aria-invalid=true][name="people[0].family"]').waitFor();
    await page.getByLabel('Nom', {exact: true}).fill(person.family);
    await page.getByLabel('Prénom').fill(person.given);
    await page.getByLabel('Rue et numéro').fill('12 rue du Lavoir');
    await page.getByLabel('Secteur').selectOption('Centre');
    await press(button(page, 'Enregistrer et commander'));

    await atScreen(page, `Commande pour ${person.given} ${person.family}`);
    await press(button(page, 'Enregistrer la commande'));
    await page.getByText('Choisissez au moins un commerce.').waitFor();
    await press(button(page, /primeur/));
    await page.keyboard.type('1 kg de pommes');
    await page.keyboard.press('Enter');
    await page.keyboard.type('2 poireaux');
    await press(button(page, 'Enregistrer la commande'));
    await atScreen(page, 'Commande enregistrée');
    await press(button(page, 'Je l’ai lu au téléphone'));
    await page.getByText('Envoyé au commerce').waitFor();
    await press(page.getByRole('link', {name: /Boutique 1/}));
    const number = await slipNumber(page);
    const id = page.url().split('/').at(-1) ?? '';

    await press(button(page, 'Le commerce appelle : c’est prêt'));
    await page.getByLabel('Combien de sacs').fill('2');
    await page.getByLabel('Montant du commerce').fill('douze');
    await press(button(page, 'Enregistrer'));
    await page.getByText('Écrivez un montant comme 12,50.').waitFor();
    await page.getByLabel('Montant du commerce').fill('12,50');
    await press(button(page, 'Enregistrer'));
    await page.getByText('Bon marqué prêt.').waitFor();

    await page.goto(`${server.origin}/desk/rounds?day=${today()}`);
    await press(page.getByRole('checkbox', {name: `Choisir le bon ${number}`}));
    await press(button(page, 'Mettre 1 bon'));
    const round = page.getByRole('region', {name: 'Nadia Benali'});
    await round.getByText(`${person.given} ${person.family}`).waitFor();
    await press(
      round.getByRole('group', {name: `Actions pour le bon ${number}`}).getByRole('button', {name: 'Monter'}),
    );
    await round.getByText('Placé à la main').first().waitFor();
    await press(round.getByRole('button', {name: 'Envoyer les changements'}));
    await page.getByText('La tournée est chez le livreur.').waitFor();

    await courier(id, 'pickedUp', {bags: 2, check: 'qr'});
    await courier(id, 'handedOver', {payment: 'cheque', amountCents: 1250, payee: 'Maison 1', mark: signature});
    await page.goto(`${server.origin}/desk/cheques`);
    const row = page.getByRole('row', {name: new RegExp(number)});
    await row.getByText('Nadia Benali').waitFor();
    await row.getByText(/12,50\s€/u).waitFor();

    // The slip's screen is open when the merchant signs: it follows by itself.
    await page.goto(`${server.origin}/desk/slips/${id}`);
    await page.getByText('Livré', {exact: true}).waitFor();
    expect(await page.getByText('Complet', {exact: true}).count()).toBe(0);
    await courier(id, 'chequeReturned', {amountCents: 1250, mark: {...signature, name: 'M. Maison'}});
    await page.getByText('Complet', {exact: true}).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  },
  120_000,
);

test('a known household: number typed, Enter, and the order is open', async () => {
  const {page} = await desk(wide);
  await page.goto(`${server.origin}/desk/call`);
  await atScreen(page, 'Le téléphone sonne');
  await page.keyboard.type('0261911001');
  await page.getByText('même numéro').waitFor();
  await page.keyboard.press('Enter');
  await atScreen(page, 'Commande pour Foyer Numéro1');
  await page.getByText('Il y a déjà une commande cette semaine.').waitFor();
  await page.context().close();
});

type Id = {readonly id: string};

/** Another order of today, in no round, and a second round for it. */
async function anotherSlip(): Promise<{slip: string; number: string; round: string}> {
  const {id: household} = await tour.ask<Id>('POST', '/api/households', {
    people: [{family: 'Vasseur'}],
    size: 1,
    phones: ['02 61 91 55 55'],
    address: {street: '9 quai du Port', sector: 'Centre'},
  });
  const shops = await tour.ask<{merchants: Id[]}>('GET', '/api/merchants');
  const order = await tour.ask<{parts: {slip: string; number: string}[]}>('POST', '/api/orders', {
    household,
    day: today(),
    parts: [{merchant: shops.merchants[0]?.id, lines: [{text: 'Poires'}]}],
  });
  const driver = await tour.ask<Id>('POST', '/api/people', {
    name: 'Sékou Traoré',
    roles: ['driver'],
    origin: 'student',
  });
  const round = await tour.ask<Id>('POST', '/api/rounds', {day: today(), driver: driver.id});
  return {slip: order.parts[0]?.slip ?? '', number: order.parts[0]?.number ?? '', round: round.id};
}

test('two desks: a change shows on the other by itself, and who comes second is told by whom', async () => {
  const {slip, number, round} = await anotherSlip();
  const {page: first} = await desk(wide);
  const {page: second} = await desk(wide);
  // The second desk does not hear: it acts on what it saw.
  await second.route('**/api/live', route => route.abort());
  for (const page of [first, second]) {
    await page.goto(`${server.origin}/desk/rounds?day=${today()}`);
    await page.getByRole('checkbox', {name: `Choisir le bon ${number}`}).check();
  }
  await tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  await first.getByRole('region', {name: 'Sékou Traoré'}).getByText('Vasseur').waitFor();

  await second.getByLabel('Mettre dans').selectOption({label: 'Nadia Benali'});
  await second.getByRole('button', {name: 'Mettre 1 bon'}).click();
  await second
    .getByRole('alert')
    .getByText(/Camille Lebrun/)
    .waitFor();
  // What really is so stands beside the explanation.
  await second.getByRole('region', {name: 'Sékou Traoré'}).getByText('Vasseur').waitFor();
  await first.context().close();
  await second.context().close();
});
