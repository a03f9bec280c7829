// Notices beside npm's web-push, in one run on one core: node .ci/push-bench.mjs FOLDER
// FOLDER holds node_modules/web-push. It keeps nothing; Portage stores each notice first, which the last line adds.
import { execFileSync, spawnSync } from "node:child_process";
import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { Agent, createServer } from "node:https";

const folder = resolve(process.argv[2]);
if (process.env.PINNED === undefined && spawnSync("taskset", ["-c", "0", "true"]).status === 0) {
  const { status } = spawnSync("taskset", ["-c", "0", process.execPath, ...process.argv.slice(1)], {
    stdio: "inherit",
    env: { ...process.env, PINNED: "yes" },
  });
  process.exit(status ?? 1);
}

/** The best of three runs, in things a second: a busy machine only ever slows one down. */
async function best(run) {
  const rates = [];
  for (let i = 0; i < 3; i++) rates.push(await run());
  return Math.max(...rates);
}

function ours(bench, metric) {
  const said = execFileSync(
    "go",
    ["test", "-run", "^$", "-bench", `^${bench}$`, "-benchtime", "2s", "-count", "3", "-cpu", "1", "./server/push"],
    {
      encoding: "utf8",
    },
  );
  const rates = [...said.matchAll(new RegExp(`([\\d.]+) ${metric}`, "g"))].map((m) => Number(m[1]));
  if (rates.length === 0) throw new Error(`${bench} printed no ${metric}:\n${said}`);
  return Math.max(...rates);
}

const webpush = createRequire(join(folder, "bench.js"))("web-push");
const { version } = JSON.parse(readFileSync(join(folder, "node_modules/web-push/package.json"), "utf8"));
const { publicKey, privateKey } = webpush.generateVAPIDKeys();
webpush.setVapidDetails("mailto:a@b.example", publicKey, privateKey);
const body = JSON.stringify({ v: 1, title: "Commande prête", body: "Primeur des Halles, bon 0412" });
const options = { TTL: 3600, urgency: "high", topic: "x" };

function browser(origin) {
  const key = createECDH("prime256v1");
  return {
    endpoint: `${origin}/x`,
    keys: { p256dh: key.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") },
  };
}

function encrypt() {
  const far = browser("https://push.example");
  const began = performance.now();
  let n = 0;
  for (; performance.now() - began < 2000; n++) webpush.generateRequestDetails(far, body, options);
  return (1000 * n) / (performance.now() - began);
}

async function fanOut() {
  // web-push speaks https alone: a certificate for this run, and connections that are kept.
  const pem = execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "1",
      "-subj",
      "/CN=localhost",
      "-keyout",
      "-",
      "-out",
      "-",
    ],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const server = createServer({ key: pem, cert: pem }, (req, res) =>
    req.resume().on("end", () => res.writeHead(201).end()),
  );
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const far = browser(`https://127.0.0.1:${server.address().port}`);
  const agent = new Agent({ keepAlive: true, maxSockets: 32, rejectUnauthorized: false });
  await webpush.sendNotification(far, body, { ...options, agent });
  const began = performance.now();
  let left = 1000;
  const lane = async () => {
    while (left-- > 0) await webpush.sendNotification(far, body, { ...options, agent });
  };
  await Promise.all(Array.from({ length: 32 }, lane)); // as many under way as Portage has
  const took = performance.now() - began;
  agent.destroy();
  await new Promise((done) => server.close(done));
  return 1_000_000 / took;
}

const rows = [
  ["encrypted and signed, a second", ours("BenchmarkEncrypt", "messages/s"), await best(async () => encrypt())],
  ["fan-out of 1,000 over TLS, a second", ours("BenchmarkSend1000", "messages/s"), await best(fanOut)],
];
console.log(`\npush on one core                         Portage  web-push ${version}   ratio`);
for (const [what, mine, theirs] of rows)
  console.log(
    `${what.padEnd(39)}${mine.toFixed(0).padStart(9)}${theirs.toFixed(0).padStart(16)}${(mine / theirs).toFixed(1).padStart(8)}`,
  );
console.log(
  `${"the same, stored durably and noted".padEnd(39)}${ours("BenchmarkFanOut1000", "notices/s").toFixed(0).padStart(9)}               –`,
);
