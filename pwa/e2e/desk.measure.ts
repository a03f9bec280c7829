// A loaded desk: 60 open orders, 2,000 households, 5,000 past slips. What each screen asks of the server is watched
// in a browser, then asked again without one: the server's time alone, on loopback.
import {execFileSync} from 'node:child_process';
import {cpus} from 'node:os';
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {openChromium, watchedPage, wide} from './lib/browsers';
import {atScreen} from './lib/drive';
import {repo, scratch} from './lib/places';
import {startServer} from './lib/server';
import {today} from './lib/tour';

const BUDGET_MS = 300;
const TIMES = 9;
const password = 'violette tambour nuage rivage'; // as server/simulation/bench gives it

const screens = [
  '/desk',
  '/desk/call',
  '/desk/requests?state=toCall',
  '/desk/requests?state=done',
  '/desk/requests/REQUEST',
  '/desk/households',
  '/desk/households?text=mar',
  '/desk/households/HOME',
  '/desk/households/HOME/order',
  '/desk/slips',
  '/desk/slips/SLIP',
  `/desk/rounds?day=${today()}`,
  '/desk/problems',
  '/desk/alerts',
  '/desk/cheques',
  '/desk/merchants',
  '/desk/merchants?show=coverage',
  '/desk/merchants/SHOP',
  '/desk/find?text=mar',
  '/desk/find?text=61',
  '/desk/people',
  '/desk/devices',
  '/desk/report',
  '/desk/service',
  '/desk/audit',
];

const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

type Asked = {readonly method: string; readonly url: string; readonly body: string | null};

/** The reads that opening a screen makes, each once. */
async function opened(page: Page, url: string): Promise<{asked: Asked[]; nodes: number}> {
  const asked = new Map<string, Asked>();
  page.on('request', r => {
    const {pathname, search} = new URL(r.url());
    if (!pathname.startsWith('/api/') || pathname === '/api/live' || pathname === '/api/session') return;
    asked.set(pathname + search, {method: r.method(), url: pathname + search, body: r.postData()});
  });
  await page.goto(url);
  await page.locator('h1').waitFor();
  await page.waitForLoadState('networkidle');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  page.removeAllListeners('request');
  return {asked: [...asked.values()], nodes};
}

test('what each screen of a loaded desk costs the server', async () => {
  const folder = scratch('loaded');
  execFileSync('go', ['run', './server/simulation/bench', '-town', folder], {cwd: repo, stdio: 'inherit'});
  const server = await startServer({PORTAGE_DATA: folder});
  const browser = await openChromium();
  const {page, errors} = await watchedPage(browser, {...wide, serviceWorkers: 'block'});
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel('Identifiant').fill('camille');
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', {name: 'Se connecter'}).click();
  await atScreen(page, 'Bonjour Camille Lebrun');
  const cookie = (await page.context().cookies()).map(c => `${c.name}=${c.value}`).join('; ');
  const ask = async ({method, url, body}: Asked) => {
    const began = performance.now();
    const reply = await fetch(server.origin + url, {
      method,
      headers: {cookie, origin: server.origin, 'content-type': 'application/json'},
      ...(body === null ? {} : {body}),
    });
    const bytes = (await reply.arrayBuffer()).byteLength;
    return {ms: performance.now() - began, bytes, status: reply.status};
  };
  type Ids = Record<string, {id: string}[]>;
  const first = async (url: string, list: string) => {
    const reply = await fetch(server.origin + url, {headers: {cookie}});
    return ((await reply.json()) as Ids)[list]?.[0]?.id ?? '';
  };
  const ids: Record<string, string> = {
    HOME: await first('/api/households', 'households'),
    SLIP: await first('/api/slips', 'slips'),
    SHOP: await first('/api/merchants', 'merchants'),
    REQUEST: await first('/api/requests?state=done', 'requests'),
  };
  const table: string[] = [];
  for (const path of screens) {
    const url = path.replace(/[A-Z]{4,}/, word => ids[word] ?? word);
    const {asked, nodes} = await opened(page, server.origin + url);
    let sum = 0;
    const lines: string[] = [];
    for (const a of asked) {
      const runs = [];
      for (let i = 0; i < TIMES; i++) runs.push(await ask(a));
      const ms = median(runs.map(r => r.ms));
      sum += ms;
      const short = a.url.replaceAll(/[0-9a-f-]{36}[^/?&]*/g, '…');
      lines.push(`    ${ms.toFixed(1).padStart(7)} ms ${String(runs[0]?.bytes).padStart(8)} B  ${a.method} ${short}`);
    }
    const over = sum > BUDGET_MS ? '  OVER' : '';
    table.push(
      `${path.padEnd(34)} ${sum.toFixed(1).padStart(7)} ms ${String(nodes).padStart(6)} nodes${over}`,
      ...lines,
    );
  }
  console.log(
    `desk screens, 2,000 households, 5,000 past slips, 60 open, ${cpus().length} cores, budget ${BUDGET_MS} ms a screen\n${table.join('\n')}`,
  );
  await browser.close();
  await server.remove();
  expect(errors).toEqual([]);
});
