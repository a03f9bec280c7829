// Installing the app: Chrome offers it by an event, iPhones only by their Share menu.
import {signal} from '@preact/signals';

/** Chrome's offer; it is not in the DOM types because no standard has it. */
type InstallOffer = Event & {prompt(): Promise<void>; readonly userChoice: Promise<{outcome: string}>};

export type InstallWay = 'installed' | 'offered' | 'iphone' | 'byMenu';

const offer = signal<InstallOffer | null>(null);
const installedNow = signal(false);

addEventListener('beforeinstallprompt', e => {
  e.preventDefault(); // kept for our own button, beside the reason
  offer.value = e as InstallOffer;
});
addEventListener('appinstalled', () => {
  installedNow.value = true;
  offer.value = null;
});

const standalone = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || (navigator as {standalone?: boolean}).standalone === true;

/** iPads say that they are Macs; only they have several touch points. */
export const isApple = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);

export function installWay(): InstallWay {
  if (installedNow.value || standalone()) return 'installed';
  if (offer.value) return 'offered';
  return isApple() ? 'iphone' : 'byMenu';
}

export async function install(): Promise<void> {
  const now = offer.value;
  if (!now) return;
  offer.value = null; // an offer may be used once
  await now.prompt();
}
