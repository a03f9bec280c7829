// What a browser asks before it offers to install: manifest, icons, a worker in control.
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openChromium, phone, underWorker, watchedPage} from './lib/browsers';
import {startServer, type Server} from './lib/server';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.remove());

type Icon = {src: string; sizes: string; type: string; purpose?: string};
type Manifest = {
  id: string;
  name: string;
  lang: string;
  start_url: string;
  scope: string;
  display: string;
  icons: Icon[];
};

/** Width and height stand in the first chunk of a PNG. */
const pngSize = (b: Buffer) => `${b.readUInt32BE(16)}x${b.readUInt32BE(20)}`;

test.each([
  ['/', '/manifest.webmanifest'],
  ['/desk', '/desk.webmanifest'],
])('%s can be installed', async (start, manifestPath) => {
  const browser = await openChromium();
  try {
    const {page, errors} = await watchedPage(browser, phone);
    await page.goto(server.origin + start);
    await underWorker(page);
    const cdp = await page.context().newCDPSession(page);
    const {url, errors: faults} = await cdp.send('Page.getAppManifest');
    expect(url).toBe(server.origin + manifestPath);
    expect(faults).toEqual([]);
    const {installabilityErrors} = await cdp.send('Page.getInstallabilityErrors');
    // Automation runs in a private context, which is the one thing that forbids installing here.
    expect(installabilityErrors.filter(e => e.errorId !== 'in-incognito')).toEqual([]);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('the manifests hold real icons of every needed size, also for masks', async () => {
  for (const path of ['/manifest.webmanifest', '/desk.webmanifest']) {
    const manifest = (await (await fetch(server.origin + path)).json()) as Manifest;
    expect(manifest).toMatchObject({lang: 'fr', display: 'standalone', id: manifest.start_url});
    expect(manifest.start_url.startsWith(manifest.scope)).toBe(true);
    const pngs = manifest.icons.filter(i => i.type === 'image/png');
    for (const icon of pngs) {
      const bytes = Buffer.from(await (await fetch(server.origin + icon.src)).arrayBuffer());
      expect(pngSize(bytes)).toBe(icon.sizes);
    }
    for (const purpose of [undefined, 'maskable']) {
      const sizes = pngs.filter(i => i.purpose === purpose).map(i => i.sizes);
      expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
    }
  }
  const apple = Buffer.from(await (await fetch(`${server.origin}/icons/apple-touch-icon.png`)).arrayBuffer());
  expect(pngSize(apple)).toBe('180x180');
});

test('files are sent small, assets for good, the worker always fresh', async () => {
  const home = await fetch(server.origin, {headers: {'accept-encoding': 'br'}});
  expect(home.headers.get('cache-control')).toBe('no-cache');
  expect(home.headers.get('content-encoding')).toBe('br');
  const asset = /\/assets\/driver-[^"]+\.js/.exec(await home.text())?.[0] ?? '';
  const script = await fetch(server.origin + asset);
  expect(script.headers.get('cache-control')).toContain('immutable');
  const worker = await fetch(`${server.origin}/sw.js`);
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect((await fetch(`${server.origin}/assets/none.js`)).status).toBe(404);
});
