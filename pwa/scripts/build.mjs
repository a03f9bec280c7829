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

/** Fetched when first used, never in advance: camera decoder, map, what the desk shows to who is signed in. */
const lazy = [/\.wasm$/, /zxing/, /leaflet/, /^assets\/work-/];
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

async function precache() {
  const names = (await files(out)).filter(n => ![...lazy, ...unlisted].some(no => no.test(n)));
  const sum = createHash('sha256');
  let bytes = 0;
  for (const name of names) {
    const body = await readFile(join(out, name));
    sum.update(name).update('\0').update(body);
    bytes += body.length;
  }
  return {list: names.map(n => `/${n}`), hash: sum.digest('hex').slice(0, 12), bytes};
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

/** The shops' page shares no file with the app, so that it stays small, and runs in browsers of some years ago. */
async function buildMerchant() {
  await build({
    configFile: join(root, 'vite.config.ts'),
    mode: 'merchant',
    logLevel: 'warn',
    publicDir: false,
    build: {target: 'es2019', outDir: out},
  });
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
await build({configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: {outDir: out}});
await buildMerchant();
const found = await precache();
await buildWorker(found);
await compress();
const {size} = await stat(join(out, 'sw.js'));
console.log(
  `app ${version} (${found.hash}): ${found.list.length} files to precache, ${found.bytes} bytes; worker ${size} bytes`,
);
