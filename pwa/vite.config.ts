import preact from '@preact/preset-vite';
import {resolve} from 'node:path';
import {defineConfig} from 'vite';

const here = import.meta.dirname;

const areas = {
  driver: resolve(here, 'index.html'),
  desk: resolve(here, 'desk.html'),
  merchant: resolve(here, 'merchant.html'),
};
const isArea = (mode: string): mode is keyof typeof areas => mode in areas;

/**
 * The page side: three areas, each a build of its own whose mode is the area's name. What two areas share is in both:
 * a page then starts from one script and one style sheet, and most phones open one area only. The worker has its own
 * build, in scripts/build.mjs.
 */
export default defineConfig(({mode}) => ({
  root: here,
  plugins: [preact({devToolsEnabled: false})],
  resolve: {
    alias: [
      {find: '@sync', replacement: resolve(here, '../sync/client')},
      // The package names only its old form, which would bring every page a piece of runtime.
      {find: /^leaflet$/, replacement: 'leaflet/dist/leaflet-src.esm.js'},
    ],
  },
  define: {__APP__: JSON.stringify(process.env['PORTAGE_APP_VERSION'] ?? 'dev')},
  server: {proxy: {'/api': 'http://localhost:8080'}, fs: {allow: [resolve(here, '..')]}},
  build: {
    target: 'es2022',
    outDir: 'dist',
    manifest: true, // read and removed by the build script
    emptyOutDir: false, // dist/.keep is committed; the build script clears the rest
    assetsInlineLimit: 0, // the CSP has no data: for scripts and styles
    modulePreload: {polyfill: false},
    rollupOptions: {
      input: isArea(mode) ? {[mode]: areas[mode]} : areas,
    },
  },
}));
