// Builds the app into dist/: the pages, then the worker with the list of what the
// pages need, then a .br and a .gz beside every file worth compressing.
// `--out DIR` and `--version NAME` make a second build for the update test.
import {createHash} from 'node:crypto';
import {mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join, relative, resolve} from 'node:path';
import {parseArgs, promisify} from 'node:util';
import {brotliCompress, constants, gzip} from 'node:zlib';
import {build} from 'vite';

const root = resolve(import.meta.dirname, '..');
const {values} = parseArgs({options: {out: {type: 'string'}, version: {type: 'string'}}});
const out = resolve(values.out ?? join(root, 'dist'));
const version = values.version ?? process.env.PORTAGE_APP_VERSION ?? 'dev';
process.env.PORTAGE_APP_VERSION = version;

/** Fetched when first used, never in advance: camera decoder, map with its pictures, what the desk shows to who is signed in. */
const lazy = [/\.wasm$/, /zxing/, /leaflet/, /^assets\/(work|layers|layers-2x|marker-icon)-/];
const unlisted = [/^sw\.js$/, /\.map$/, /\.(br|gz)$/, /^\.keep$/, /^icons\/(maskable|icon)-/];
const compressible = /\.(html|js|css|svg|json|webmanifest|txt|wasm)$/;

async function files(dir) {
  const all = await readdir(dir, {recursive: true, withFileTypes: true});
  return all
    .filter(e => e.isFile())
    .map(e => relative(dir, join(e.parentPath, e.name)))
    .sort();
}

async function clear() {
  await mkdir(out, {recursive: true});
  for (const name of await readdir(out)) if (name !== '.keep') await rm(join(out, name), {recursive: true});
}

const pages = {driver: 'index.html', desk: 'desk.html', merchant: 'merchant.html'};

/** Takes in what a build says of its files, and removes it: nobody needs it served. */
async function manifest() {
  const path = join(out, '.vite/manifest.json');
  const entries = JSON.parse(await readFile(path, 'utf8'));
  await rm(join(out, '.vite'), {recursive: true});
  return entries;
}

/** The files that a page can ask for, its own name first. */
function closure(entries, page) {
  const found = new Set([page]);
  const seen = new Set();
  const visit = key => {
    if (seen.has(key)) return;
    seen.add(key);
    const {file, css = [], assets = [], imports = [], dynamicImports = []} = entries[key];
    for (const name of [file, ...css, ...assets]) found.add(name);
    for (const next of [...imports, ...dynamicImports]) visit(next);
  };
  visit(page);
  return found;
}

/** The files of each area. What no page imports (icons, manifests) belongs to the area that it is named after, or to drivers. */
async function precache(entries) {
  const names = (await files(out)).filter(n => ![...lazy, ...unlisted].some(no => no.test(n)));
  const areas = Object.fromEntries(Object.entries(pages).map(([area, page]) => [area, closure(entries[area], page)]));
  const imported = new Set(Object.values(areas).flatMap(set => [...set]));
  const sum = createHash('sha256');
  const sizes = {};
  for (const name of names) {
    const body = await readFile(join(out, name));
    sum.update(name).update('\0').update(body);
    sizes[name] = body.length;
    if (!imported.has(name)) areas[name.startsWith('desk.') ? 'desk' : 'driver'].add(name);
    if (name === 'icons/mark.svg') areas.merchant.add(name); // shown at the head of the page
  }
  const list = Object.fromEntries(
    Object.entries(areas).map(([area, set]) => [area, [...set].filter(n => n in sizes).map(n => `/${n}`)]),
  );
  const bytes = list.driver.reduce((total, path) => total + sizes[path.slice(1)], 0);
  return {list, hash: sum.digest('hex').slice(0, 12), bytes};
}

async function buildWorker({list, hash}) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: {__PRECACHE__: JSON.stringify(list), __BUILD__: JSON.stringify(hash)},
    build: {
      target: 'es2022',
      outDir: out,
      emptyOutDir: false,
      rollupOptions: {
        input: join(root, 'src/worker/sw.ts'),
        output: {format: 'iife', entryFileNames: 'sw.js'},
      },
    },
  });
}

/** One area with files of its own. Icons and manifests come with the first. */
async function buildArea(mode, options = {}) {
  await build({
    configFile: join(root, 'vite.config.ts'),
    mode,
    logLevel: 'warn',
    ...(mode === 'driver' ? {} : {publicDir: false}),
    build: {outDir: out, ...options},
  });
  return manifest();
}

async function compress() {
  const br = promisify(brotliCompress);
  const gz = promisify(gzip);
  for (const name of await files(out)) {
    if (!compressible.test(name)) continue;
    const body = await readFile(join(out, name));
    if (body.length < 300) continue;
    const params = {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length};
    await writeFile(join(out, `${name}.br`), await br(body, {params}));
    await writeFile(join(out, `${name}.gz`), await gz(body, {level: 9}));
  }
}

await clear();
const driver = await buildArea('driver');
const desk = await buildArea('desk');
const merchant = await buildArea('merchant', {target: 'es2019'}); // shops open it in browsers of some years ago
const found = await precache({driver, desk, merchant});
await buildWorker(found);
await compress();
const {size} = await stat(join(out, 'sw.js'));
console.log(
  `app ${version} (${found.hash}): ${found.list.driver.length} files for a driver to keep, ${found.bytes} bytes; worker ${size} bytes`,
);
