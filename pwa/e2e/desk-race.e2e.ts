// Two desks at once: what one does shows on the other, and who comes second is told who was first.
import type {BrowserContextOptions, Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {column, openBoard, stop} from './lib/board';
import {wide} from './lib/browsers';
import {addRound, byTouch, finger, hands, takeOrder} from './lib/desk';
import {openOffice} from './lib/office';

const office = openOffice(1);

/** A desk that does not hear of changes: it acts on what it saw. */
async function deaf(options: BrowserContextOptions): Promise<Page> {
  const page = await office.open(options);
  await page.route('**/api/live', route => route.abort());
  return page;
}

test.each(hands)('%s: the later of two desks is told who was first, and sees it', async (name, options, press) => {
  const family = `Vasseur ${name.length}`;
  const driver = `Sékou ${name.length}`;
  const {slip, number} = await takeOrder(office.tour, family);
  const {round} = await addRound(office.tour, driver);
  const [first, second] = [await office.open(options), await deaf(options)];
  for (const page of [first, second]) {
    await openBoard(page);
    await press(page.getByRole('checkbox', {name: `Choisir le bon ${number}`}));
  }
  await office.tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  await stop(column(first, driver), family).waitFor(); // by itself

  await second.getByLabel('Mettre dans').selectOption({label: 'Nadia Benali'});
  await press(second.getByRole('button', {name: 'Mettre 1 bon'}));
  const said = second.getByRole('alert').filter({hasText: number});
  await said.getByText(new RegExp(`Camille Lebrun.*${driver}`)).waitFor();
  // What is so now stands beside the explanation, which is in sight where the press was.
  await stop(column(second, driver), family).waitFor();
  await expect
    .poll(() =>
      said.evaluate(at => at.getBoundingClientRect().top >= 0 && at.getBoundingClientRect().bottom <= innerHeight),
    )
    .toBe(true);
  expect(await violations(second)).toEqual([]);
});

test('360 px, touch: a slip that a colleague cancelled meanwhile is not taken out of its round silently', async () => {
  const {slip, number} = await takeOrder(office.tour, 'Weber');
  await office.tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: office.tour.round});
  const page = await deaf(finger);
  await openBoard(page);
  const round = column(page, 'Nadia Benali');
  await stop(round, 'Weber').waitFor();
  await office.tour.ask('POST', `/api/slips/${slip}/cancel`, {reason: 'Hospitalisation'});
  await byTouch(
    page.getByRole('group', {name: `Actions pour le bon ${number}`}).getByRole('button', {name: 'Retirer'}),
  );
  await page
    .getByRole('alert')
    .getByText(/annulé/)
    .waitFor();
});

test('1280 px: a filled form keeps its words when a colleague was first', async () => {
  const {slip} = await takeOrder(office.tour, 'Xavier');
  const {days} = await office.tour.ask<{days: string[]}>('GET', '/api/service/days');
  const later = days.at(-1) ?? '';
  const page = await deaf(wide);
  await page.goto(`/desk/slips/${slip}`);
  await page.getByRole('button', {name: 'Changer de jour'}).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Livraison').fill(later);
  await office.tour.ask('POST', `/api/slips/${slip}/cancel`, {reason: 'Hospitalisation'});
  await dialog.getByRole('button', {name: 'Enregistrer'}).press('Enter');
  await dialog
    .getByRole('alert')
    .getByText(/annulé/)
    .waitFor();
  expect(await dialog.getByLabel('Livraison').inputValue()).toBe(later);
});
