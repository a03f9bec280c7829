// WebKitGTK's MiniBrowser over plain WebDriver, on a screen of its own. It is the nearest to an iPhone that runs here.
import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, rmSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {scratch} from './places';

export type WebKit = {
  open(url: string): Promise<void>;
  /** Runs the body of a function in the page and gives back what it returns. */
  run<T>(body: string, ...args: unknown[]): Promise<T>;
  /** Runs until the body returns something true. */
  until(body: string): Promise<void>;
  reload(): Promise<void>;
  /** Presses the mouse at the first point, moves it over the others, lets go at the last. */
  drag(points: readonly (readonly [x: number, y: number])[]): Promise<void>;
  close(): Promise<void>;
};

const PATIENCE = 60_000; // the first start on a busy machine reads it all from the disk

async function port(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function miniBrowser(): string {
  const listed = execFileSync('sh', ['-c', "dpkg -L libwebkit2gtk-4.1-0 | grep '/MiniBrowser$'"]).toString();
  return listed.trim();
}

/** A screen with a window manager: without one some WebDriver calls never answer. */
async function openScreen(home: string): Promise<{display: string; end: () => void}> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '412x915x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [said] = (await once(screen.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  const display = `:${said.toString().trim()}`;
  const manager = spawn('matchbox-window-manager', ['-use_titlebar', 'no'], {
    env: {...process.env, DISPLAY: display, HOME: home},
    stdio: 'ignore',
  });
  return {
    display,
    end: () => {
      manager.kill('SIGKILL');
      screen.kill('SIGKILL');
    },
  };
}

function startDriver(at: number, display: string, home: string): ChildProcess {
  mkdirSync(join(home, 'run'), {mode: 0o700});
  const env = {
    PATH: process.env['PATH'],
    TZ: process.env['TZ'],
    DISPLAY: display,
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    LANG: 'fr_FR.UTF-8',
    LANGUAGE: 'fr',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
  };
  const args = ['--', 'WebKitWebDriver', `--port=${at}`, '--host=127.0.0.1'];
  // Its own process group: the bus starts more programs, and all must end together.
  return spawn('dbus-run-session', args, {env, detached: true, stdio: 'ignore'});
}

export async function openWebKit(): Promise<WebKit> {
  const home = scratch('webkit');
  const screen = await openScreen(home);
  const at = await port();
  const driver = startDriver(at, screen.display, home);
  const base = `http://127.0.0.1:${at}`;

  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init: RequestInit = {method, signal: AbortSignal.timeout(PATIENCE)};
    if (body !== undefined) init.body = JSON.stringify(body);
    const reply = await fetch(`${base}${path}`, init);
    const {value} = (await reply.json()) as {value: unknown};
    if (!reply.ok) throw new Error(`webdriver ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  const end = () => {
    if (driver.pid) process.kill(-driver.pid, 'SIGKILL');
    screen.end();
    rmSync(home, {recursive: true, force: true, maxRetries: 20});
  };

  try {
    await poll(() =>
      call('GET', '/status').then(
        () => true,
        () => false,
      ),
    );
    const capabilities = {
      alwaysMatch: {'webkitgtk:browserOptions': {binary: miniBrowser(), args: ['--automation']}},
    };
    const {sessionId} = (await call('POST', '/session', {capabilities})) as {sessionId: string};
    const session = `/session/${sessionId}`;
    const run = <T>(body: string, ...args: unknown[]) =>
      call('POST', `${session}/execute/sync`, {script: body, args}) as Promise<T>;
    return {
      open: url => call('POST', `${session}/url`, {url}) as Promise<void>,
      run,
      // A page on its way has no script to run: that is "not yet", not a failure.
      until: body => poll(() => run<boolean>(body).catch(() => false)),
      reload: () => call('POST', `${session}/refresh`, {}) as Promise<void>,
      async drag(points) {
        const moves = points.map(([x, y]) => ({type: 'pointerMove', duration: 20, x: Math.round(x), y: Math.round(y)}));
        const [first, ...rest] = moves;
        const actions = [first, {type: 'pointerDown', button: 0}, ...rest, {type: 'pointerUp', button: 0}];
        const mouse = {type: 'pointer', id: 'mouse', parameters: {pointerType: 'mouse'}, actions};
        await call('POST', `${session}/actions`, {actions: [mouse]});
      },
      async close() {
        await call('DELETE', session).catch(() => undefined);
        end();
      },
    };
  } catch (e) {
    end();
    throw e;
  }
}

/** Asks again every 50 ms until it is true; the time limit names what it waited for by the caller's stack. */
async function poll(ask: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error('waited too long');
    await new Promise(next => setTimeout(next, 50));
  }
}
