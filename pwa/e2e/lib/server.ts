// The real program on a free port with a data folder of its own.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {binary, scratch} from './places';

export type Server = {
  readonly origin: string;
  /** The one-time link of the first start, "" when the data was there already. */
  readonly setupLink: string;
  /** At once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts again on the same port and data, another version of the program if named. */
  start(program?: string): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
};

// Below the ports that a system gives to those who call out, so that none is taken while its server is away. Each of
// the test runner's workers has the ports of one remainder.
const [LOWEST, HIGHEST, WORKERS] = [12_000, 32_000, 16];

async function freePort(): Promise<number> {
  const mine = Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS;
  for (;;) {
    const port = LOWEST + WORKERS * Math.floor(Math.random() * ((HIGHEST - LOWEST) / WORKERS)) + mine;
    const probe = createServer();
    const free = await new Promise<boolean>(done => {
      probe.once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => done(true));
    });
    if (!free) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

/** Resolves with what the program said once it serves; rejects with it when it ends before. */
function served(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('"msg":"serving"')) resolve(said);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', code => reject(new Error(`portage ended with ${code}: ${said}`)));
  });
}

/** settings are environment variables beside the usual ones. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const data = scratch('data');
  const port = await freePort();
  let child: ChildProcess;
  let setupLink = '';

  const start = async (program = binary) => {
    const env = {
      PATH: process.env['PATH'],
      HOME: data,
      PORTAGE_ADDR: `localhost:${port}`,
      PORTAGE_DATA: `${data}/store`,
      PORTAGE_SAMPLE: 'off',
      PORTAGE_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone, // the browsers' day is the town's
      ...settings,
    };
    child = spawn(program, ['serve'], {env, stdio: ['ignore', 'pipe', 'pipe']});
    const said = await served(child);
    setupLink ||= /http:\S+\/desk\/setup#\S+/.exec(said)?.[0] ?? '';
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    origin: `http://localhost:${port}`,
    get setupLink() {
      return setupLink;
    },
    kill,
    start,
    async remove() {
      await kill();
      rmSync(data, {recursive: true, force: true});
    },
  };
}
