// A whole day without network: six stops, twelve signatures, twenty kills, the phone turned. Then each signature is
// found on its own slip on the server.
import {afterEach, beforeEach, expect, test} from 'vitest';
import {underWorker} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press, sign, stored, waiting} from './lib/drive';
import {openHandset, type Handset} from './lib/handset';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

const DOORS = 6;
let server: Server;
let tour: Tour;
let phone: Handset;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, DOORS);
  phone = await openHandset('about:blank');
});
afterEach(async () => {
  await phone.close();
  await server.remove();
});

const finger = (at: Handset) => (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly [number, number][]) =>
  at.cdp.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: points.map(([x, y]) => ({x, y, id: 1, radiusX: 4, radiusY: 4, force: 0.6})),
  });

/** Presses, waits until the acts are on the disk, and kills the phone at that moment. */
async function pressAndDie(name: string, acts: number): Promise<void> {
  await press(phone.page, name);
  await stored(phone.page, acts);
  await phone.kill();
  await phone.page.goto(server.origin);
}

test(
  'a day in airplane mode, killed twenty times, loses nothing and mixes nothing up',
  {timeout: 420_000},
  async () => {
    await enrolPhone(phone.page, (await tour.ticket()).url);
    await underWorker(phone.page);
    await tour.opened(); // that act waits no more, and is not among those that are counted
    await phone.page.getByRole('status').getByText('Tout est envoyé').waitFor();
    await follow(phone.page, 'Commencer la tournée'); // the part with the visits is on the phone once it opened
    await atScreen(phone.page, 'Avant de partir');
    await server.kill();

    let acts = 1;
    let kills = 0;
    for (const box of await phone.page.locator('main input[type=checkbox]').all()) await box.check();
    await phone.page.getByLabel('Kilométrage au compteur').fill('48150');
    await pressAndDie('Commencer la tournée', 1);
    kills++;
    await waiting(phone.page, acts);

    for (const [i, door] of tour.doors.entries()) {
      await pickUp(phone.page, door.shop, `1${i}50`);
      await pressAndDie('J’ai pris cette commande', 2);
      kills++;
      await waiting(phone.page, (acts += 2));
    }
    for (const [i, door] of tour.doors.entries()) {
      await follow(phone.page, `Livrer ${door.household}`);
      await follow(phone.page, 'Remettre les courses');
      await passCheck(phone.page);
      await phone.page.getByText(`Maison ${i + 1}`).waitFor();
      await press(phone.page, 'Continuer');
      await atScreen(phone.page, 'Signature de la personne');
      await phone.page.getByLabel('Qui signe').fill(`Main ${door.household}`);
      await sign(phone.page, i + 1, finger(phone));
      if (i === 0) {
        // The call, the flat battery, the turned phone: the half-done signature is still there.
        await phone.page.waitForFunction(drawnOnDisk, undefined, {polling: 20});
        await phone.kill();
        kills++;
        await phone.page.getByRole('img', {name: 'Signature faite'}).waitFor();
        await phone.turn();
        await phone.page.getByRole('img', {name: 'Signature faite'}).waitFor();
        await phone.turn();
      }
      await pressAndDie('Valider la remise', 1);
      kills++;
      await waiting(phone.page, (acts += 1));
    }
    for (const [i, door] of tour.doors.entries()) {
      await follow(phone.page, `Rendre les chèques à ${door.shop}`);
      await follow(phone.page, 'Rendre les chèques');
      await atScreen(phone.page, `Chèques pour ${door.shop}`);
      await press(phone.page, 'Continuer');
      await phone.page.getByLabel('Nom de la personne qui reçoit').fill(`Caisse ${door.shop}`);
      await sign(phone.page, i + 2, finger(phone));
      await pressAndDie('Valider le dépôt', 1);
      kills++;
      await waiting(phone.page, (acts += 1));
    }
    expect(kills).toBeGreaterThanOrEqual(20);

    await server.start();
    await phone.page.goto(`${server.origin}/outbox`);
    await press(phone.page, /^Envoyer maintenant|^Envoi en cours/);
    await phone.page.getByRole('heading', {name: 'Tout est envoyé'}).waitFor();

    type Mark = {readonly name: string};
    type Slip = {
      readonly complete: boolean;
      readonly residentMark: Mark;
      readonly merchantMark: Mark;
      readonly cheque: {amountCents: number};
    };
    for (const [i, door] of tour.doors.entries()) {
      const slip = await tour.ask<Slip>('GET', `/api/slips/${door.slip}`);
      expect(slip.residentMark.name).toBe(`Main ${door.household}`);
      expect(slip.merchantMark.name).toBe(`Caisse ${door.shop}`);
      expect(slip.cheque.amountCents).toBe(1050 + 100 * i);
      expect(slip.complete).toBe(true);
    }
    expect(await strokesBySlip()).toEqual(Object.fromEntries(tour.doors.map(({slip}, i) => [slip, [i + 1, i + 2]])));
  },
);

/** In the page: whether a draft with strokes is on the disk. */
const drawnOnDisk = () =>
  new Promise<boolean>(done => {
    const open = indexedDB.open('portage');
    open.onsuccess = () => {
      const all = open.result.transaction('drafts').objectStore('drafts').getAll();
      all.onsuccess = () => {
        open.result.close();
        done(
          (all.result as {value: {sign?: {strokes: number[]}}}[]).some(d => (d.value.sign?.strokes.length ?? 0) > 0),
        );
      };
    };
  });

/** From the bytes that the server has given a receipt for: how many strokes each slip's two marks have. */
async function strokesBySlip(): Promise<Record<string, [number, number]>> {
  const bytes = await phone.page.evaluate(
    () =>
      new Promise<string[]>((done, failed) => {
        const open = indexedDB.open('portage');
        open.onerror = () => failed(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction('sent').objectStore('sent').getAll();
          all.onsuccess = () => done((all.result as {bytes: string}[]).map(r => r.bytes));
        };
      }),
  );
  const found: Record<string, [number, number]> = {};
  for (const text of bytes) {
    const act = JSON.parse(text) as {kind: string; slip: string; data: {mark?: {strokes: number[]}}};
    const flat = act.data.mark?.strokes;
    if (!flat) continue;
    let strokes = 0;
    for (let i = 0; i < flat.length; i += 1 + 2 * (flat[i] ?? 0)) strokes++;
    const there = (found[act.slip] ??= [0, 0]);
    there[act.kind === 'handedOver' ? 0 : 1] = strokes;
  }
  return found;
}
