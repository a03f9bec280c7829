// The board of rounds: the same plan by dragging and by buttons, a round in other hands, each step taken back.
import {expect, test} from 'vitest';
import {column, drag, fingerOf, hold, mouseOf, names, openBoard, pool, settled, step, stop, undo} from './lib/board';
import {wide} from './lib/browsers';
import {openCourier, signature} from './lib/courier';
import {addRound, byTouch, finger, hands, takeOrder} from './lib/desk';
import {openOffice} from './lib/office';

const office = openOffice(1);

test('1280 px, mouse: a slip is dragged to a driver, within the round, and out again', async () => {
  await addRound(office.tour, 'Sékou Traoré');
  for (const family of ['Abadie', 'Bertin']) await takeOrder(office.tour, family);
  const page = await office.open(wide);
  await openBoard(page);
  const [left, round] = [pool(page), column(page, 'Sékou Traoré')];

  const mouse = mouseOf(page);
  const heading = round.getByRole('heading');
  await drag(mouse, stop(left, 'Abadie'), heading, 'upper', 'Sékou Traoré, à la fin');
  await settled(round, 'Abadie');
  await drag(mouse, stop(left, 'Bertin'), stop(round, 'Abadie'), 'lower', 'Sékou Traoré, à la fin');
  await names(round).toEqual(['Abadie', 'Bertin']);
  await settled(round, 'Bertin');
  await expect.poll(() => round.getByText('Placé à la main').count()).toBe(0);

  await drag(mouse, stop(round, 'Bertin'), stop(round, 'Abadie'), 'upper', 'Sékou Traoré, place 1');
  await names(round).toEqual(['Bertin', 'Abadie']);
  await stop(round, 'Bertin').getByText('Placé à la main').waitFor();

  // Escape while it is over another place, and a drop beside the board: nothing is sent.
  const sent: string[] = [];
  page.on('request', r => void (r.method() === 'POST' && sent.push(r.url())));
  await hold(mouse, stop(round, 'Abadie'), left, 'upper', 'Sans tournée');
  await mouse.cancel();
  await page.locator('.in-hand').waitFor({state: 'detached'});
  await drag(mouse, stop(round, 'Abadie'), page.getByRole('heading', {level: 1}), 'upper', 'Reste à sa place');
  await page.locator('.in-hand').waitFor({state: 'detached'});
  await names(round).toEqual(['Bertin', 'Abadie']);
  expect(sent).toEqual([]);

  await drag(mouse, stop(round, 'Abadie'), left, 'upper', 'Sans tournée');
  await stop(left, 'Abadie').waitFor();
  await names(round).toEqual(['Bertin']);
  await page.getByText(/retiré de la tournée/).waitFor();
  await undo(page, 'retiré de la tournée').click();
  await names(round).toEqual(['Bertin', 'Abadie']);
});

test('360 px, a finger: the same by the grip, also to a round out of sight', async () => {
  const {round: id} = await addRound(office.tour, 'Lucie Gervais');
  const {slip: first} = await takeOrder(office.tour, 'Gillet');
  const {slip: second} = await takeOrder(office.tour, 'Hamon');
  const page = await office.open(finger);
  await openBoard(page);
  const [left, round, hand] = [pool(page), column(page, 'Lucie Gervais'), await fingerOf(page)];

  await drag(hand, stop(left, 'Gillet'), round, 'lower', 'Lucie Gervais, à la fin');
  await names(round).toEqual(['Gillet']);
  await settled(round, 'Gillet');
  await drag(hand, stop(left, 'Hamon'), stop(round, 'Gillet'), 'upper', 'Lucie Gervais, place 1');
  await names(round).toEqual(['Hamon', 'Gillet']);
  await stop(round, 'Hamon').getByText('Placé à la main').waitFor();

  await hold(hand, stop(round, 'Hamon'), stop(round, 'Gillet'), 'lower', 'Lucie Gervais, place 2');
  await hand.cancel();
  await page.locator('.in-hand').waitFor({state: 'detached'});
  await names(round).toEqual(['Hamon', 'Gillet']);

  await drag(hand, stop(round, 'Hamon'), stop(round, 'Gillet'), 'lower', 'Lucie Gervais, place 2');
  await names(round).toEqual(['Gillet', 'Hamon']);
  const planned = () => office.tour.ask<{stops: {slip: {id: string}}[]}>('GET', `/api/rounds/${id}`);
  await expect.poll(async () => (await planned()).stops.map(s => s.slip.id)).toEqual([first, second]);
});

test('360 px, touch: the same by buttons', async () => {
  await addRound(office.tour, 'Monique Hamel');
  const first = await takeOrder(office.tour, 'Cordier');
  const second = await takeOrder(office.tour, 'Delmas');
  const page = await office.open(finger);
  await openBoard(page);
  const [left, round] = [pool(page), column(page, 'Monique Hamel')];

  for (const {number} of [first, second]) await byTouch(page.getByRole('checkbox', {name: `Choisir le bon ${number}`}));
  await page.getByLabel('Mettre dans').selectOption({label: 'Monique Hamel'});
  await byTouch(page.getByRole('button', {name: 'Mettre 2 bons'}));
  await names(round).toEqual(['Cordier', 'Delmas']);

  await byTouch(step(page, second.number, 'Monter'));
  await names(round).toEqual(['Delmas', 'Cordier']);
  await byTouch(step(page, second.number, 'Libérer sa place'));
  await round.getByText('Placé à la main').waitFor({state: 'detached'});

  await byTouch(step(page, first.number, 'Retirer'));
  await stop(left, 'Cordier').waitFor();
  await names(round).toEqual(['Delmas']);
});

