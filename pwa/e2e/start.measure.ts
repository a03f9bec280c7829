// How long until the driver's area shows: the first visit over a slow network, and the cold start without any.
import {rmSync} from 'node:fs';
import {afterEach, beforeEach, test} from 'vitest';
import {chromium, type BrowserContext, type Page} from 'playwright-core';
import {chromiumOptions, openChromium, phone, underWorker} from './lib/browsers';
import {scratch} from './lib/places';
import {enrolPhone} from './lib/drive';
import {startServer, type Server} from './lib/server';
import {prepareTour} from './lib/tour';

const ROUNDS = 7;
const DOORS = 12;

let server: Server;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.remove());

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

/**
 * Largest contentful paint, once the first screen stands with its title. The page itself tells when: asking it again
 * and again would cost the slow phone what is measured.
 */
async function paint(page: Page, title: string): Promise<number> {
  await page.addInitScript(wanted => {
    const stands = new Promise<void>(done => {
      new MutationObserver((_, watch) => {
        if (!document.querySelector('h1')?.textContent.startsWith(wanted)) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(done, 500)); // what comes a moment later may be larger
      }).observe(document, {childList: true, subtree: true});
    });
    Object.assign(globalThis, {stands});
  }, title);
  await page.goto(server.origin);
  return page.evaluate(async () => {
    await (globalThis as unknown as {stands: Promise<void>}).stands;
    return new Promise<number>(done => {
      const watch = new PerformanceObserver(list => {
        const last = list.getEntries().at(-1);
        if (last) done(last.startTime);
      });
      watch.observe({type: 'largest-contentful-paint', buffered: true});
    });
  });
}

function say(what: string, times: number[], budget: number): void {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${what.padEnd(44)} ${String(median).padStart(5)} ms   budget ${budget} ms   all ${sorted.join(' ')}`);
}

test('first visit', async () => {
  const browser = await openChromium();
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const context = await browser.newContext(phone);
    const page = await context.newPage();
    await slowDown(context, page, 'slow 4G');
    times.push(await paint(page, 'Bienvenue'));
    await context.close();
  }
  await browser.close();
  say('first visit, slow 4G, CPU 4x: LCP', times, 2000);
});

/** Starts the browser anew each time, on the disk that `first` has prepared, while no server is there. */
async function coldStarts(title: string, first: (page: Page) => Promise<void>): Promise<number[]> {
  const profile = scratch('bench');
  const open = () => chromium.launchPersistentContext(profile, {...chromiumOptions(), ...phone});
  const before = await open();
  const page = await before.newPage();
  await first(page);
  await underWorker(page);
  await before.close();
  await server.kill();
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const context = await open();
    const cold = await context.newPage();
    await slowDown(context, cold, 'none');
    times.push(await paint(cold, title));
    await context.close();
  }
  rmSync(profile, {recursive: true, force: true});
  return times;
}

test('cold start without a server', async () => {
  const times = await coldStarts('Bienvenue', async page => void (await page.goto(server.origin)));
  say('cold start, server dead, CPU 4x: LCP', times, 800);
});

test('cold start of a round without a server', async () => {
  const tour = await prepareTour(server, DOORS);
  const times = await coldStarts('Bonjour', async page => {
    await enrolPhone(page, (await tour.ticket()).url);
    await page.getByText('Boutique 1', {exact: true}).first().waitFor();
  });
  say(`the same with a round of ${DOORS} doors: LCP`, times, 800);
});
