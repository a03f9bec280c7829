// Before the tests: the program must be there, and a second one with another version of the app.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {binary, nextBinary, out, pwa, repo} from './places';

const files = (dir: string): string[] =>
  readdirSync(dir, {recursive: true, withFileTypes: true})
    .filter(e => e.isFile())
    .map(e => join(e.parentPath, e.name).slice(dir.length + 1));

/** Go embeds pwa/dist; an overlay lets it see the next version there without touching the folder. */
function writeOverlay(dist: string, next: string): string {
  const replace: Record<string, string> = {};
  for (const f of files(dist)) if (!f.startsWith('.')) replace[join(dist, f)] = '';
  for (const f of files(next)) replace[join(dist, f)] = join(next, f);
  const path = join(out, 'overlay.json');
  writeFileSync(path, JSON.stringify({Replace: replace}));
  return path;
}

export default function setup(): void {
  mkdirSync(out, {recursive: true});
  const dist = join(pwa, 'dist');
  if (!existsSync(binary) || !existsSync(join(dist, 'sw.js'))) {
    throw new Error('there is no built program: run make build');
  }
  const newest = Math.max(...[binary, join(dist, 'sw.js')].map(f => statSync(f).mtimeMs));
  if (existsSync(nextBinary) && statSync(nextBinary).mtimeMs > newest) return;
  const next = join(out, 'next');
  const node = process.execPath;
  const env = {...process.env, NODE_ENV: 'production'}; // the runner's own is "test", which builds for development
  execFileSync(node, ['scripts/build.mjs', '--out', next, '--version', 'e2e-next'], {cwd: pwa, env, stdio: 'pipe'});
  execFileSync('go', ['build', '-overlay', writeOverlay(dist, next), '-o', nextBinary, './server'], {
    cwd: repo,
    stdio: 'pipe',
  });
}
