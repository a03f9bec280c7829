// When a screen breaks, the person gets help instead of a blank page.
import {afterAll, beforeAll, expect, test} from 'vitest';
import {violations} from './lib/axe';
import {openChromium, phone, watchedPage} from './lib/browsers';
import {startServer, type Server} from './lib/server';
import {foundTown, type Town} from './lib/town';

let server: Server;
let town: Town;
beforeAll(async () => {
  server = await startServer();
  town = await foundTown(server);
});
afterAll(() => server.remove());

test('a broken screen says what happened and what to do, and recovers', async () => {
  const browser = await openChromium();
  try {
    const {page} = await watchedPage(browser, {...phone, serviceWorkers: 'block'});
    await town.signIn(page.context());
    // An answer that no server of ours gives: the screen cannot know what to do with it.
    await page.route('**/api/people', route => route.fulfill({json: {people: 3}}));
    await page.goto(`${server.origin}/desk/people`);
    await page.getByRole('heading', {level: 1, name: 'Quelque chose n’a pas marché'}).waitFor();
    await page.getByText(/TypeError/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.unroute('**/api/people');
    await page.getByRole('button', {name: 'Recharger la page'}).click();
    await page.getByText('Nadia Benali').waitFor();
  } finally {
    await browser.close();
  }
});

test('a server in trouble leaves the screen standing, with a way to try again', async () => {
  const browser = await openChromium();
  try {
    const {page} = await watchedPage(browser, {...phone, serviceWorkers: 'block'});
    await town.signIn(page.context());
    await page.route('**/api/people', route => route.fulfill({status: 502, body: '<html>bad gateway</html>'}));
    await page.goto(`${server.origin}/desk/people`);
    await page.getByText('Code à donner au service : http.502').waitFor();
    await page.unroute('**/api/people');
    await page.getByRole('button', {name: 'Réessayer'}).click();
    await page.getByText('Nadia Benali').waitFor();
  } finally {
    await browser.close();
  }
});
