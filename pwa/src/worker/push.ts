// What the server pushes: always a banner, once, and a tap that opens the right screen.
//
//	push              show (a browser takes the subscription away from who receives in silence)
//	notificationclick open the screen, in a window that is there or in a new one, offline too
//	pushsubscriptionchange  tell the server the new address

/** As the server sends it, sealed for this browser. */
export type Notice = {
  readonly id: string;
  readonly token: string;
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly lang: string;
  readonly at: number;
};

/** Shown when what came cannot be read: something did happen, and the app knows what. */
const unread: Notice = {
  id: '',
  token: '',
  tag: 'portage',
  title: 'Portage',
  body: 'Il y a du nouveau : ouvrez l’application. — Open the app for news.',
  url: '/',
  lang: 'fr',
  at: 0,
};

export function readNotice(text: string | undefined): Notice {
  try {
    const all = Object(JSON.parse(text ?? '')) as Record<string, unknown>;
    const word = (name: string) => {
      const v = all[name];
      if (typeof v !== 'string') throw new TypeError(name);
      return v;
    };
    const url = word('url');
    return {
      id: word('id'),
      token: word('token'),
      tag: word('tag'),
      title: word('title'),
      body: word('body'),
      lang: word('lang'),
      url: /^\/(?![/\\])/.test(url) ? url : '/', // a screen of this app, nothing else
      at: typeof all['at'] === 'number' ? all['at'] : 0,
    };
  } catch {
    return unread;
  }
}

/** What a banner carries for the tap. */
type Carried = Pick<Notice, 'id' | 'token' | 'url' | 'at'>;

const carried = (n: Notification): Carried => Object(n.data) as Carried;

type Shower = Pick<ServiceWorkerRegistration, 'showNotification' | 'getNotifications'>;

/** Shows it. What came twice, or comes after something newer of the same tag, makes no second noise. */
export async function show(where: Shower, notice: Notice): Promise<void> {
  const there = await where.getNotifications({tag: notice.tag});
  const same = there.find(n => carried(n).id === notice.id || carried(n).at > notice.at);
  const of: Notice = same ? {...notice, title: same.title, body: same.body, ...carried(same)} : notice;
  const {id, token, url, at} = of;
  await where.showNotification(of.title, {
    body: of.body,
    tag: of.tag,
    lang: of.lang,
    icon: '/icons/icon-192.png',
    badge: '/icons/maskable-192.png',
    silent: same !== undefined,
    data: {id, token, url, at} satisfies Carried,
    ...({renotify: same === undefined} as object), // not in every browser's type
  });
}

export type Step = 'shown' | 'opened';

/** Tells the desk how far it came. Without network it stays untold; what the reader does next tells more. */
export async function tell({id, token}: Pick<Notice, 'id' | 'token'>, step: Step): Promise<void> {
  if (id) await post('/api/push/seen', {id, token, step}).catch(() => undefined);
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
    credentials: 'omit', // the token is enough
    keepalive: true,
  });
}

type Page = {readonly url: string; postMessage(m: unknown): void; focus(): Promise<unknown>};

/** The worker's windows, as far as a tap needs them. */
export type Windows = {
  matchAll(of: {readonly type: 'window'; readonly includeUncontrolled: true}): Promise<readonly Page[]>;
  openWindow(url: string): Promise<unknown>;
};

/** Brings the screen to the front: a window of its area goes there by itself, so that nothing typed is lost by a reload. */
export async function open(clients: Windows, url: string, areaOf: (path: string) => unknown): Promise<void> {
  const all = await clients.matchAll({type: 'window', includeUncontrolled: true});
  const there = all.find(c => areaOf(new URL(c.url).pathname) === areaOf(url));
  if (there) {
    there.postMessage({type: 'open', url});
    const front = await there.focus().catch(() => undefined);
    if (front) return;
  }
  await clients.openWindow(url).catch(() => undefined);
}

const base64url = (bytes: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** A browser gave up `old`. Without it nobody here can say whose it was: the next opening subscribes anew. */
export async function renew(
  manager: PushManager,
  old: PushSubscription | null,
  fresh: PushSubscription | null,
): Promise<void> {
  const key = old?.options.applicationServerKey;
  if (!old || !key) return;
  const s = fresh ?? (await manager.subscribe({userVisibleOnly: true, applicationServerKey: key}));
  await post('/api/push/renew', {
    old: old.endpoint,
    oldAuth: base64url(old.getKey('auth')),
    subscription: {
      endpoint: s.endpoint,
      p256dh: base64url(s.getKey('p256dh')),
      auth: base64url(s.getKey('auth')),
      key: base64url(key),
    },
  });
}
