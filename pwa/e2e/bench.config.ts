import {resolve} from 'node:path';
import {defineConfig} from 'vitest/config';

/** Measurements of the built app in a real browser: printed, never a gate. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['e2e/*.measure.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 60_000,
    reporters: [['default', {summary: false}]],
    disableConsoleIntercept: true,
  },
});
