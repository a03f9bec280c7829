// Every screen of a visit, in light, dark and at 200 % text on a 360 px phone; and what happens when a visit goes wrong.
import type {Browser, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {atRest, violations, violationsInBoth} from './lib/axe';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {atScreen, enrolPhone, follow, passCheck, pickUp, press, sign, stored, typeAmount, waiting} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let tour: Tour;
let browser: Browser;
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 2);
  browser = await openChromium();
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

/** Goes through a whole round and calls look on each screen, with its name. */
async function walk(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  await look('today, before the round');
  await follow(page, 'Commencer la tournée');
  await atScreen(page, 'Avant de partir');
  await look('start');
  await press(page, 'Commencer la tournée');
  await follow(page, 'Enlever chez Boutique 1');
  await atScreen(page, 'Boutique 1');
  await look('shop');
  await follow(page, /^Enlever le bon/);
  await atScreen(page, /^La commande/);
  await look('check');
  await page.getByText('Continuer sans code').click();
  await page.getByLabel('Je reconnais la commande').check();
  await look('check, without a code');
  await press(page, 'Continuer');
  await atScreen(page, /^Que prenez/);
  await page.getByLabel('Remplacé').first().check();
  await look('goods');
  await press(page, 'Continuer');
  await typeAmount(page, '1465');
  await look('amount');
  await press(page, 'J’ai pris cette commande');
  await follow(page, 'Enlever chez Boutique 2');
  await follow(page, 'Ce n’est pas possible');
  await page.getByLabel('Pas encore prêt').check();
  await look('trouble at the shop');
  await press(page, 'Prévenir le service');
  await follow(page, 'Livrer Foyer Numéro1');
  await atScreen(page, 'Foyer Numéro1');
  await look('door');
  await follow(page, 'Une inquiétude');
  await look('worry');
  await press(page, 'Retour');
  await follow(page, 'Ce n’est pas possible');
  await page.getByLabel('Personne ne répond').check();
  await look('nobody answers');
  await press(page, 'Retour');
  await follow(page, 'Remettre les courses');
  await passCheck(page);
  await look('cheque');
  await press(page, 'Le montant est différent');
  await typeAmount(page, '1200');
  await press(page, 'Continuer');
  await page.getByText('Dites pourquoi').waitFor();
  await look('cheque, another amount');
  await page.getByLabel('Un article manquait').check();
  await press(page, 'Continuer');
  await sign(page, 2);
  await look('signature');
  await press(page, 'La personne ne peut pas');
  await page.getByLabel('Sans signature, avec un témoin').check();
  await look('no signature');
  await page.getByLabel('Sur le bon en papier').check();
  await look('on paper');
  await page.getByLabel('Avec le doigt').check();
  await press(page, 'Valider la remise');
  await follow(page, 'Entre vos mains');
  await atScreen(page, 'Entre vos mains');
  await look('in hand');
  await follow(page, /Maison 1/);
  await follow(page, 'Rendre les chèques');
  await look('cheques');
  await press(page, 'Continuer');
  await atScreen(page, 'Signature du commerce');
  await look('shop signs');
  await page.goto(`${server.origin}/outbox`);
  await page.getByText('Si l’envoi ne marche plus').click();
  await look('outbox');
  await page.goto(`${server.origin}/slip/${tour.doors[0]?.slip}`);
  await page.getByText('Ce que vous avez noté').waitFor();
  await look('slip');
  await page.goto(server.origin);
  await follow(page, 'Terminer la tournée');
  await look('end');
}

/** What a message that stands now lies over at the top of the page, of what is read or pressed next. */
const covered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    scrollTo(0, 0);
    const boxes = [...document.querySelectorAll('.toast')].map(e => e.getBoundingClientRect());
    const over = (r: DOMRect) => boxes.some(b => b.top < r.bottom && r.top < b.bottom);
    return [...document.querySelectorAll('main h1, main .thumb .button')]
      .filter(e => over(e.getBoundingClientRect()))
      .map(e => `a message lies over ${e.textContent}`);
  });

test.each([
  ['light', {...phone, colorScheme: 'light'}, 'normal'],
  ['dark', {...phone, colorScheme: 'dark'}, 'normal'],
  ['light and dark, 200 % text', {...phone, colorScheme: 'light'}, 'largest'],
] as const)(
  '%s: axe has nothing to say against any screen, and none is too wide',
  async (_, options, text) => {
    const {page, errors} = await watchedPage(browser, {...options, serviceWorkers: 'block'});
    await page.addInitScript(size => {
      if (location.protocol === 'http:') localStorage.setItem('portage.text', size);
    }, text);
    await enrolPhone(page, (await tour.ticket()).url);
    const found: string[] = [];
    await walk(page, async name => {
      await atRest(page); // a part of the visit may still be reading its draft
      found.push(...(await covered(page)).map(c => `${name}: ${c}`));
      const seen = await (text === 'largest' ? violationsInBoth : violations)(page);
      found.push(...seen.map(v => `${name}: ${v}`));
      const [content = 0, window = 0] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      if (content > window) found.push(`${name} is ${content} wide in ${window}`);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main button, main a.button, main summary, main label.option')]
          .filter(e => e.getClientRects().length > 0 && e.getBoundingClientRect().height < 55.5)
          .map(e => `${e.textContent} is ${e.getBoundingClientRect().height} high`),
      );
      found.push(...small.map(s => `${name}: ${s}`), ...errors.splice(0).map(e => `${name}: ${e}`));
    });
    expect(found).toEqual([]);
  },
  180_000,
);

