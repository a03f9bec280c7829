import {resolve} from 'node:path';
import {defineConfig} from 'vitest/config';

const here = import.meta.dirname;
const own = (name: string) => resolve(here, 'node_modules', name);

/** Runs the app's own tests and those of ../sync/client, which has no node_modules of its own. */
export default defineConfig({
  root: resolve(here, '..'),
  resolve: {
    alias: {
      '@sync': resolve(here, '../sync/client'),
      vitest: own('vitest'),
      'fast-check': own('fast-check'),
    },
  },
  oxc: {jsx: {runtime: 'automatic', importSource: 'preact'}},
  test: {
    include: ['pwa/src/**/*.test.{ts,tsx}', 'sync/client/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 60_000, // tests wait for nothing; a busy machine is slow
  },
  cacheDir: resolve(here, 'node_modules/.vite'),
});
