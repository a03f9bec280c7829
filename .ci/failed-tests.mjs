// Prints the output of the failed tests in a `go test -json` log: node .ci/failed-tests.mjs LOG
import { readFileSync } from 'node:fs';

const output = new Map();
const failed = new Set();
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  if (!line.startsWith('{')) continue;
  const event = JSON.parse(line);
  const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
  if (event.Action === 'output' || event.Action === 'build-output') output.set(key, (output.get(key) ?? '') + event.Output);
  if (event.Action === 'fail' || event.Action === 'build-fail') failed.add(key);
}
for (const key of failed) console.log(`${key}\n${(output.get(key) ?? '').slice(-6000)}`);