test('a round that is sent right after a move goes out as it is in sight', async () => {
  const {round: id} = await addRound(office.tour, 'Yvon Morel');
  const [first, second] = [await takeOrder(office.tour, 'Lacroix'), await takeOrder(office.tour, 'Menard')];
  for (const {slip} of [first, second]) await office.tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: id});
  const page = await office.open(wide);
  await openBoard(page);
  const round = column(page, 'Yvon Morel');
  await names(round).toEqual(['Lacroix', 'Menard']);
  let letOn = () => {};
  const later = new Promise<void>(done => (letOn = done));
  await page.route('**/place', route => later.then(() => route.continue()), {times: 1});
  await step(page, second.number, 'Monter').press('Enter');
  await names(round).toEqual(['Menard', 'Lacroix']);
  await round.getByRole('button', {name: 'Envoyer au livreur'}).press('Enter');
  letOn();
  const sent = () => office.tour.ask<{edition: number; stops: {slip: {id: string}}[]}>('GET', `/api/rounds/${id}`);
  await expect.poll(async () => (await sent()).edition).toBe(1);
  expect((await sent()).stops.map(s => s.slip.id)).toEqual([second.slip, first.slip]);
  await page.getByText('La tournée est chez le livreur.').waitFor();
});

test.each(hands)('%s: a stop taken out by mistake comes back to its place', async (_, options, press) => {
  const driver = press === byTouch ? 'Rémi Caron' : 'Inès Faure';
  const {round} = await addRound(office.tour, driver);
  const put = (slip: string, from: string, to: string) =>
    office.tour.ask('POST', `/api/slips/${slip}/round`, {from, to});
  const families = ['Imbert', 'Joly', 'Klein'].map(f => `${f} ${driver}`);
  const taken = [];
  for (const family of families) taken.push(await takeOrder(office.tour, family));
  for (const {slip} of taken) await put(slip, '', round);
  const page = await office.open(options);
  await openBoard(page);
  const at = column(page, driver);
  await names(at).toEqual(families);
  const [first, , third] = taken.map(t => t.number);

  await press(step(page, first ?? '', 'Retirer'));
  await names(at).toEqual(families.slice(1));
  await press(undo(page, `Bon ${first} retiré`));
  await names(at).toEqual(families);
  await page.getByText(`Le bon ${first} a repris sa place.`).waitFor();
  expect(await at.getByText('Placé à la main').count()).toBe(0);

  // A colleague takes the neighbour away before the way back is pressed.
  await press(step(page, third ?? '', 'Retirer'));
  await names(at).toEqual(families.slice(0, 2));
  await put(taken[1]?.slip ?? '', round, '');
  await names(at).toEqual(families.slice(0, 1));
  await press(undo(page, `Bon ${third} retiré`));
  await names(at).toEqual([families[0], families[2]]);
  await page.getByText(`Le bon ${third} est de retour`).waitFor();
});

test('an ill driver: the whole round moves in one act, in its order, and the cheques held are named', async () => {
  const {round, driver} = await addRound(office.tour, 'Loïc Tanguy');
  await office.tour.ask('POST', '/api/people', {name: 'Awa Diop', roles: ['driver'], origin: 'student'});
  const held = await takeOrder(office.tour, 'Esnault');
  const next = await takeOrder(office.tour, 'Fabre');
  for (const {slip} of [held, next]) await office.tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  const {version} = await office.tour.ask<{version: number}>('GET', `/api/rounds/${round}`);
  await office.tour.ask('POST', `/api/rounds/${round}/publish`, {version});
  const ticket = await office.tour.ask<{code: string}>('POST', '/api/enrolments', {person: driver});
  const courier = await openCourier(office.server.origin, ticket);
  await courier(held.slip, 'pickedUp', {bags: 1, check: 'qr'});
  await courier(held.slip, 'handedOver', {
    payment: 'cheque',
    amountCents: 2340,
    payee: 'Maison 1',
    mark: signature,
  });

  const page = await office.open(wide);
  await openBoard(page);
  const old = column(page, 'Loïc Tanguy');
  await names(old).toEqual(['Esnault', 'Fabre']);
  await old.locator('summary').press('Enter');
  await old.getByRole('button', {name: 'Confier à quelqu’un d’autre'}).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Loïc Tanguy a encore 1 chèque/).waitFor();
  await dialog.getByText(/Maison 1, 23,40\s€/u).waitFor();
  const yes = dialog.getByRole('button', {name: 'Confier à quelqu’un d’autre'});
  await yes.press('Enter');
  await dialog.getByText('Indiquez un motif.').waitFor();
  await dialog.getByLabel('Motif').fill('Malade ce matin');
  await yes.press('Enter');
  await dialog.getByText('Choisissez un livreur.').waitFor();
  await dialog.getByLabel('Livreur').selectOption({label: 'Awa Diop'});
  await yes.press('Enter');
  await names(column(page, 'Awa Diop')).toEqual(['Esnault', 'Fabre']);
  await old.waitFor({state: 'detached'});

  // Who holds the cheque did not change with the plan.
  await page.goto('/desk/cheques');
  await page
    .getByRole('row', {name: new RegExp(held.number)})
    .getByText('Loïc Tanguy')
    .waitFor();
});
