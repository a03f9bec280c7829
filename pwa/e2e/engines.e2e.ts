// From the shop to the cheque in the other two engines, the server dead at the door.
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openFirefox, phone, underWorker, watchedPage} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press, sign, waiting} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';
import {openWebKit, type WebKit} from './lib/webkit';

let server: Server;
let tour: Tour;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
});
afterEach(() => server.remove());

type Slip = {
  readonly complete: boolean;
  readonly goods: string;
  readonly residentMark?: {name: string};
  readonly merchantMark?: {name: string};
};
const slip = () => tour.ask<Slip>('GET', `/api/slips/${tour.doors[0]?.slip}`);
/** The server has the pick-up: from here on it may go. */
const pickedUp = () => expect.poll(async () => (await slip()).goods).toBe('withDriver');
const complete = () => expect.poll(async () => (await slip()).complete).toBe(true);

test('Firefox', {timeout: 240_000}, async () => {
  const browser = await openFirefox();
  try {
    const {page} = await watchedPage(browser, phone);
    await enrolPhone(page, (await tour.ticket()).url);
    await underWorker(page);
    await pickUp(page, 'Boutique 1', '1465');
    await press(page, 'J’ai pris cette commande');
    await pickedUp();
    await page.getByRole('status').getByText('Tout est envoyé').waitFor();
    await server.kill();
    await follow(page, 'Livrer Foyer Numéro1');
    await follow(page, 'Remettre les courses');
    await passCheck(page);
    await page.getByText('Maison 1').waitFor();
    await press(page, 'Continuer');
    await sign(page, 2);
    await press(page, 'Valider la remise');
    await waiting(page, 1);
    await follow(page, 'Rendre les chèques à Boutique 1');
    await follow(page, 'Rendre les chèques');
    await atScreen(page, 'Chèques pour Boutique 1');
    await press(page, 'Continuer');
    await page.getByLabel('Nom de la personne qui reçoit').fill('Agathe');
    await sign(page, 1);
    await press(page, 'Valider le dépôt');
    await waiting(page, 2);
    await page.reload();
    await waiting(page, 2);
    await server.start();
    await page.goto(`${server.origin}/outbox`);
    await complete();
    await page.getByRole('heading', {name: 'Tout est envoyé'}).waitFor();
  } finally {
    await browser.close();
  }
});

/** Presses what carries the words, once it is there. */
async function tap(w: WebKit, words: string): Promise<void> {
  const find = `[...document.querySelectorAll('button, a, summary, label')].find(e => e.textContent.includes(${JSON.stringify(words)}))`;
  await w.until(`return ${find} !== undefined`);
  await w.run(`${find}.click()`);
}

/** The large button at the thumb, once it says the words. */
async function next(w: WebKit, words: string): Promise<void> {
  await w.until(`return document.querySelector('.thumb > *')?.textContent === ${JSON.stringify(words)}`);
  await w.run(`document.querySelector('.thumb > *').click()`);
}

const shows = (w: WebKit, words: string) =>
  w.until(`return document.body.innerText.includes(${JSON.stringify(words)})`);

async function draw(w: WebKit): Promise<void> {
  await w.until('return document.querySelector("canvas") !== null');
  await w.run('document.querySelector("canvas").scrollIntoView({block: "center"})');
  const [x, y, width, height] = await w.run<[number, number, number, number]>(
    'const r = document.querySelector("canvas").getBoundingClientRect(); return [r.x, r.y, r.width, r.height]',
  );
  const points = Array.from({length: 9}, (_, i): [number, number] => [
    x + width * (0.1 + 0.1 * i),
    y + height * (0.5 + 0.2 * Math.sin(i)),
  ]);
  await w.drag(points);
  await shows(w, 'Effacer et recommencer');
}

const fill = (w: WebKit, name: string, text: string) =>
  w.run(
    `const f = document.querySelector('[name=' + arguments[0] + ']'); f.value = arguments[1]; f.dispatchEvent(new Event('input', {bubbles: true}))`,
    name,
    text,
  );

test('WebKit', {timeout: 240_000}, async () => {
  const w = await openWebKit();
  try {
    await w.open(server.origin);
    await w.until('return navigator.serviceWorker.controller?.state === "activated"');
    await w.run('localStorage.setItem("portage.lang", "fr")'); // its own language is the machine's
    await w.open((await tour.ticket()).url);
    await w.until('return document.querySelector("[name=charter]") !== null');
    await w.run('document.querySelector("[name=charter]").click()');
    await tap(w, 'Relier ce téléphone');
    await tap(w, 'Enlever chez Boutique 1');
    await tap(w, 'Enlever le bon');
    await tap(w, 'Continuer sans code');
    await tap(w, 'Je reconnais la commande');
    await next(w, 'Continuer');
    await shows(w, 'Que prenez-vous');
    await next(w, 'Continuer');
    await shows(w, 'Montant du ticket');
    for (const digit of '1465') {
      await w.run(`[...document.querySelectorAll('.key')].find(k => k.textContent === arguments[0]).click()`, digit);
    }
    await tap(w, 'J’ai pris cette commande');
    await pickedUp();
    await shows(w, 'Tout est envoyé');
    await server.kill();
    await tap(w, 'Livrer Foyer Numéro1');
    await tap(w, 'Remettre les courses');
    await shows(w, 'Les bonnes courses');
    await tap(w, 'Continuer sans code');
    await tap(w, 'Je reconnais la commande');
    await next(w, 'Continuer');
    await shows(w, 'Maison 1');
    await next(w, 'Continuer');
    await draw(w);
    await tap(w, 'Valider la remise');
    await shows(w, '1 geste en attente d’envoi');
    await tap(w, 'Rendre les chèques à Boutique 1');
    await next(w, 'Rendre les chèques');
    await shows(w, 'Total');
    await next(w, 'Continuer');
    await draw(w);
    await fill(w, 'signer', 'Agathe');
    await tap(w, 'Valider le dépôt');
    await shows(w, '2 gestes en attente d’envoi');
    await w.reload();
    await shows(w, '2 gestes en attente d’envoi');
    await server.start();
    await w.reload();
    await complete();
    expect((await slip()).merchantMark?.name).toBe('Agathe');
    await shows(w, 'Tout est envoyé');
  } finally {
    await w.close();
  }
});
