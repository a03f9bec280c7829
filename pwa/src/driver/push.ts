// Who asks for notices on a driver's phone: the enrolled device.
import {renewAtStart, type Who} from '../push/subscribe';
import {store} from './phone';

export const asDevice: Who = async () => {
  const device = (await store.devices()).find(d => d.current);
  return device ? {Authorization: `Portage ${device.device}.${device.secret}`} : null;
};

export const renew = (): Promise<void> => renewAtStart('driver', asDevice);
