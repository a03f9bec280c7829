// What the worker makes of a push, against a scripted registration and windows.
import {expect, test, vi} from 'vitest';
import {open, readNotice, renew, show, tell, type Notice} from './push';

const origin = 'https://portage.example';
const notice: Notice = {
  id: 'n1',
  token: 't1',
  tag: 'round',
  title: 'Nouvelle tournée',
  body: 'Mardi',
  url: '/',
  lang: 'fr',
  at: 100,
};

type Options = NotificationOptions & {renotify?: boolean};

/** A notification centre: a banner of the same tag takes the place of the one before. */
function centre() {
  const shown: {title: string; tag: string; body: string; data: unknown; options: Options}[] = [];
  return {
    shown,
    showNotification: async (title: string, options: Options = {}) => {
      const at = shown.findIndex(n => n.tag === options.tag);
      const one = {title, tag: options.tag ?? '', body: options.body ?? '', data: options.data as unknown, options};
      if (at < 0) shown.push(one);
      else shown[at] = one;
    },
    getNotifications: async (filter: {tag?: string} = {}) =>
      shown.filter(n => n.tag === filter.tag) as unknown as Notification[],
  };
}

test.each([undefined, '', 'nonsense', '[]', '{"id":1}', 'null'])('%s still shows a banner', async text => {
  const c = centre();
  await show(c, readNotice(text));
  expect(c.shown).toHaveLength(1);
  expect(c.shown[0]?.body).not.toBe('');
});

test.each(['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)', ''])(
  'a tap on %s stays in the app',
  url => {
    expect(readNotice(JSON.stringify({...notice, url})).url).toBe('/');
  },
);

test('what came twice is one banner without a second noise', async () => {
  const c = centre();
  await show(c, notice);
  await show(c, notice);
  expect(c.shown).toHaveLength(1);
  expect(c.shown[0]?.options).toMatchObject({silent: true, renotify: false});
});

test('a newer one replaces the older; one that comes late leaves it as it is', async () => {
  const c = centre();
  await show(c, notice);
  await show(c, {...notice, id: 'n2', title: 'Tournée modifiée', at: 200});
  expect(c.shown[0]).toMatchObject({title: 'Tournée modifiée', options: {silent: false, renotify: true}});
  await show(c, {...notice, id: 'n3', title: 'Ancienne', at: 150});
  expect(c.shown).toHaveLength(1);
  expect(c.shown[0]).toMatchObject({title: 'Tournée modifiée', data: {id: 'n2'}});
});

/** Windows by address; each notes what it is told. */
function windows(...urls: string[]) {
  const said: string[] = [];
  const all = urls.map(url => ({
    url: origin + url,
    focus: async () => {
      said.push(`focus ${url}`);
      return {};
    },
    postMessage: (m: {url: string}) => said.push(`${url} to ${m.url}`),
  }));
  const clients = {
    matchAll: async () => all,
    openWindow: async (url: string) => {
      said.push(`new ${url}`);
      return null;
    },
  };
  return {said, clients};
}

test.each([
  {there: ['/outbox'], url: '/slip/1', want: ['/outbox to /slip/1', 'focus /outbox']},
  {there: ['/desk'], url: '/slip/1', want: ['new /slip/1']},
  {there: ['/', '/desk/people'], url: '/desk/alerts', want: ['/desk/people to /desk/alerts', 'focus /desk/people']},
  {there: [], url: '/', want: ['new /']},
])('a tap with $there open goes to $url', async ({there, url, want}) => {
  const w = windows(...there);
  await open(w.clients, url, path => path.startsWith('/desk'));
  expect(w.said).toEqual(want);
});

test('the server hears how far a notice came, and being offline breaks nothing', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push([path, JSON.parse(String(init.body))]);
    throw new TypeError('offline');
  });
  await tell(notice, 'opened');
  await tell({id: '', token: ''}, 'shown');
  expect(sent).toEqual([['/api/push/seen', {id: 'n1', token: 't1', step: 'opened'}]]);
});

test('a subscription that the browser gave up is replaced on the server', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push([path, JSON.parse(String(init.body))]);
    return new Response();
  });
  const subscription = (endpoint: string, byte: number) =>
    ({
      endpoint,
      options: {applicationServerKey: new Uint8Array([250, 251, 252]).buffer},
      getKey: (name: string) => new Uint8Array(name === 'auth' ? [byte] : [byte, byte]).buffer,
    }) as unknown as PushSubscription;
  const fresh = subscription('https://push.example/2', 2);
  const subscribe = vi.fn(async () => fresh);
  const manager = {subscribe} as unknown as PushManager;
  await renew(manager, null, null);
  await renew(manager, subscription('https://push.example/1', 1), null);
  expect(subscribe).toHaveBeenCalledTimes(1);
  expect(sent).toEqual([
    [
      '/api/push/renew',
      {
        old: 'https://push.example/1',
        oldAuth: 'AQ',
        subscription: {endpoint: 'https://push.example/2', p256dh: 'AgI', auth: 'Ag', key: '-vv8'},
      },
    ],
  ]);
});
