// Where the tests find and put things.
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

export const pwa = resolve(import.meta.dirname, '../..');
export const repo = resolve(pwa, '..');
export const out = join(pwa, 'e2e/out');
/** The program under test, and the same with the next version of the app in it. */
export const binary = process.env['PORTAGE_BIN'] ?? join(repo, 'bin/portage');
export const nextBinary = join(out, 'portage-next');

export const scratch = (name: string): string => mkdtempSync(join(tmpdir(), `portage-e2e-${name}-`));
