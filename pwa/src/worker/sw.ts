// The service worker: the app starts without network, and a new version waits to be asked.
//
//   install   fetch the areas that are open, or that a version before kept, into portage-v<build>
//   waiting   until every page of the old version is closed, or a person agreed ("takeOver")
//   activate  drop all versions but this one and the one before, whose open pages may still load parts
//
// It handles GET alone, leaves /api to the network, and never answers for another site.
import {answer} from './answer';
import {areaOf, fill, keptAreas, prune, versions} from './cache';
import {open, readNotice, renew, show, tell} from './push';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', event => {
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({type: 'window', includeUncontrolled: true});
      const inUse = open.map(({url}) => areaOf(new URL(url).pathname));
      const wanted = new Set([...inUse, ...(await keptAreas())]);
      await fill(wanted.size > 0 ? wanted : ['driver']);
    })(),
  );
});

self.addEventListener('activate', event => {
  event.waitUntil(
    (async () => {
      const fresh = (await versions()).length < 2;
      await prune();
      // The page of the very first visit is taken in, so that a first visit is enough to work offline.
      if (fresh) await self.clients.claim();
    })(),
  );
});

self.addEventListener('message', event => {
  const {type} = Object(event.data) as {type?: unknown};
  if (type === 'takeOver') void self.skipWaiting();
});

self.addEventListener('fetch', event => {
  const reply = answer(event.request, self.location.origin);
  if (reply) event.respondWith(reply);
});

self.addEventListener('push', event => {
  const notice = readNotice(event.data?.text());
  event.waitUntil(
    (async () => {
      await show(self.registration, notice);
      for (const c of await self.clients.matchAll({type: 'window'})) c.postMessage({type: 'push'});
      await tell(notice, 'shown');
    })(),
  );
});

self.addEventListener('notificationclick', event => {
  const {id = '', token = '', url = '/'} = Object(event.notification.data) as Record<string, string>;
  event.notification.close();
  event.waitUntil(Promise.all([open(self.clients, url, areaOf), tell({id, token}, 'opened')]));
});

// Not in TypeScript's list of events.
type SubscriptionChange = ExtendableEvent & {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
};

self.addEventListener('pushsubscriptionchange', event => {
  const {oldSubscription = null, newSubscription = null} = event as SubscriptionChange;
  (event as SubscriptionChange).waitUntil(renew(self.registration.pushManager, oldSubscription, newSubscription));
});
