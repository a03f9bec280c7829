// A worry from the door: two social workers see it, one settles it, the other sees what was done.
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {wide} from './lib/browsers';
import {openCourier} from './lib/courier';
import {addColleague, finger, takeOrder} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';

const armelle = {login: 'armelle', name: 'Armelle Quesnel'};
const paul = {login: 'paul', name: 'Paul Guérin'};

const office = openOffice(1, async ({server, tour}) => {
  for (const who of [armelle, paul]) await addColleague(server.origin, ['socialWorker'], who);
  const {slip} = await takeOrder(tour, 'Castan');
  const courier = await openCourier(server.origin, await tour.ticket());
  await courier(slip, 'alert', {text: 'Elle n’a rien mangé.'});
});

test('an alert is settled in one window, leaves the other and the overview, stays readable, and is taken up again', async () => {
  const [first, second] = [await office.open(finger, armelle), await office.open(wide, paul)];
  const tile = second.locator('a.tile', {hasText: 'Signalements'});
  await tile.filter({hasText: '1'}).waitFor();
  await first.goto('/desk/alerts');
  await atScreen(first, 'Signalements');
  await first.getByText('Elle n’a rien mangé.').waitFor();
  await first.getByRole('button', {name: 'Régler le signalement'}).tap();
  const dialog = first.getByRole('dialog', {name: /Régler le signalement de/});
  await dialog.waitFor();
  await dialog.getByRole('button', {name: 'Régler le signalement'}).tap();
  await dialog.getByText('Dites ce qui a été fait.').waitFor();
  await dialog.getByText('Quelqu’un est allé la voir').tap();
  await dialog.getByLabel('En quelques mots').fill('Repas livrés dès demain.');
  expect(await violations(first)).toEqual([]);
  await dialog.getByRole('button', {name: 'Régler le signalement'}).tap();
  await first.getByText('Aucun signalement ouvert').waitFor();

  await tile.filter({hasText: '0'}).waitFor(); // by itself
  await second.goto('/desk/alerts?state=settled');
  await atScreen(second, 'Signalements');
  await second.getByText('Repas livrés dès demain.').waitFor();
  await second.getByText(/^Armelle Quesnel/).waitFor();
  expect(await violations(second)).toEqual([]);
  await second.getByRole('button', {name: 'Reprendre'}).press('Enter');
  const again = second.getByRole('dialog', {name: /Reprendre le signalement de/});
  await again.getByLabel('Pourquoi le reprendre').fill('Elle a rappelé.');
  await again.getByRole('button', {name: 'Reprendre'}).press('Enter');
  await second.getByText('Aucun signalement réglé').waitFor();

  await first.getByText('Elle a rappelé.').waitFor(); // by itself
  await first.getByText('Repas livrés dès demain.').waitFor();
});
