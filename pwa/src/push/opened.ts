// A tap on a banner, while a page is open: the worker says where to, and the page goes there by itself.
import {go} from '../ui/router';

export function followTaps(): void {
  const {serviceWorker} = navigator as Partial<Pick<Navigator, 'serviceWorker'>>; // absent on an insecure page
  serviceWorker?.addEventListener('message', ({data}) => {
    const {type, url} = Object(data) as {type?: unknown; url?: unknown};
    if (type === 'open' && typeof url === 'string') go(url);
  });
  serviceWorker?.startMessages();
}
