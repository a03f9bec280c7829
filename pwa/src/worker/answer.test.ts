// The worker's answers against a scripted cache and network.
import {beforeEach, expect, test, vi} from 'vitest';

const cached = new Map<string, string>();
const asked: string[] = [];
vi.stubGlobal('__PRECACHE__', {
  driver: ['/index.html', '/icons/mark.svg'],
  desk: ['/desk.html', '/assets/desk-1.js'],
  merchant: ['/merchant.html'],
});
vi.stubGlobal('__BUILD__', 'b1');
const find = (path: string) => Promise.resolve(cached.has(path) ? new Response(cached.get(path)) : undefined);
const put = async (path: string, reply: Response) => void cached.set(path, await reply.text());
let online = true;
// Node's Request wants whole addresses.
vi.stubGlobal(
  'Request',
  class {
    url: string;
    constructor(url: string) {
      this.url = url;
    }
  },
);
const addAll = async (requests: Request[]) => {
  for (const {url} of requests) cached.set(url, 'filled');
};
vi.stubGlobal('caches', {
  open: async () => ({match: find, put, addAll}),
  match: find,
  keys: async () => ['portage-vb1'],
});
vi.stubGlobal('fetch', async (r: Request) => {
  if (!online) throw new TypeError('no network');
  asked.push(new URL(r.url).pathname);
  return new Response('network');
});
const {answer} = await import('./answer');

const origin = 'https://portage.example';
/** A Request cannot be made with mode navigate, so this is as much of one as the worker reads. */
const request = (path: string, init: {method?: string; mode?: string} = {}) =>
  ({url: new URL(path, origin).href, method: init.method ?? 'GET', mode: init.mode ?? 'cors'}) as Request;
const body = async (path: string, mode = 'navigate') => (await answer(request(path, {mode}), origin))?.text();

beforeEach(() => {
  cached.clear();
  asked.length = 0;
  online = true;
  for (const page of ['index', 'desk', 'merchant']) cached.set(`/${page}.html`, page);
});

test.each([
  ['/', 'index'],
  ['/enrol', 'index'],
  ['/deskside', 'index'],
  ['/s', 'merchant'],
  ['/S/ABC', 'merchant'],
  ['/settings', 'index'],
])('%s opens the page of its area', async (path, page) => {
  expect(await body(path)).toBe(page);
});

test.each(['/desk', '/desk/people/1'])('%s is the server’s own version, the stored one without network', async path => {
  expect(await body(path)).toBe('network');
  online = false;
  expect(await body(path)).toBe('desk');
});

test.each(['/api/session', '/api', '/paper/slip.pdf', '/healthz', 'https://elsewhere.example/x'])(
  '%s is none of its business',
  path => {
    expect(answer(request(path, {mode: 'navigate'}), origin)).toBeUndefined();
  },
);

test('what is not a GET goes to the network untouched', () => {
  expect(answer(request('/', {method: 'POST', mode: 'navigate'}), origin)).toBeUndefined();
});

test('a part of an older version comes from the cache, an unknown one from the network', async () => {
  cached.set('/assets/old-1.js', 'old');
  expect(await body('/assets/old-1.js', 'cors')).toBe('old');
  expect(await body('/assets/new-2.js', 'cors')).toBe('network');
  expect(asked).toEqual(['/assets/new-2.js']);
  expect(await body('/assets/new-2.js', 'cors')).toBe('network');
  expect(asked).toEqual(['/assets/new-2.js']); // fetched once, kept from then on
});

test('an area that is new on this phone comes from the network, and is kept whole from then on', async () => {
  cached.clear();
  expect(await body('/desk/people')).toBe('network');
  await vi.waitFor(() => expect([...cached.keys()]).toEqual(['/desk.html', '/assets/desk-1.js']));
  online = false;
  expect(await body('/desk')).toBe('filled');
});
