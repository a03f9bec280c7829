// Counts what a first visit costs and fails when it is too much. Sizes are exact, so the limits are strict.
import {readFile, readdir, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';

const dist = resolve(import.meta.dirname, '../dist');

/** Bytes over the wire: the brotli file where the build made one. */
async function sent(path) {
  const file = join(dist, path);
  return (await stat(`${file}.br`).catch(() => stat(file))).size;
}

async function firstLoad(page) {
  const html = await readFile(join(dist, page), 'utf8');
  const parts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(m => m[1]);
  const sizes = await Promise.all(parts.map(sent));
  const js = parts.reduce((sum, p, i) => sum + (p.endsWith('.js') ? sizes[i] : 0), 0);
  return {js, all: sizes.reduce((a, b) => a + b, 0) + (await sent(page)), files: parts.length};
}

/** What a driver's phone keeps: the worker holds its list, the page first. */
async function precached() {
  const worker = await readFile(join(dist, 'sw.js'), 'utf8');
  const list = /driver:\s*\[([^\]]+)\]/.exec(worker) ?? /"driver":\s*\[([^\]]+)\]/.exec(worker);
  if (!list) throw new Error('sw.js holds no precache list: run npm run build');
  const paths = [...list[1].matchAll(/[`'"]\/([^`'"]+)[`'"]/g)].map(m => m[1]);
  const sizes = await Promise.all(paths.map(async p => (await stat(join(dist, p))).size));
  return sizes.reduce((a, b) => a + b, 0);
}

if (!(await readdir(dist)).includes('sw.js')) throw new Error('nothing built: run npm run build');
const driver = await firstLoad('index.html');
const desk = await firstLoad('desk.html');
const merchant = await firstLoad('merchant.html');
const kB = 1000;
const rows = [
  ['driver: first load, brotli', driver.all, 45 * kB],
  ['driver: JS of it, brotli', driver.js, 38 * kB],
  ['driver: files beside the page', driver.files, 2],
  ['desk: first load, brotli', desk.all, 90 * kB],
  ['merchant: first load, brotli', merchant.all, 12 * kB],
  ['service worker, brotli', await sent('sw.js'), 6 * kB],
  ['precache of a driver, raw', await precached(), 400 * kB],
];
for (const [what, size, limit] of rows) {
  const mark = size > limit ? 'TOO MUCH' : 'ok';
  console.log(`${what.padEnd(32)}${String(size).padStart(8)}${String(limit).padStart(9)}  ${mark}`);
}
if (rows.some(([, size, limit]) => size > limit)) process.exit(1);
