import {resolve} from 'node:path';
import {defineConfig} from 'vitest/config';

// Where it is about eleven in the morning now: server, browsers and tests meet no midnight, whenever they run.
const east = 11 - new Date().getUTCHours();
process.env['TZ'] = `Etc/GMT${east < 0 ? '+' : '-'}${Math.abs(east)}`; // the sign of these names is the other way round

/** Browser tests against the real binary. Each file owns a server and a browser; two at a time. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['e2e/*.e2e.ts'],
    globalSetup: 'e2e/lib/build.ts',
    maxWorkers: 2,
    expect: {poll: {timeout: 60_000}},
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
