// A phone that can be killed: Chromium with a profile of its own, started by hand so that its whole group can die.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {chromium, type CDPSession, type Page} from 'playwright-core';
import {scratch} from './places';

export type Handset = {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** At once, as an empty battery would; then starts again on the same disk, at the same address. */
  kill(): Promise<void>;
  /** Turns the phone. */
  turn(): Promise<void>;
  close(): Promise<void>;
};

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage', // a container's is small
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=fr-FR',
  '--accept-lang=fr-FR,fr',
  '--remote-debugging-port=0',
];

async function launch(profile: string): Promise<{child: ChildProcess; address: string}> {
  const child = spawn('chromium', [...ARGS, `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {...process.env, LANGUAGE: 'fr'},
  });
  const address = await new Promise<string>((found, failed) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const at = /listening on (ws:\S+)/.exec(said);
      if (at?.[1]) found(at[1]);
    });
    child.once('exit', () => failed(new Error(`chromium ended: ${said}`)));
  });
  return {child, address};
}

export async function openHandset(home: string): Promise<Handset> {
  const profile = scratch('handset');
  let size = {width: 360, height: 740};
  let child: ChildProcess;
  let page: Page;
  let cdp: CDPSession;
  const start = async (url: string) => {
    const now = await launch(profile);
    child = now.child;
    const browser = await chromium.connectOverCDP(now.address, {timeout: 90_000});
    const context = browser.contexts()[0] ?? (await browser.newContext());
    context.setDefaultTimeout(30_000);
    page = context.pages()[0] ?? (await context.newPage());
    cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setTouchEmulationEnabled', {enabled: true});
    await page.setViewportSize(size);
    await page.goto(url);
  };
  const stop = async () => {
    const gone = once(child, 'exit');
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    await gone;
  };
  await start(home);
  return {
    get page() {
      return page;
    },
    get cdp() {
      return cdp;
    },
    async kill() {
      const at = page.url();
      await stop();
      await start(at);
    },
    async turn() {
      size = {width: size.height, height: size.width};
      await page.setViewportSize(size);
    },
    async close() {
      await stop();
      rmSync(profile, {recursive: true, force: true, maxRetries: 20}); // its last processes may still be going
    },
  };
}
