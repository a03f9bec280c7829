// The phone's database meets another version of the app: an older one's with its queue, a newer one's, one that this app
// does not know. Nothing is lost, nothing is taken for empty.
import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import type {Browser, Page} from 'playwright-core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {atScreen, enrolPhone, follow, pickUp, press, waiting} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour, type Tour} from './lib/tour';

let server: Server;
let browser: Browser;
beforeEach(async () => {
  server = await startServer();
  browser = await openChromium();
});
afterEach(async () => {
  await browser.close();
  await server.remove();
});

type Recorded = {
  readonly version: number;
  readonly stores: Record<
    string,
    {
      readonly keyPath: string | string[];
      readonly indexes: readonly (readonly [string, string | string[], boolean])[];
      readonly records: readonly {readonly bytes?: string}[];
    }
  >;
};

/** A page of the same origin before the app was ever open on it. */
async function untouched(): Promise<Page> {
  const {page} = await watchedPage(browser, {...phone, serviceWorkers: 'block'});
  await page.goto(`${server.origin}/icons/mark.svg`);
  return page;
}

/** In the page: what a store holds, from a database of whatever version. */
const held = (page: Page, store: string) =>
  page.evaluate(
    name =>
      new Promise<unknown[]>(done => {
        const open = indexedDB.open('portage');
        open.onsuccess = () => {
          const all = open.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            open.result.close();
            done(all.result);
          };
        };
      }),
    store,
  );

test('the queue of version 1, as it was recorded, stands whole in this app and goes out byte for byte', async () => {
  const fixture = JSON.parse(
    readFileSync(new URL('../src/store/fixtures/v1.json', import.meta.url), 'utf8'),
  ) as Recorded;
  const page = await untouched();
  await page.evaluate(
    ({version, stores}) =>
      new Promise<void>(done => {
        const open = indexedDB.open('portage', version);
        open.onupgradeneeded = () => {
          for (const [name, {keyPath, indexes, records}] of Object.entries(stores)) {
            const store = open.result.createObjectStore(name, {keyPath});
            for (const [index, path, unique] of indexes) store.createIndex(index, path, {unique});
            for (const record of records) store.put(record);
          }
        };
        open.onsuccess = () => {
          open.result.close();
          done();
        };
      }),
    fixture,
  );
  const queued = (fixture.stores['outbox']?.records ?? []).map(({bytes}) => bytes);
  const bodies: Buffer[] = [];
  await page.route('**/api/exchange', route => {
    bodies.push(route.request().postDataBuffer() ?? Buffer.alloc(0));
    return route.abort();
  });
  await page.goto(server.origin);
  await atScreen(page, 'Bonjour anna');
  await waiting(page, queued.length);
  await expect.poll(() => bodies.length).toBeGreaterThan(0);
  const [body = Buffer.alloc(0)] = bodies;
  const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString();
  for (const bytes of queued) expect(text).toContain(bytes);
});

test('the next version widens the database under an open page: it steps aside, records on, and sends all', async () => {
  const tour: Tour = await prepareTour(server, 1);
  const {page} = await watchedPage(browser, phone);
  await enrolPhone(page, (await tour.ticket()).url);
  await underWorker(page);
  await tour.opened();
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
  await follow(page, 'Enlever chez Boutique 1'); // the part with the visits is on the phone once it opened
  await atScreen(page, 'Boutique 1');
  await page.goto(server.origin);
  await server.kill();
  await pickUp(page, 'Boutique 1', '1465');

  // As the release after this one would: one more store, one more index, in another tab of the same phone.
  const other = await page.context().newPage();
  await other.goto(server.origin);
  await other.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const open = indexedDB.open('portage', 1000);
        open.onupgradeneeded = () => {
          open.result.createObjectStore('later', {keyPath: 'id'});
          open.transaction?.objectStore('outbox').createIndex('kind', 'kind');
        };
        open.onblocked = () => failed(new Error('the page holds the old version'));
        open.onsuccess = () => {
          open.result.close();
          done();
        };
      }),
  );
  await other.close();
  await press(page, 'J’ai pris cette commande');
  await waiting(page, 2);
  await page.reload();
  await waiting(page, 2);
  expect(await held(page, 'later')).toEqual([]);
  await server.start();
  await page.reload();
  await page.getByRole('status').getByText('Tout est envoyé').waitFor();
  const slip = () => tour.ask<{goods: string}>('GET', `/api/slips/${tour.doors[0]?.slip}`);
  await expect.poll(async () => (await slip()).goods, {timeout: 30_000}).toBe('withDriver');
});

test('a database that this app does not know is said, kept, and not taken for an empty phone', async () => {
  const page = await untouched();
  await page.evaluate(
    () =>
      new Promise<void>(done => {
        const open = indexedDB.open('portage', 1000);
        open.onupgradeneeded = () => open.result.createObjectStore('other').put('precious', 'key');
        open.onsuccess = () => {
          open.result.close();
          done();
        };
      }),
  );
  for (const path of ['/', '/enrol', '/outbox']) {
    await page.goto(server.origin + path);
    await atScreen(page, 'Données à protéger');
    await page.getByRole('alert').getByText('Rien n’est effacé').waitFor();
    expect(await page.getByText(/Tout est envoyé|Relier ce téléphone/).count()).toBe(0);
  }
  expect(await violations(page)).toEqual([]);
  await Promise.all([page.waitForEvent('load'), press(page, 'Réessayer')]);
  await atScreen(page, 'Données à protéger');
  expect(await held(page, 'other')).toEqual(['precious']);
});