type Journal = {readonly journal: readonly {readonly kind: string; readonly data?: Record<string, unknown>}[]};
const journal = async (door: number) =>
  (await tour.ask<Journal>('GET', `/api/slips/${tour.doors[door]?.slip}`)).journal;
const allSent = (page: Page) => page.getByRole('status').getByText('Tout est envoyé').waitFor();

test('nobody at the door: who was called and where the goods are reach the service; the worry stays with the social worker', async () => {
  const {page} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  for (const shop of ['Boutique 1', 'Boutique 2']) {
    await pickUp(page, shop, '990');
    await press(page, 'J’ai pris cette commande');
  }
  await follow(page, 'Livrer Foyer Numéro1');
  await follow(page, 'Une inquiétude');
  await page.getByLabel('Qu’avez-vous remarqué').fill('Volets fermés depuis hier');
  await press(page, 'Envoyer au travailleur social');
  await follow(page, 'Ce n’est pas possible');
  await press(page, 'Prévenir le service');
  await page.getByText('Choisissez ce qui se passe').waitFor();
  await page.getByLabel('Personne ne répond').check();
  await page.getByLabel('J’ai appelé le service').check();
  await page.getByLabel('Je les garde avec moi').check();
  await press(page, 'Prévenir le service');
  // The other door comes first now, this one stays in sight to try again.
  await page.getByRole('link', {name: 'Livrer Foyer Numéro2'}).waitFor();
  await page.getByText('à retenter').waitFor();
  await allSent(page);
  const facts = await journal(0);
  expect(facts.find(e => e.kind === 'attemptFailed')?.data).toMatchObject({
    reason: 'noAnswer',
    goods: 'inVehicle',
    called: ['le service'],
  });
  expect(JSON.stringify(facts)).not.toContain('Volets fermés'); // a coordinator does not read it
});

test('a mistaken tap is corrected, and both entries stand in the journal', async () => {
  const {page} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await pickUp(page, 'Boutique 1', '990');
  await press(page, 'J’ai pris cette commande');
  await page.getByText('Enregistré sur ce téléphone').waitFor();
  await page.goto(`${server.origin}/slip/${tour.doors[0]?.slip}`);
  const line = page.getByRole('listitem').filter({hasText: 'Commande enlevée'});
  await line.getByRole('button', {name: 'Corriger'}).click();
  await press(page, 'Oui, c’était une erreur');
  await line.getByText('corrigé').waitFor();
  await page.goto(server.origin);
  await page.getByRole('link', {name: 'Enlever chez Boutique 1'}).waitFor();
  await allSent(page);
  expect((await journal(0)).map(e => e.kind)).toEqual(expect.arrayContaining(['pickedUp', 'corrected']));
});

test('a lost phone gives up what it can read; what was done on it still arrives', async () => {
  const {page} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await follow(page, 'Enlever chez Boutique 1');
  await atScreen(page, 'Boutique 1');
  await underWorker(page);
  await page.goto(server.origin);
  await tour.opened();
  await allSent(page);
  await server.kill();
  await pickUp(page, 'Boutique 1', '990');
  await press(page, 'J’ai pris cette commande');
  await stored(page, 2);
  await waiting(page, 2);
  await server.start();
  const {devices} = await tour.ask<{devices: {id: string}[]}>('GET', `/api/devices?person=${tour.driver}`);
  for (const {id} of devices) await tour.ask('POST', `/api/devices/${id}/revoke`);
  await page.reload();
  await page.getByText('L’accès de ce téléphone a été retiré').waitFor();
  await page.getByText('Pas de livraison pour vous').waitFor();
  expect((await journal(0)).map(e => e.kind)).toContain('pickedUp');
  expect(await page.content()).not.toContain('Foyer Numéro');
});

test('two tabs show the same, and a name taken off the phone leaves the waiting work on it', async () => {
  const {page} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await follow(page, 'Enlever chez Boutique 1');
  await atScreen(page, 'Boutique 1');
  await underWorker(page);
  await page.goto(server.origin);
  await tour.opened();
  await allSent(page);
  await server.kill();
  const second = await page.context().newPage();
  await second.goto(server.origin);
  await pickUp(page, 'Boutique 1', '990');
  await press(page, 'J’ai pris cette commande');
  await waiting(page, 2);
  await second.bringToFront();
  await second.reload();
  await waiting(second, 2);
  await second.close();
  await page.goto(`${server.origin}/settings`);
  await press(page, 'Retirer mon nom de ce téléphone');
  await page.getByText('2 gestes en attente d’envoi').last().waitFor();
  await page.getByRole('dialog').getByRole('button', {name: 'Retirer mon nom'}).click();
  await atScreen(page, 'Bienvenue');
  await server.start();
  await page.reload();
  await expect.poll(async () => (await journal(0)).map(e => e.kind)).toContain('pickedUp');
});
