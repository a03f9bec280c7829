// What waits for a decision: field against plan, what a phone sent and nobody could apply, photos that did not come.
import {readFile} from 'node:fs/promises';
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {wide} from './lib/browsers';
import {openCourier} from './lib/courier';
import {byKey, hands, takeOrder, type Taken} from './lib/desk';
import {openOffice} from './lib/office';

let courier: Awaited<ReturnType<typeof openCourier>>;
const office = openOffice(1, async ({server, tour}) => {
  courier = await openCourier(server.origin, await tour.ticket());
});

/** On the round of the courier, and then cancelled at the desk while the courier was on the way. */
async function contradicted(family: string): Promise<Taken> {
  const order = await takeOrder(office.tour, family);
  await office.tour.ask('POST', `/api/slips/${order.slip}/round`, {from: '', to: office.tour.round});
  await office.tour.ask('POST', `/api/slips/${order.slip}/cancel`, {reason: 'Hospitalisation'});
  await courier(order.slip, 'pickedUp', {bags: 1, check: 'qr'});
  return order;
}

test.each(hands)('%s: what the driver did against the plan is settled with a reason', async (_, options, press) => {
  const family = press === byKey ? 'Gautier' : 'Hervieu';
  const order = await contradicted(family);
  const page = await office.open(options);
  await page.goto('/desk/problems');
  const card = page.getByRole('article').filter({hasText: order.number}).first();
  await card.getByText(new RegExp(`Enlevé au commerce – ${family}`)).waitFor();
  await card.getByText('par Nadia Benali').waitFor();
  await press(card.getByRole('button', {name: 'C’est bien ce qui s’est passé'}));
  const dialog = page.getByRole('dialog');
  const yes = dialog.getByRole('button', {name: 'C’est bien ce qui s’est passé'});
  await press(yes);
  await dialog.getByText('Indiquez un motif.').waitFor();
  await dialog.getByLabel('Motif').fill('La personne est rentrée plus tôt');
  await press(yes);
  await page.getByText('Décision notée au journal.').waitFor();
  await page.getByRole('article').filter({hasText: order.number}).waitFor({state: 'detached'});

  await page.goto(`/desk/slips/${order.slip}`);
  await page.getByText('La personne est rentrée plus tôt').first().waitFor();
});

test('a list is saved for a spreadsheet, which calculates nothing from a name', async () => {
  await takeOrder(office.tour, '=1+1;Moreau');
  const page = await office.open(wide);
  await page.goto('/desk/slips?show=toSend');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', {name: 'Fichier tableur'}).press('Enter');
  const file = await saving;
  expect(file.suggestedFilename()).toBe('bons-de-livraison-a-envoyer.csv');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/^\ufeffNuméro de bon;Jour;Foyer;Commerce;/);
  expect(text).toContain(`;"'=1+1;Moreau";Boutique 1;`);
});

test.each(hands)(
  '%s: what a phone sent for an unknown slip is kept, tried again and filed',
  async (_, options, press) => {
    await courier('0190ffff-0000-7000-8000-000000000404', 'note', {text: 'Portail fermé'});
    const page = await office.open(options);
    await page.goto('/desk/problems');
    const card = page.getByRole('article').filter({hasText: 'Le bon n’existe pas ici.'});
    await card.getByText(/Nadia Benali/).waitFor();
    await press(card.getByRole('button', {name: 'Essayer à nouveau'}));
    await page.getByText('Il attend toujours : rien n’a changé.').waitFor();
    await press(card.getByRole('button', {name: 'Classer sans suite'}));
    const dialog = page.getByRole('dialog');
    await press(dialog.getByRole('button', {name: 'Classer sans suite'}));
    await dialog.getByText('Indiquez un motif.').waitFor();
    await dialog.getByLabel('Motif').fill('Bon d’essai');
    await press(dialog.getByRole('button', {name: 'Classer sans suite'}));
    await page.getByText('Envoi classé.').waitFor();
    await card.waitFor({state: 'detached'});
  },
);

type Entry = {readonly id: string; readonly kind: string; readonly at: string; readonly text?: string};

/** The server lists a photo once it is an hour late. No test waits for that: the list is given the line that it then has. */
async function anHourLater(page: Page, order: Taken, household: string): Promise<void> {
  await page.route('**/api/held', async route => {
    const {journal} = await office.tour.ask<{journal: Entry[]}>('GET', `/api/slips/${order.slip}`);
    const late = journal.find(e => e.kind === 'attemptFailed');
    const given = journal.some(e => e.kind === 'note');
    const reply = await route.fetch();
    const {id: entry = '', at = ''} = late ?? {};
    const line = {
      slip: order.slip,
      number: order.number,
      household,
      entry,
      kind: 'attemptFailed',
      by: '',
      at,
      received: at,
    };
    await route.fulfill({response: reply, json: {...((await reply.json()) as object), photos: given ? [] : [line]}});
  });
}

test.each(hands)('%s: a photo that did not come is given up, and the slip says so', async (name, options, press) => {
  const family = `Kermadec ${name}`;
  const order = await takeOrder(office.tour, family);
  await office.tour.ask('POST', `/api/slips/${order.slip}/round`, {from: '', to: office.tour.round});
  await courier(order.slip, 'pickedUp', {bags: 1, check: 'qr'});
  const blobs = [{sha256: 'ab'.repeat(32), size: 1000}];
  await courier(order.slip, 'attemptFailed', {reason: 'noAnswer', goods: 'inVehicle'}, {blobs});
  const page = await office.open(options);
  await anHourLater(page, order, family);
  await page.goto('/desk/problems');
  const card = page.getByRole('article').filter({hasText: `Photo pas arrivée – ${family}`});
  await card.getByText(order.number).waitFor();
  await press(card.getByRole('button', {name: 'Renoncer à la photo'}));
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Motif').fill('Téléphone cassé');
  await press(dialog.getByRole('button', {name: 'Renoncer à la photo'}));
  await page.getByText('Noté au journal du bon.').waitFor();
  await card.waitFor({state: 'detached'});
  await page.goto(`/desk/slips/${order.slip}`);
  await page.getByText('Téléphone cassé').first().waitFor();
});
