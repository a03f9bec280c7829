// What Lighthouse says of the driver's door, on the program as it is served: node .ci/lighthouse.mjs FOLDER, where FOLDER
// holds the package. Its own phone: simulated slow 4G, a processor four times slower.
import {execFile, spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';

const cli = resolve(process.argv[2] ?? '', 'node_modules/lighthouse/cli/index.js');
const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'portage-lighthouse-'));
const chromium = (await run('sh', ['-c', 'command -v chromium'])).stdout.trim();
const flags =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';

const port = await new Promise(done => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const free = probe.address().port;
    probe.close(() => done(free));
  });
});
const env = {PATH: process.env.PATH, HOME: folder, PORTAGE_ADDR: `localhost:${port}`, PORTAGE_DATA: join(folder, 'data')};
const server = spawn('bin/portage', ['serve'], {env, stdio: ['ignore', 'ignore', 'pipe']});
await new Promise((done, fail) => {
  server.stderr.on('data', text => String(text).includes('"msg":"serving"') && done());
  server.once('exit', code => fail(new Error(`portage ended with ${code}`)));
});

try {
  const out = join(folder, 'report.json');
  const only = '--only-categories=performance,accessibility,best-practices';
  const to = ['--output=json', `--output-path=${out}`, '--quiet', `--chrome-flags=${flags}`];
  await run(process.execPath, [cli, `http://localhost:${port}/`, only, ...to], {
    env: {...process.env, CHROME_PATH: chromium},
    timeout: 180_000,
  });
  const {categories, audits} = JSON.parse(await readFile(out, 'utf8'));
  const scores = Object.values(categories).map(c => c.score.toFixed(2));
  const ms = name => `${Math.round(audits[name].numericValue)} ms`;
  console.log(
    `lighthouse, first visit ${scores.join(' / ')}   budget 0.95 / 1.00 / 1.00   LCP ${ms('largest-contentful-paint')}, ` +
      `TBT ${ms('total-blocking-time')}, CLS ${audits['cumulative-layout-shift'].numericValue.toFixed(3)}`,
  );
} finally {
  server.kill();
  await rm(folder, {recursive: true, force: true, maxRetries: 5});
}
