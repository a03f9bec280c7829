// Every screen, in light and dark and at 200 % text on a 360 px phone: axe, no sideways scroll, no error, no English.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {common} from '../src/i18n/common';
import {deskAccess} from '../src/i18n/desk-access';
import {deskPeople} from '../src/i18n/desk-people';
import {driver} from '../src/i18n/driver';
import {merchant} from '../src/i18n/merchant';
import {office} from '../src/i18n/office';
import {visit} from '../src/i18n/visit';
import {violations, violationsInBoth} from './lib/axe';
import {openChromium, phone, watchedPage, wide} from './lib/browsers';
import {startServer, type Server} from './lib/server';
import {foundTown, type Town} from './lib/town';
import {englishOf, wordsOn} from './lib/words';

let server: Server;
let town: Town;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  town = await foundTown(server);
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

type Screen = {readonly path: string; readonly title: string | RegExp; readonly then?: (page: Page) => Promise<void>};

const press = (name: string, shown: string) => async (page: Page) => {
  await page.getByRole('button', {name}).first().click();
  await page.getByText(shown).first().waitFor();
};

const outside: readonly Screen[] = [
  {path: '/', title: 'Bienvenue'},
  {path: '/enrol', title: 'Relier ce téléphone'},
  {path: '/enrol', title: 'Relier ce téléphone', then: press('Relier ce téléphone', 'Le code a huit caractères')},
  {path: '/nowhere', title: 'Cette page n’existe pas'},
  {path: '/desk', title: 'Connexion'},
  {path: '/desk', title: 'Connexion', then: press('Se connecter', 'Indiquez votre identifiant')},
  {path: '/desk', title: 'Connexion', then: press('Réglages', 'Taille du texte')},
  {path: '/desk/setup#x', title: 'Premiers pas'},
  {path: '/desk/password#x', title: 'Choisir un mot de passe'},
  {path: '/s', title: 'Bons de livraison'},
];

const inside: readonly Screen[] = [
  {path: '/desk', title: 'Bonjour Claire Fontaine'},
  {path: '/desk/people', title: 'Personnes', then: async p => p.getByText('Nadia Benali').waitFor()},
  {path: '/desk/people/new', title: 'Ajouter une personne', then: press('Enregistrer', 'Indiquez un nom')},
  {path: '/desk/people/DRIVER', title: 'Nadia Benali', then: press('Relier un téléphone', 'Code à taper')},
  {path: '/desk/devices', title: 'Téléphones'},
  {path: '/desk/audit', title: 'Journal', then: press('Vérifier le journal', 'Intact')},
  {path: '/desk/account', title: 'Mon compte', then: async p => p.getByText('Celle-ci').waitFor()},
  {path: '/desk/settings', title: 'Réglages'},
  {path: '/desk/nowhere', title: 'Cette page n’existe pas'},
];

const enrolled: readonly Screen[] = [
  {path: '/', title: 'Bonjour Nadia Benali'},
  {path: '/outbox', title: 'Envoi au service'},
  {path: '/settings', title: 'Réglages', then: press('Retirer mon nom', 'Ce qui n’est pas encore envoyé')},
];

async function enrol(page: Page): Promise<void> {
  await page.goto((await town.ticket()).url);
  await page.getByLabel(/confidentialité/).check();
  await page.getByRole('button', {name: 'Relier ce téléphone'}).click();
  await page.getByRole('heading', {level: 1, name: 'Bonjour Nadia Benali'}).waitFor();
}

async function open(page: Page, screen: Screen): Promise<void> {
  // A fragment alone would not load the page again.
  await page.goto('about:blank');
  await page.goto(server.origin + screen.path.replace('DRIVER', town.driver));
  await page.getByRole('heading', {level: 1, name: screen.title}).waitFor();
  await screen.then?.(page);
  await page.evaluate(() => document.fonts.ready);
}

const looks = [
  ['light, phone', {...phone, colorScheme: 'light'}, 'normal'],
  ['dark, phone', {...phone, colorScheme: 'dark'}, 'normal'],
  ['light and dark, 200 % text, phone', {...phone, colorScheme: 'light'}, 'largest'],
  ['dark, wide', {...wide, colorScheme: 'dark'}, 'normal'],
] as const;

/** What is wrong with the screens, each finding with its place. */
async function inspect(
  screens: readonly Screen[],
  page: Page,
  errors: string[],
  look: typeof violations,
): Promise<string[]> {
  const found: string[] = [];
  for (const screen of screens) {
    await open(page, screen);
    // At the end of the page nothing lies half under the bar, which a person scrolls away.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const at = `${screen.path}${screen.then ? ' (pressed)' : ''}`;
    found.push(...(await look(page)).map(v => `${at} ${v}`));
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if ((content ?? 0) > (window ?? 0)) found.push(`${at} is ${content} wide in ${window}`);
    found.push(...errors.splice(0).map(e => `${at} ${e}`));
  }
  return found;
}

test.each(looks)('%s: nothing to say against any screen', async (_, options, text) => {
  const {page, errors} = await watchedPage(browser, {...options, serviceWorkers: 'block'});
  await page.addInitScript(size => {
    if (location.protocol === 'http:') localStorage.setItem('portage.text', size);
  }, text);
  const look = text === 'largest' ? violationsInBoth : violations;
  expect(await inspect(outside, page, errors, look)).toEqual([]);
  await town.signIn(page.context());
  expect(await inspect(inside, page, errors, look)).toEqual([]);
  await enrol(page);
  expect(await inspect(enrolled, page, errors, look)).toEqual([]);
  await page.context().close();
});

test('no French screen holds a text of the English messages', async () => {
  const groups = [common, driver, office, visit, merchant, deskAccess, deskPeople];
  const english = englishOf(groups);
  const {page} = await watchedPage(browser, {...wide, serviceWorkers: 'block'});
  await town.signIn(page.context());
  const found: string[] = [];
  for (const screen of [...outside.filter(s => !s.path.startsWith('/desk')), ...inside, ...enrolled]) {
    if (screen === enrolled[0]) await enrol(page);
    await open(page, screen);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
    const shown = await wordsOn(page);
    found.push(...shown.filter(w => english.has(w)).map(w => `${screen.path}: ${w}`));
  }
  expect(found).toEqual([]);
  await page.context().close();
});

test('the language switch turns every word and the lang attribute, and is kept', async () => {
  const {page} = await watchedPage(browser, {...phone, serviceWorkers: 'block'});
  await page.goto(server.origin);
  await page.getByRole('button', {name: 'Réglages'}).click();
  await page.getByLabel('English').check();
  await page.getByRole('heading', {level: 1, name: 'Welcome', includeHidden: true}).waitFor();
  await page.reload();
  await page.getByRole('heading', {level: 1, name: 'Welcome'}).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.context().close();
});
