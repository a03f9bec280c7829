// The stops behind one pin of the map, at hand below it.
import {useLayoutEffect, useRef} from 'preact/hooks';
import {common} from '../../i18n/common';
import {deskMap} from '../../i18n/desk-map';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import {Link} from '../../ui/router';
import type {MappedPlace} from '../parts/pins';

type Props = {
  readonly place: MappedPlace;
  readonly name: (driver: string) => string;
  readonly onClose: () => void;
};

/** It takes the focus when it opens; Escape and its button give it back to the pin. */
export function PlaceList({place, name, onClose}: Props) {
  const t = say(deskMap);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const pin = document.activeElement;
    heading.current?.focus({preventScroll: true});
    heading.current?.scrollIntoView({block: 'nearest'});
    return () => {
      const gone =
        document.activeElement === document.body || heading.current?.parentElement?.contains(document.activeElement);
      if (gone && pin instanceof HTMLElement && pin.isConnected) pin.focus();
    };
  }, []);
  return (
    <div
      class="place-list"
      role="group"
      aria-labelledby="place"
      onKeyDown={e => {
        if (e.key === 'Escape') onClose();
      }}
    >
      <div class="head">
        <h2 id="place" class="h3" ref={heading} tabIndex={-1}>
          {t.here(place.stops.length)}
        </h2>
        <Button look="plain" onClick={onClose}>
          {say(common).close}
        </Button>
      </div>
      <ul>
        {place.stops.map(({mark, slip, driver, tone}) => (
          <li key={slip.id}>
            <span class={`map-swatch tone-${tone}`}>{mark}</span>
            <span class="words">
              <Link href={`/desk/slips/${slip.id}`}>{slip.household.name ?? slip.number}</Link>
              <span class="soft small">{[slip.merchant.name, name(driver)].filter(Boolean).join(' · ')}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
