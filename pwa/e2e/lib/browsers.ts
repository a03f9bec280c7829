// Debian's own browsers. playwright-core is pinned: later versions cannot open a page in Firefox ESR.
import {execFileSync} from 'node:child_process';
import {chromium, firefox, type Browser, type BrowserContextOptions, type Page} from 'playwright-core';

const which = (name: string): string => {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`])
      .toString()
      .trim();
  } catch {
    throw new Error(`${name} is not installed: apt-get install --no-install-recommends ${name}`);
  }
};

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const START = 90_000; // ms: a busy machine reads a browser from its disk

export const chromiumOptions = () => ({
  timeout: START,
  executablePath: which('chromium'),
  headless: true,
  chromiumSandbox: false,
  args: quiet,
});

export const openChromium = (...args: readonly string[]): Promise<Browser> =>
  chromium.launch({...chromiumOptions(), args: [...quiet, ...args]});

export const openFirefox = (firefoxUserPrefs: Record<string, string | number | boolean> = {}): Promise<Browser> =>
  firefox.launch({
    channel: 'moz-firefox',
    executablePath: which('firefox-esr'),
    headless: true,
    timeout: START,
    firefoxUserPrefs,
  });

export const phone: BrowserContextOptions = {locale: 'fr-FR', viewport: {width: 360, height: 740}};
export const wide: BrowserContextOptions = {locale: 'fr-FR', viewport: {width: 1280, height: 800}};

/** A page that remembers what went wrong on it. What the server refused on purpose is not an error of the page. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{page: Page; errors: string[]}> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000); // a machine may be slow; no test waits for time
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', e => errors.push(e.message));
  page.on('console', m => {
    const refused = m.location().url.includes('/api/') && m.text().startsWith('Failed to load resource');
    if (m.type() === 'error' && !refused) errors.push(m.text());
  });
  return {page, errors};
}

/** How long a new version may take: the browser lets the old worker end what it has begun, and is in no hurry. */
export const changeOver = {timeout: 120_000};

/** Resolves once the worker answers for this page, so that it would start without network. */
export async function underWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const reg = await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', done, {once: true}));
    }
    const worker = reg.active;
    if (worker && worker.state !== 'activated') {
      await new Promise<void>(done =>
        worker.addEventListener('statechange', () => {
          if (worker.state === 'activated') done();
        }),
      );
    }
  });
}
