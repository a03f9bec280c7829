// What the desk's people do first: sign in, and take orders to work on.
import type {Browser, BrowserContextOptions, Locator, Page} from 'playwright-core';
import {phone, watchedPage, wide} from './browsers';
import {atScreen} from './drive';
import {password, today, visitor, type Tour} from './tour';

export const finger: BrowserContextOptions = {...phone, hasTouch: true};

export type Press = (at: Locator) => Promise<void>;
export const byKey: Press = async at => {
  // A tap waits by itself until something can be pressed, a key does not.
  await at.and(at.page().locator(':not([aria-disabled=true])')).waitFor({state: 'attached'});
  await at.focus();
  await at.press((await at.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter');
};
export const byTouch: Press = at => at.tap();

/** The two ways in which every act of the desk is done: a name for the test, the browser, a press. */
export const hands: readonly (readonly [name: string, browser: BrowserContextOptions, press: Press])[] = [
  ['1280 px, keyboard', wide, byKey],
  ['360 px, touch', finger, byTouch],
];

export type Person = {readonly login: string; readonly name: string};
export const camille: Person = {login: 'camille', name: 'Camille Lebrun'};
export const claire: Person = {login: 'claire', name: 'Claire Fontaine'};

/** Signs in through the screen; the page then stands at the day's overview, or at the home of those without one. */
export async function openDesk(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
  who: Person = camille,
): Promise<{page: Page; errors: string[]}> {
  const watched = await watchedPage(browser, {...options, baseURL: origin, serviceWorkers: 'block'});
  await watched.page.goto('/desk');
  await watched.page.getByLabel('Identifiant').fill(who.login);
  await watched.page.getByLabel('Mot de passe').fill(password);
  await watched.page.getByRole('button', {name: 'Se connecter'}).press('Enter');
  await atScreen(watched.page, `Bonjour ${who.name}`);
  return watched;
}

/** A colleague who may sign in; asks the API as them. */
export async function addColleague(
  origin: string,
  roles: string | readonly string[],
  who: Person,
): Promise<Tour['ask']> {
  const {ask: admin} = visitor(origin);
  await admin('POST', '/api/session', {login: claire.login, password});
  const {id} = await admin<{id: string}>('POST', '/api/people', {...who, roles: [roles].flat(), origin: 'ccas'});
  const {url} = await admin<{url: string}>('POST', `/api/people/${id}/password-link`);
  const {ask} = visitor(origin);
  await ask('POST', '/api/password/reset', {token: new URL(url).hash.slice(1), password});
  await ask('POST', '/api/session', {login: who.login, password});
  return ask;
}

export type Taken = {readonly household: string; readonly slip: string; readonly number: string};

let taken = 0;

/** An order of today at the first shop, for a new household of that name, in no round. */
export async function takeOrder(tour: Tour, family: string): Promise<Taken> {
  taken += 1;
  const {id: household} = await tour.ask<{id: string}>('POST', '/api/households', {
    people: [{family}],
    size: 1,
    phones: [`02 61 91 70 ${String(taken).padStart(2, '0')}`],
    address: {street: `${taken} quai du Port`, sector: 'Centre'},
  });
  const {merchants} = await tour.ask<{merchants: {id: string}[]}>('GET', '/api/merchants');
  const {parts} = await tour.ask<{parts: {slip: string; number: string}[]}>('POST', '/api/orders', {
    household,
    day: today(),
    parts: [{merchant: merchants[0]?.id, lines: [{text: 'Poires'}]}],
  });
  return {household, slip: parts[0]?.slip ?? '', number: parts[0]?.number ?? ''};
}

/** A round of today for a new driver. */
export async function addRound(tour: Tour, name: string): Promise<{readonly round: string; readonly driver: string}> {
  const {id: driver} = await tour.ask<{id: string}>('POST', '/api/people', {
    name,
    roles: ['driver'],
    origin: 'student',
  });
  const {id: round} = await tour.ask<{id: string}>('POST', '/api/rounds', {day: today(), driver});
  return {round, driver};
}
