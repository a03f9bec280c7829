// A working day made through the API: shops, households, one order each, one published round.
import {expect} from 'vitest';
import type {Server} from './server';

export type Door = {
  readonly household: string;
  readonly shop: string;
  readonly slip: string;
  /** As printed on the slip, to type; and the address in its QR. */
  readonly code: string;
  readonly url: string;
};

export type Tour = {
  readonly doors: readonly Door[];
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** What the desk prints, as PDF. */
  print(path: string): Promise<Buffer>;
  ticket(): Promise<{readonly code: string; readonly url: string}>;
  readonly driver: string;
  readonly round: string;
  /** Resolves once the server knows that the driver has seen the round: that act waits no more. */
  opened(): Promise<void>;
};

export const password = 'violette tambour nuage rivage';

/** Asks the API as one browser would, with its own session. */
export function visitor(origin: string) {
  let cookie = '';
  const send = async (method: string, path: string, body?: unknown): Promise<Buffer> => {
    const reply = await fetch(origin + path, {
      method,
      headers: {'content-type': 'application/json', origin, cookie},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const set = reply.headers.getSetCookie()[0];
    if (set) cookie = set.split(';')[0] ?? '';
    const bytes = Buffer.from(await reply.arrayBuffer());
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${bytes.toString()}`);
    return bytes;
  };
  return {
    ask: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const text = (await send(method, path, body)).toString();
      return (text ? JSON.parse(text) : undefined) as T;
    },
    print: (path: string) => send('GET', path),
  };
}

/** The day in the zone of this machine, which is the server's and the browser's. */
export function today(): string {
  const d = new Date();
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

export const settings = {
  name: 'Portage',
  town: 'Saint-Aubin',
  phone: '02 61 91 00 00',
  opens: '2020-01-01',
  closes: '',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  alsaceMoselle: false,
  closedDays: [],
  sectors: [{name: 'Centre'}],
  trades: ['primeur'],
  everyOrder: [],
  checklist: ['Masques', 'Gel', 'Gants'],
  reasons: {exit: [], exception: [], secondWeek: [], cannotSign: [], noCheque: [], amount: [], cancel: []},
  texts: {slipFooter: '', charter: ''},
  oldChequeDays: 3,
  maxChequeCents: 0,
  version: 0,
};

/** doors households, each with one slip of a shop of its own, in one round of today. */
export async function prepareTour(server: Server, doors: number): Promise<Tour> {
  const {ask: admin} = visitor(server.origin);
  const token = new URL(server.setupLink).hash.slice(1);
  await admin('POST', '/api/setup', {token, name: 'Claire Fontaine', login: 'claire', password, locale: 'fr'});
  await admin('PUT', '/api/service', settings);
  type Id = {readonly id: string};
  const camille = await admin<Id>('POST', '/api/people', {
    name: 'Camille Lebrun',
    login: 'camille',
    roles: ['coordinator', 'orderAgent'],
    origin: 'ccas',
  });
  const {url} = await admin<{url: string}>('POST', `/api/people/${camille.id}/password-link`);
  const {ask, print} = visitor(server.origin);
  await ask('POST', '/api/password/reset', {token: new URL(url).hash.slice(1), password});
  await ask('POST', '/api/session', {login: 'camille', password});
  const driver = await ask<Id>('POST', '/api/people', {name: 'Nadia Benali', roles: ['driver'], origin: 'reserve'});
  const day = today();
  const round = await ask<Id>('POST', '/api/rounds', {day, driver: driver.id});
  const made: Door[] = [];
  for (let i = 1; i <= doors; i++) made.push(await placeOrder(ask, day, i, round.id));
  const {version} = await ask<{version: number}>('GET', `/api/rounds/${round.id}`);
  await ask('POST', `/api/rounds/${round.id}/publish`, {version});
  return {
    doors: made,
    ask,
    print,
    driver: driver.id,
    round: round.id,
    ticket: () => ask('POST', '/api/enrolments', {person: driver.id}),
    async opened() {
      const state = async () => (await ask<{progress: string}>('GET', `/api/rounds/${round.id}`)).progress;
      await expect.poll(state, {timeout: 30_000}).toBe('opened');
    },
  };
}

type Ask = Tour['ask'];

async function placeOrder(ask: Ask, day: string, i: number, round: string): Promise<Door> {
  const shop = `Boutique ${i}`;
  const phone = (n: number) => `02 61 91 ${String(n).padStart(2, '0')} ${String(i).padStart(2, '0')}`;
  const {id: merchant} = await ask<{id: string}>('POST', '/api/merchants', {
    name: shop,
    trade: 'primeur',
    sector: 'Centre',
    phone: phone(30),
    payee: `Maison ${i}`,
  });
  const {id: household} = await ask<{id: string}>('POST', '/api/households', {
    people: [{given: 'Foyer', family: `Numéro${i}`}],
    size: 1,
    phones: [phone(10)],
    address: {street: `${i} rue Haute`, sector: 'Centre'},
  });
  const {parts} = await ask<{parts: {slip: string}[]}>('POST', '/api/orders', {
    household,
    day,
    parts: [{merchant, lines: [{text: 'Pommes', quantity: '1 kg'}, {text: 'Poireaux'}]}],
  });
  const slip = parts[0]?.slip ?? '';
  await ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  const {code, url} = await ask<{code: string; url: string}>('GET', `/api/slips/${slip}/codes`);
  return {household: `Foyer Numéro${i}`, shop, slip, code, url};
}
