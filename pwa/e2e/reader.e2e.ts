// A driver who does not see the screen: a whole round by keys alone, and what a screen reader says of every screen.
import type {Browser, CDPSession, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {common} from '../src/i18n/common';
import {driver} from '../src/i18n/driver';
import {office} from '../src/i18n/office';
import {push} from '../src/i18n/push';
import {visit} from '../src/i18n/visit';
import {openChromium, phone, watchedPage} from './lib/browsers';
import {atScreen, enrolPhone} from './lib/drive';
import {controls, heard, listen, script, told, type Heard} from './lib/ears';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';
import {englishOf} from './lib/words';

let server: Server;
let tour: Tour;
let browser: Browser;
let page: Page;
let cdp: CDPSession;
let errors: string[];
beforeEach(async () => {
  server = await startServer();
  tour = await prepareTour(server, 1);
  browser = await openChromium();
  ({page, errors} = await watchedPage(browser, {...phone, serviceWorkers: 'block'}));
  cdp = await page.context().newCDPSession(page);
  await listen(page);
  book = [];
  listened = 0;
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

const english = englishOf([common, driver, office, push, visit]);

/** What stands on every screen, and what depends on the moment: told apart, or not at all. */
function own(said: readonly Heard[]): readonly Heard[] {
  const main = said.slice(said.findIndex(({role}) => role === 'main'));
  const all = main.slice(0, main.findIndex(({depth}, i) => i > 0 && depth === 0) >>> 0);
  const end = all.findIndex(({role, name}) => role === 'region' && name === 'Envoi au service');
  return end < 0 ? all : all.slice(0, end);
}

const timeless = (words: string) =>
  words
    .replace(/(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d+(er)? \p{L}+/giu, 'JOUR')
    .replaceAll(/\b\d{4}-(\d{4})\b/g, 'AAAA-$1')
    .replaceAll(/\b\d\d:\d\d\b/g, 'HH:MM')
    .replaceAll(/à l’instant|il y a \d+ .*$/gm, 'TEMPS')
    .replaceAll(/Version \S+/g, 'Version X');

/** What is wrong with how a screen sounds, whatever stands on it. */
async function faults(): Promise<string[]> {
  const said = await heard(cdp);
  const found: string[] = [];
  for (const {role, name, states} of said) {
    if (controls.has(role) && name === '') found.push(`a ${role} without a name`);
    if (/[0-9a-f]{8}-|[a-z][A-Z]|^[\W_]+$/.test(name) && role !== 'StaticText') found.push(`“${name}” is no name`);
    for (const words of [name, ...states]) if (english.has(words)) found.push(`“${words}” is English`);
  }
  const titles = said.filter(({role, states}) => role === 'heading' && states.includes('1'));
  if (titles.length !== 1) found.push(`${titles.length} titles`);
  const tab = (await page.title()).replace(/\s/g, ' ');
  if (tab !== `${titles[0]?.name} – Portage`) found.push(`the tab says ${tab}`);
  return found;
}

/** The name of what has the focus, as the browser computes it; '' when nothing has. */
async function focused(): Promise<string> {
  return (await heard(cdp)).find(({states}) => states.includes('focus'))?.name ?? '';
}

/** Tab, in reading order, until the named thing has the focus. */
async function tabTo(name: string | RegExp): Promise<void> {
  const is = (now: string) => (typeof name === 'string' ? now === name : name.test(now));
  const there = async () => (await heard(cdp)).some(one => controls.has(one.role) && is(one.name));
  await expect.poll(there).toBe(true); // the keys are faster than the screen
  const passed: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    const now = await focused();
    if (is(now)) return;
    passed.push(now);
  }
  throw new Error(`Tab does not reach ${name}, only ${passed.join(' | ')}`);
}

async function hit(name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(name);
  await page.keyboard.press(key);
}

let book: string[];
let listened: number;

/** The screen stands, its title (or at) has the focus, nothing sounds wrong; what is said of it goes into the book. */
async function read(title: string | RegExp, at: string | RegExp = title): Promise<void> {
  await atScreen(page, title);
  await expect.poll(focused).toMatch(at);
  expect(await faults()).toEqual([]);
  book.push(timeless(script(own(await heard(cdp)))));
}

/** Said without being asked, since the last time. */
async function hears(words: string): Promise<void> {
  const fresh = async () => (await told(page)).slice(listened).join('\n');
  await expect.poll(fresh).toContain(words);
  listened = (await told(page)).length;
}

async function saved(title: string | RegExp): Promise<void> {
  await hears('Enregistré sur ce téléphone.');
  await read(title);
}

const sent = () => page.getByRole('status').getByText('Tout est envoyé').waitFor();

/** What is said with the control that has the focus. */
async function describes(words: string | RegExp): Promise<void> {
  const said = await heard(cdp);
  const at = said.findIndex(({states}) => states.includes('focus'));
  const group = said.slice(0, at).findLast(({role}) => role === 'group' || role === 'radiogroup');
  expect([...(said[at]?.states ?? []), ...(group?.states ?? [])]).toContainEqual(expect.stringMatching(words));
}

/** A code that does not fit is refused at its field; then on without one, with a reason. */
async function wayRound(field: string, wrong: string): Promise<void> {
  await tabTo(field);
  await page.keyboard.type(wrong);
  await page.keyboard.press('Enter');
  await hears('Ce bon n’est pas dans votre tournée.');
  await describes(/Ce bon n’est pas dans votre tournée\. Laissez cette commande et appelez le service\.$/);
  await hit('Continuer sans code');
  const fold = async () => (await heard(cdp)).find(({name}) => name === 'Continuer sans code');
  await expect.poll(async () => (await fold())?.states).toEqual(['expanded', 'focus']);
  await tabTo('Pas de bon avec la commande');
  await page.keyboard.press('Space');
  await hit('Continuer');
}

test('a driver who does not see the screen drives a round by keys, and hears where they are', async () => {
  await enrolPhone(page, (await tour.ticket()).url);
  await tour.opened();
  await read(/^Bonjour/);
  await hit('Commencer la tournée');
  await read('Avant de partir');
  await hit('Masques', 'Space');
  await hit('Commencer la tournée');
  await saved(/^Bonjour/);

  await hit('Enlever chez Boutique 1');
  await read('Boutique 1');
  await hit(/^Enlever le bon/);
  await read('La commande de Foyer Numéro1');
  await hit('Scanner le bon');
  await hears('L’appareil photo n’est pas disponible');
  await wayRound('Ou tapez le code du bon', 'AAAAAAAA');
  await read('Que prenez-vous');
  await tabTo('Pris');
  await page.keyboard.press('ArrowRight');
  await hit(/^Que s’est-il passé/, 'End');
  await page.keyboard.type('Plus de pommes');
  await hit('Un de plus');
  await hears('2');
  await hit('Continuer');
  await read('Montant du ticket');
  await tabTo('1');
  await page.keyboard.type('1465');
  await hears('14,65 €');
  await hit('J’ai pris cette commande');
  await saved(/^Bonjour/);

  await hit('Livrer Foyer Numéro1');
  await read('Foyer Numéro1');
  await hit('Remettre les courses');
  await read('Les bonnes courses');
  await hit('Scanner le bon');
  await wayRound('Ou tapez le code du bon', 'AAAAAAAA');
  await read('Le chèque pour Boutique 1');
  await hit('Le montant est différent');
  await expect.poll(focused).toBe('1');
  await page.keyboard.type('1400');
  await hit('Continuer');
  await expect.poll(focused).toBe('Un article manquait');
  await describes('Dites pourquoi, en un mot.');
  await page.keyboard.press('Space');
  await hit('Continuer');
  await read('Signature de la personne');
  await hit('Valider la remise');
  await hears('Il manque la signature.');
  await hit('La personne ne peut pas ou ne veut pas signer');
  await expect.poll(focused).toBe('Avec le doigt');
  await page.keyboard.press('ArrowDown');
  await hit('Valider la remise');
  await expect.poll(focused).toBe('Vue trop faible');
  await describes('Dites pourquoi il n’y a pas de signature.');
  await page.keyboard.press('Space');
  await hit('Valider la remise');
  await expect.poll(focused).toBe('Nom du témoin');
  await describes('Indiquez le nom du témoin.');
  await read('Signature de la personne', 'Nom du témoin');
  await page.keyboard.type('Sa voisine');
  await hit('Valider la remise');
  await saved(/^Bonjour/);

  await hit('Rendre les chèques à Boutique 1');
  await read('Boutique 1');
  await hit('Rendre les chèques');
  await read('Chèques pour Boutique 1');
  await hit('Continuer');
  await read('Signature du commerce');
  await hit('Signer autrement');
  await page.keyboard.press('ArrowDown');
  await hit('Vue trop faible', 'Space');
  await hit('Nom du témoin', 'End');
  await page.keyboard.type('La vendeuse');
  await hit('Valider le dépôt');
  await saved(/^Bonjour/);
  await hit('Terminer la tournée');
  await read('Terminer la tournée');
  await hit('Terminer la tournée');
  await saved(/^Bonjour/);

  await expect(`${book.join('\n\n')}\n`).toMatchFileSnapshot('heard/round.fr.txt');
  expect(errors).toEqual([]);
  type Slip = {readonly complete: boolean};
  await expect
    .poll(async () => (await tour.ask<Slip>('GET', `/api/slips/${tour.doors[0]?.slip}`)).complete, {timeout: 30_000})
    .toBe(true);
});

test('what goes wrong is heard where it is wrong, and each way out has a name', async () => {
  const {code} = await tour.ticket();
  await page.goto(server.origin);
  await atScreen(page, 'Bienvenue');
  await hit('Relier ce téléphone');
  await read('Relier ce téléphone');
  await hit('Relier ce téléphone');
  await expect.poll(focused).toBe('Votre code');
  await describes(/Le code a huit caractères\. Vérifiez qu’il n’en manque pas\.$/);
  await page.keyboard.type(code);
  await hit('J’ai lu et je m’engage à respecter la confidentialité.', 'Space');
  await hit('Relier ce téléphone');
  await hears('Ce téléphone est relié.');
  await page.getByRole('link', {name: 'Enlever chez Boutique 1'}).waitFor();
  await read(/^Bonjour/);

  const pick = async () => {
    await hit('Enlever chez Boutique 1');
    await hit(/^Enlever le bon/);
    await hit('Continuer sans code');
    await hit('Pas de bon avec la commande', 'Space');
    await hit('Continuer');
    await atScreen(page, /^Que prenez/);
    await hit('Continuer');
    await atScreen(page, 'Montant du ticket');
    await hit('J’ai pris cette commande');
  };
  await pick();
  await saved(/^Bonjour/);
  await hit('Livrer Foyer Numéro1');
  await hit('Une inquiétude pour cette personne ?');
  await read('Une inquiétude');
  await hit('Envoyer au travailleur social');
  await expect.poll(focused).toBe('Qu’avez-vous remarqué ?');
  await describes(/Écrivez quelques mots\.$/);
  await hit('Retour');
  await read('Foyer Numéro1');
  await hit('Ce n’est pas possible');
  await read('Ce n’est pas possible à la porte');
  await hit('Prévenir le service');
  await expect.poll(focused).toBe('Personne ne répond');
  await describes('Choisissez ce qui se passe.');
  await page.keyboard.press('Space');
  await hears('Sonnez encore, frappez, écoutez.');
  await hit('J’ai appelé le service', 'Space');
  await hit('Prévenir le service');
  await expect.poll(focused).toBe('Je les garde avec moi');
  await describes('Dites où sont les courses.');
  await page.keyboard.press('Space');
  await read('Ce n’est pas possible à la porte', 'Je les garde avec moi');
  await hit('Prévenir le service');
  await saved(/^Bonjour/);

  await hit(/^Entre vos mains/);
  await read('Entre vos mains');
  await hit(/^Foyer Numéro1/);
  await sent();
  await read(/^Bon /);
  await hit('Rendues au commerce');
  await expect.poll(focused).toBe('Rendre ces courses');
  await page.keyboard.press('Escape');
  await expect.poll(focused).toBe('Rendues au commerce');
  await hit('File d’envoi');
  await page.getByText('Si l’envoi ne marche plus').waitFor();
  await sent();
  await read('Envoi au service');
  await hit('Réglages');
  await page.getByText('Garder vos livraisons').waitFor();
  await page.getByText('Ce service n’envoie pas de notifications.').waitFor();
  await read('Réglages');
  await expect(`${book.join('\n\n')}\n`).toMatchFileSnapshot('heard/trouble.fr.txt');
  expect(errors).toEqual([]);
});
