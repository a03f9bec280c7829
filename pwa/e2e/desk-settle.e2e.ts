// What needs a decision or a correction: field against plan, paper in the place of a phone, a press too many, a file.
import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {wide} from './lib/browsers';
import {openCourier} from './lib/courier';
import {byKey, finger, hands, takeOrder, type Taken} from './lib/desk';
import {openOffice} from './lib/office';

let courier: Awaited<ReturnType<typeof openCourier>>;
const office = openOffice(1, async ({server, tour}) => {
  courier = await openCourier(server.origin, await tour.ticket());
});

type State = {readonly goods: string; readonly complete: boolean; readonly cancelled?: unknown};
const state = (of: Taken) => office.tour.ask<State>('GET', `/api/slips/${of.slip}`);

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

test('a paper slip is keyed in: who carried it, who signed, and that it was paper', async () => {
  const order = await takeOrder(office.tour, 'Jourdan');
  await office.tour.ask('POST', `/api/slips/${order.slip}/round`, {from: '', to: office.tour.round});
  const page = await office.open(wide);
  await page.goto(`/desk/slips/${order.slip}`);
  await page.getByRole('button', {name: 'Saisir le bon papier'}).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Qui l’a porté').selectOption({label: 'Nadia Benali'});
  await dialog.getByLabel('Combien de sacs').fill('1');
  await dialog.getByLabel('Montant du commerce').fill('seize');
  await dialog.getByRole('button', {name: 'Enregistrer'}).press('Enter');
  await dialog.getByText('Écrivez un montant comme 12,50.').waitFor();
  expect(await dialog.getByLabel('Montant du commerce').inputValue()).toBe('seize');
  await dialog.getByLabel('Montant du commerce').fill('16,20');
  await dialog.getByLabel('Le commerçant a signé pour le chèque').press('Space');
  await dialog.getByLabel('Qui a signé au commerce').fill('Mme Maison');
  await dialog.getByRole('button', {name: 'Enregistrer'}).press('Enter');
  await page.getByText('Le bon papier est saisi.').waitFor();
  await page.getByText('Complet', {exact: true}).waitFor();
  await page.getByText('bon papier').first().waitFor();
  await page
    .getByText(/^16,20\s€$/u)
    .first()
    .waitFor(); // nobody had stated it before
  expect(await state(order)).toMatchObject({goods: 'delivered', complete: true});
});

test('360 px, touch: a slip cancelled by mistake is there again after one press', async () => {
  const order = await takeOrder(office.tour, 'Lacombe');
  const page = await office.open(finger);
  await page.goto(`/desk/slips/${order.slip}`);
  await page.getByRole('button', {name: 'Annuler ce bon'}).tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Motif').fill('Erreur de saisie');
  await dialog.getByRole('button', {name: 'Annuler ce bon'}).tap();
  await page.getByRole('button', {name: 'Rouvrir ce bon'}).waitFor();
  await page.locator('.toast').filter({hasText: 'Bon annulé.'}).getByRole('button', {name: 'Annuler'}).tap();
  await page.getByRole('button', {name: 'Annuler ce bon'}).waitFor();
  expect((await state(order)).cancelled ?? false).toBe(false);
});

test('a list is saved for a spreadsheet, which calculates nothing from a name', async () => {
  await takeOrder(office.tour, '=1+1;Moreau');
  const page = await office.open(wide);
  await page.goto('/desk/slips?show=toSend');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', {name: 'Fichier tableur'}).press('Enter');
  const file = await saving;
  expect(file.suggestedFilename()).toBe('bons-toSend.csv');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/^\ufeffNuméro de bon;Jour;Foyer;Commerce;/);
  expect(text).toContain(`;"'=1+1;Moreau";Boutique 1;`);
});

test('a day on which nobody works is refused in words, and the slip keeps its own', async () => {
  const order = await takeOrder(office.tour, 'Nicolas');
  const year = new Date().getFullYear() + 1;
  const page = await office.open(wide);
  await page.goto(`/desk/slips/${order.slip}`);
  await page.getByRole('button', {name: 'Changer de jour'}).press('Enter');
  const dialog = page.getByRole('dialog');
  const day = dialog.getByLabel('Livraison');
  await day.fill(`${year}-12-25`);
  await dialog.getByRole('button', {name: 'Enregistrer'}).press('Enter');
  await day.and(page.locator('[aria-invalid=true]')).waitFor();
  await dialog.getByText('Ce jour est férié.').waitFor();
  expect(await day.inputValue()).toBe(`${year}-12-25`);
  await expect(
    office.tour.ask('POST', '/api/orders', {household: order.household, day: `${year}-12-25`, parts: []}),
  ).rejects.toThrow(/422.*service\.holiday/s);
});
