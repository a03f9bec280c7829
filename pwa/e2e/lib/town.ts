// A small town made through the API, as a first administrator would.
import type {BrowserContext} from 'playwright-core';
import type {Server} from './server';

export type Town = {
  readonly login: string;
  readonly password: string;
  /** The session of the administrator, as a browser's cookie. */
  signIn(context: BrowserContext): Promise<void>;
  /** A driver's one-time way in. */
  ticket(): Promise<{readonly code: string; readonly url: string}>;
  readonly driver: string;
  /** Asks the API as the administrator, who is a coordinator too. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
};

const password = 'violette tambour nuage rivage';

/** Cookies of one "browser" in Node, which has none of its own. */
class Jar {
  cookie = '';
  readonly origin: string;
  constructor(origin: string) {
    this.origin = origin;
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await fetch(this.origin + path, {
      method,
      headers: {'content-type': 'application/json', origin: this.origin, cookie: this.cookie},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const set = reply.headers.getSetCookie()[0];
    if (set) this.cookie = set.split(';')[0] ?? '';
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

export async function foundTown(server: Server): Promise<Town> {
  const jar = new Jar(server.origin);
  const token = new URL(server.setupLink).hash.slice(1);
  const login = 'claire';
  await jar.ask('POST', '/api/setup', {token, name: 'Claire Fontaine', login, password, locale: 'fr'});
  const add = (name: string, roles: string[], origin: string) =>
    jar.ask<{id: string}>('POST', '/api/people', {name, roles, origin, phone: '06 12 34 56 78'});
  const {id} = await add('Nadia Benali', ['driver'], 'reserve');
  await add('Hélène Roux', ['socialWorker'], 'ccas');
  return {
    login,
    password,
    driver: id,
    ask: (method, path, body) => jar.ask(method, path, body),
    async signIn(context) {
      const [name = '', value = ''] = jar.cookie.split(/=(.*)/s);
      await context.addCookies([
        {name, value, url: server.origin, httpOnly: true, secure: name.startsWith('__'), sameSite: 'Strict'},
      ]);
    },
    ticket: () => jar.ask('POST', '/api/enrolments', {person: id}),
  };
}
