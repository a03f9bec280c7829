// Writes src/api/schema.gen.ts from the server's own OpenAPI document. With --check it only compares.
import {execFileSync} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import openapiTS, {astToString} from 'openapi-typescript';

const root = resolve(import.meta.dirname, '../..');
const target = join(root, 'pwa/src/api/schema.gen.ts');
const document = process.env.PORTAGE_BIN
  ? execFileSync(process.env.PORTAGE_BIN, ['openapi'])
  : execFileSync('go', ['run', './server', 'openapi'], {cwd: root, maxBuffer: 1 << 26});

const types = astToString(await openapiTS(JSON.parse(document.toString())));
const text = `// Made by "npm run api" from the OpenAPI document of the server. Not edited by hand.\n\n${types}`;
if (process.argv.includes('--check')) {
  const there = await readFile(target, 'utf8').catch(() => '');
  if (there !== text) {
    console.error('src/api/schema.gen.ts differs from the server: run npm run api and commit it');
    process.exit(1);
  }
  console.log('api types agree with the server');
} else {
  await writeFile(target, text);
}
