// One slip's own screen: paper in the place of a phone, a correction after the end, another day, a press too many.
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {column, names, openBoard, undo} from './lib/board';
import {wide} from './lib/browsers';
import {addRound, byTouch, finger, hands, takeOrder, type Taken} from './lib/desk';
import {openOffice} from './lib/office';
import {pwa} from './lib/places';

const office = openOffice(1);

type State = {readonly goods: string; readonly complete: boolean; readonly cancelled?: unknown; readonly day: string};
const state = (of: Taken) => office.tour.ask<State>('GET', `/api/slips/${of.slip}`);

test.each(hands)('%s: a paper slip that was in no round is keyed in with its photo', async (name, options, press) => {
  const order = await takeOrder(office.tour, `Jourdan ${name}`);
  const page = await office.open(options);
  await page.goto(`/desk/slips/${order.slip}`);
  await press(page.getByRole('button', {name: 'Saisir le bon papier'}));
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', {name: 'Enregistrer'});
  await press(save);
  await dialog.getByText('Choisissez un livreur.').waitFor();
  await dialog.getByLabel('Qui l’a porté').selectOption({label: 'Nadia Benali'});
  await dialog.getByLabel('Combien de sacs').fill('1');
  await dialog.getByLabel('Montant du commerce').fill('seize');
  await press(save);
  await dialog.getByText('Écrivez un montant comme 12,50.').waitFor();
  expect(await dialog.getByLabel('Montant du commerce').inputValue()).toBe('seize');
  await dialog.getByLabel('Montant du commerce').fill('16,20');
  await press(dialog.getByLabel('Le commerçant a signé pour le chèque'));
  await dialog.getByLabel('Qui a signé au commerce').fill('Mme Maison');
  await dialog.getByLabel('Photo du bon papier').setInputFiles(join(pwa, 'e2e/pictures/stop.png'));
  await dialog.getByText('Photo prête').waitFor();
  expect(await violations(page)).toEqual([]);
  await press(save);
  await page.getByText('Le bon papier est saisi.').waitFor();
  await page.getByText('Complet', {exact: true}).waitFor();
  await page.getByText('bon papier').first().waitFor();
  const cents = page.getByText(/^16,20\s€$/u).first();
  await cents.waitFor(); // nobody had stated it before
  const photo = page.getByRole('region', {name: 'Journal'}).getByRole('img', {name: 'Photo 1'});
  await photo.scrollIntoViewIfNeeded();
  await expect.poll(() => photo.evaluate((at: HTMLImageElement) => at.naturalWidth)).toBeGreaterThan(300);
  expect(await state(order)).toMatchObject({goods: 'delivered', complete: true});
  await page.goto('/desk/problems'); // who keyed it in has said who carried it
  await page.getByRole('heading', {name: 'Rien à régler'}).waitFor();
});

test.each(hands)(
  '%s: a slip that is over is corrected by another one, and each names the other',
  async (name, options, press) => {
    const order = await takeOrder(office.tour, `Mercier ${name}`);
    await office.tour.ask('POST', `/api/slips/${order.slip}/paper`, {
      driver: office.tour.driver,
      bags: 1,
      payment: 'cheque',
      amountCents: 1620,
      reason: '',
      resident: 'Mme Mercier',
      returned: true,
      merchant: 'Mme Maison',
    });
    const page = await office.open(options);
    await page.goto(`/desk/slips/${order.slip}`);
    await page.getByText('Complet', {exact: true}).waitFor();
    await press(page.getByRole('button', {name: 'Établir un bon rectificatif'}));
    const dialog = page.getByRole('dialog');
    const make = dialog.getByRole('button', {name: 'Établir un bon rectificatif'});
    expect(await dialog.getByLabel('Produits, un par ligne').inputValue()).toBe('Poires');
    expect(await dialog.getByLabel('Montant exact').inputValue()).toBe('16,20');
    await press(make);
    const why = dialog.getByLabel('Pourquoi rectifier');
    await why.and(page.locator('[aria-invalid=true]')).waitFor();
    await why.fill('Une livre de trop');
    await dialog.getByLabel('Montant exact').fill('14,20');
    expect(await violations(page)).toEqual([]);
    await press(make);
    await page.getByText(/^Le bon rectificatif .* est établi\.$/).waitFor();
    await page.getByText('Rectifie le bon').getByRole('link', {name: order.number}).waitFor();
    await page
      .getByText(/^14,20\s€$/u)
      .first()
      .waitFor();
    const corrective = new URL(page.url()).pathname;
    await press(page.getByRole('link', {name: order.number}).first());
    await page.getByText('Rectifié par le bon').waitFor();
    expect(await page.getByRole('button', {name: 'Établir un bon rectificatif'}).count()).toBe(0);

    // The way back: the corrective slip is cancelled, and the first may be corrected again.
    await press(undo(page, 'Le bon rectificatif'));
    await page.getByRole('button', {name: 'Établir un bon rectificatif'}).waitFor();
    await page.goto(corrective);
    await page.getByText('Établi par erreur').first().waitFor();
    expect(await state(order)).toMatchObject({complete: true});
  },
);

test.each(hands)('%s: a slip is put off to another day, and comes back to its place', async (_, options, press) => {
  const driver = press === byTouch ? 'Tarek Slimani' : 'Zoé Pichon';
  const {round} = await addRound(office.tour, driver);
  const families = ['Olivier', 'Perrin'].map(f => `${f} ${driver}`);
  const taken: Taken[] = [];
  for (const family of families) taken.push(await takeOrder(office.tour, family));
  for (const {slip} of taken) await office.tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  const [first] = taken;
  if (!first) throw new Error('no slip');
  const day = (await state(first)).day;
  const page = await office.open(options);
  await page.goto(`/desk/slips/${first.slip}`);
  await press(page.getByRole('button', {name: 'Changer de jour'}));
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`Le bon ${first.number} quitte sa tournée`).waitFor();
  expect(await violations(page)).toEqual([]);
  await press(dialog.getByRole('button', {name: /\d/}).first());
  await page.getByText(`Bon ${first.number} reporté`).waitFor();
  await page.getByText('Dans aucune tournée').waitFor();
  expect((await state(first)).day > day).toBe(true);
  await press(undo(page, `Bon ${first.number} reporté`));
  await page.getByText(`Le bon ${first.number} a repris sa place.`).waitFor();
  expect((await state(first)).day).toBe(day);
  await openBoard(page);
  await names(column(page, driver)).toEqual(families);
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
