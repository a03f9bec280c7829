// Notices in Chromium, whose own push service is out of reach: its debugger hands them to the worker.
import type {Page} from 'playwright-core';
import {expect} from 'vitest';

/** The debugger's way to the worker. */
export async function deliver(page: Page, origin: string): Promise<(payload: object) => Promise<void>> {
  const cdp = await page.context().newCDPSession(page);
  let registrationId = '';
  cdp.on('ServiceWorker.workerRegistrationUpdated', e => {
    registrationId = e.registrations[0]?.registrationId ?? registrationId;
  });
  await cdp.send('ServiceWorker.enable');
  await expect.poll(() => registrationId).not.toBe('');
  return async payload => {
    await cdp.send('ServiceWorker.deliverPushMessage', {
      origin,
      registrationId,
      data: JSON.stringify(payload),
    });
  };
}

/** Taps the banner with that tag. */
export async function tapNotice(page: Page, tag: string): Promise<void> {
  const workers = () => page.context().serviceWorkers();
  await expect.poll(() => workers().length).toBeGreaterThan(0); // Playwright hears of it a little later than the page
  await workers()[0]?.evaluate(async about => {
    const {registration, NotificationEvent: Click} = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (type: string, init: {notification: Notification}) => Event;
    };
    const [notification] = await registration.getNotifications({tag: about});
    if (!notification) throw new Error('no banner');
    dispatchEvent(new Click('notificationclick', {notification}));
  }, tag);
}
