import {resolve} from 'node:path';
import {defineConfig} from 'vitest/config';

/** Browser tests against the real binary. One file at a time: two cores, and each owns a server and a browser. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['e2e/*.e2e.ts'],
    globalSetup: 'e2e/lib/build.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
