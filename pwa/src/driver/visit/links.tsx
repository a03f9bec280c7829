import {Icon} from '../../ui/icon';
import {isApple} from '../install';

/** The telephone of somebody; a number is dialled as it is written, without its spaces. */
export function Call({phone, children}: {readonly phone: string; readonly children: preact.ComponentChildren}) {
  return (
    <a class="button secondary" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
      <Icon name="call" />
      <span>{children}</span>
    </a>
  );
}

/** Opens the map that the person has; no address goes to a map service of our choosing. */
export function Navigate({address, children}: {readonly address: string; readonly children: preact.ComponentChildren}) {
  const query = encodeURIComponent(address);
  return (
    <a class="button secondary" href={isApple() ? `maps:?q=${query}` : `geo:0,0?q=${query}`}>
      <Icon name="pin" />
      <span>{children}</span>
    </a>
  );
}
