// One sender at a time over all tabs. It saves work; the server keeps two at
// once harmless, so a tab that waits too long goes ahead.

import type {Lock} from '@sync/client';

const NAME = 'portage.exchange';
const PATIENCE = 90_000; // longer than an exchange may take: the holder is frozen

/** No Web Locks (an insecure page, an old browser): no lock. */
export const webLock: Lock = async task => {
  const {locks} = navigator as Partial<Pick<Navigator, 'locks'>>;
  if (!locks) return task();
  let begun = false;
  const once = () => {
    begun = true;
    return task();
  };
  try {
    await locks.request(NAME, {signal: AbortSignal.timeout(PATIENCE)}, once);
  } catch (error) {
    if (begun) throw error;
    await task();
  }
};
