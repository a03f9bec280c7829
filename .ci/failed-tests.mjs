// Prints what failed in the log of a part, of `go test -json` or of vitest:
//   node .ci/failed-tests.mjs LOG           each failed Go test with all its output
//   node .ci/failed-tests.mjs --brief LOG   a few lines for each failed test: its name, what was wrong, where
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const brief = process.argv[2] === '--brief';
const log = stripVTControlCharacters(readFileSync(process.argv.at(-1), 'utf8')).split('\n');

/** The failed tests of a `go test -json` log, with their output; a package only if none of its tests failed. */
function goFailures(lines) {
  const output = new Map();
  const failed = new Set();
  for (const line of lines) {
    const event = JSON.parse(line);
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
    if (event.Action === 'output' || event.Action === 'build-output') output.set(key, (output.get(key) ?? '') + event.Output);
    if (event.Action === 'fail' || event.Action === 'build-fail') failed.add(key);
  }
  const named = (key) => [...failed].some((other) => other !== key && other.startsWith(key));
  return [...failed].filter((key) => !brief || !named(key)).map((key) => ({ name: key, output: output.get(key) ?? '' }));
}

/** The failed tests of a vitest log: the name, the error's words and the first place in the project's own code. */
function vitestFailures(lines) {
  const failures = [];
  lines.forEach((line, at) => {
    const name = /^ *FAIL {1,2}(.+)/.exec(line)?.[1];
    if (!name) return;
    const rest = lines.slice(at + 1, at + 60);
    const place = rest.find((each) => /^ ❯ (?!.*node_modules)/.test(each)) ?? '';
    failures.push({ name, output: [...new Set([...rest.slice(0, 2), place])].join('\n') });
  });
  return failures;
}

const events = log.filter((line) => line.startsWith('{"'));
const failures = events.length > 0 ? goFailures(events) : vitestFailures(log);
for (const { name, output } of failures) {
  if (!brief) {
    console.log(`${name}\n${output.slice(-6000)}`);
    continue;
  }
  console.log(`FAILED ${name}`);
  const told = output.split('\n').filter((line) => line.trim() && !/^(=== |--- FAIL|FAIL)/.test(line.trim()));
  for (const line of told.slice(0, 3)) console.log(`  ${line.trim().slice(0, 200)}`);
}
if (brief && failures.length === 0) for (const line of log.filter((each) => each.trim()).slice(-5)) console.log(`  ${line.slice(0, 200)}`);
