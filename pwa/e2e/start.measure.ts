// How long until the driver's area shows: the first visit over a slow network, and the cold start without any.
import {rmSync} from 'node:fs';
import {afterAll, beforeAll, test} from 'vitest';
import {chromium, type BrowserContext, type Page} from 'playwright-core';
import {chromiumOptions, openChromium, phone, underWorker} from './lib/browsers';
import {scratch} from './lib/places';
import {startServer, type Server} from './lib/server';

const ROUNDS = 5;

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.remove());

/** A phone four times slower than this machine's core; Lighthouse's "slow 4G" where a network is wanted. */
async function slowDown(context: BrowserContext, page: Page, network: 'slow 4G' | 'none'): Promise<void> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', {rate: 4});
  if (network === 'none') return;
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 562.5,
    downloadThroughput: (1474.56 * 1024) / 8,
    uploadThroughput: (675 * 1024) / 8,
  });
}

/** Largest contentful paint, once the first screen stands. */
async function paint(page: Page): Promise<number> {
  await page.getByRole('heading', {level: 1, name: 'Bienvenue'}).waitFor();
  return page.evaluate(
    () =>
      new Promise<number>(done => {
        const watch = new PerformanceObserver(list => {
          const last = list.getEntries().at(-1);
          if (last) done(last.startTime);
        });
        watch.observe({type: 'largest-contentful-paint', buffered: true});
      }),
  );
}

function say(what: string, times: number[], budget: number): void {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${what.padEnd(44)} ${String(median).padStart(5)} ms   budget ${budget} ms   all ${sorted.join(' ')}`);
}

test('first visit', async () => {
  const browser = await openChromium();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(phone);
    const page = await context.newPage();
    await slowDown(context, page, 'slow 4G');
    await page.goto(server.origin);
    times.push(await paint(page));
    await context.close();
  }
  await browser.close();
  say('first visit, slow 4G, CPU 4x: LCP', times, 2000);
});

test('cold start without a server', async () => {
  const profile = scratch('bench');
  const open = () => chromium.launchPersistentContext(profile, {...chromiumOptions(), ...phone});
  const first = await open();
  const page = await first.newPage();
  await page.goto(server.origin);
  await underWorker(page);
  await first.close();
  await server.kill();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await open();
    const cold = await context.newPage();
    await slowDown(context, cold, 'none');
    await cold.goto(server.origin);
    times.push(await paint(cold));
    await context.close();
  }
  rmSync(profile, {recursive: true, force: true});
  say('cold start, server dead, CPU 4x: LCP', times, 800);
});
