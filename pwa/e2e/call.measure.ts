// From the telephone call to the order of a known household, on the real screens: presses, and the seconds that the
// software takes. Nobody thinks here: each key follows the one before as soon as the screen takes it.
import {expect, test} from 'vitest';
import type {Locator, Page} from 'playwright-core';
import {openChromium, wide} from './lib/browsers';
import {finger, openDesk} from './lib/desk';
import {atScreen} from './lib/drive';
import {startServer} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

const ROUNDS = 7;
const PRODUCTS = ['1 kg de pommes', '2 poireaux'];

const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

type Count = {typed: number; keys: number; clicks: number};

/** What a hand does, counted: letters and digits apart from the keys that lead from one thing to the next. */
function hand(page: Page, count: Count) {
  const key = async (name: string) => {
    count.keys += 1;
    await page.keyboard.press(name);
  };
  return {
    key,
    async type(text: string) {
      count.typed += text.length;
      await page.keyboard.type(text);
    },
    async tap(at: Locator) {
      count.clicks += 1;
      await at.tap();
    },
    /** Presses Tab until that has the focus. */
    async tabTo(at: Locator) {
      for (let i = 0; i < 60; i++) {
        if (await at.evaluate(node => node === document.activeElement)) return;
        await key('Tab');
      }
      throw new Error('no way by Tab');
    },
  };
}

type Hand = ReturnType<typeof hand>;
type Times = {readonly known: number; readonly saved: number};

/** A household known by this number, without an order. */
async function addCaller(tour: Tour, phone: string): Promise<string> {
  const name = `Lavigne ${phone.replaceAll(' ', '')}`;
  await tour.ask('POST', '/api/households', {
    people: [{family: name}],
    size: 1,
    phones: [phone],
    address: {street: '7 rue des Lilas', sector: 'Centre'},
  });
  return name;
}

/** From the first digit on the screen of calls until the order is saved. */
async function take(page: Page, by: Hand, phone: string, name: string, press: 'keys' | 'taps'): Promise<Times> {
  await page.goto('/desk/call');
  await page.locator('input[name=phone]:focus').waitFor();
  await by.type(phone.replaceAll(' ', ''));
  const typed = performance.now();
  await page.getByText('même numéro').waitFor();
  const entered = performance.now();
  if (press === 'keys') await by.key('Enter');
  else await by.tap(page.getByRole('article', {name}).getByRole('link', {name: 'Prendre une commande'}));
  await atScreen(page, `Commande pour ${name}`);
  const trade = page.getByRole('button', {name: /primeur/});
  if (press === 'taps') await by.tap(trade);
  else {
    await by.tabTo(trade);
    await by.key('Enter');
  }
  await page.locator('textarea[name="parts[0].lines"]:focus').waitFor();
  await by.type(PRODUCTS[0] ?? '');
  await by.key('Enter');
  await by.type(PRODUCTS[1] ?? '');
  const save = page.getByRole('button', {name: 'Enregistrer la commande'});
  if (press === 'taps') await by.tap(save);
  else await by.key('Control+Enter');
  await atScreen(page, 'Commande enregistrée');
  return {known: entered - typed, saved: performance.now() - entered};
}

test.each([
  ['1280 px, keyboard', wide, 'keys'],
  ['360 px, touch', finger, 'taps'],
] as const)('%s: from the call to the order', async (name, options, press) => {
  const server = await startServer();
  const tour = await prepareTour(server, 1);
  const browser = await openChromium();
  const {page, errors} = await openDesk(browser, server.origin, options);
  const times: Times[] = [];
  let count: Count = {typed: 0, keys: 0, clicks: 0};
  for (let i = 0; i < ROUNDS; i++) {
    const phone = `02 61 91 4${i} 7${i}`;
    const caller = await addCaller(tour, phone);
    count = {typed: 0, keys: 0, clicks: 0};
    times.push(await take(page, hand(page, count), phone, caller, press));
  }
  const seconds = (all: readonly number[]) =>
    `${(median(all) / 1000).toFixed(2)} s (at most ${(Math.max(...all) / 1000).toFixed(2)})`;
  console.log(
    `call to order, known household, ${name}: ${count.clicks} presses on the screen, ${count.keys} keys beside ${count.typed} letters and digits; ` +
      `last digit to known ${seconds(times.map(t => t.known))}, from there to saved ${seconds(times.map(t => t.saved))}`,
  );
  await browser.close();
  await server.remove();
  expect(errors).toEqual([]);
});
