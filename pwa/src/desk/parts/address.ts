import type {Household} from '../../api/town';
import {phoneText} from '../../i18n/format';

/** An address with its sector on one line, without what is empty. */
export const addressOf = (a: Household['address']): string =>
  [a.street, a.extra, `${a.postcode ?? ''} ${a.town ?? ''}`.trim(), a.sector].filter(Boolean).join(', ');

/** Where a household lives and how it is called, to tell it from others in a list. */
export const whereabouts = (h: Pick<Household, 'address' | 'phones'>): string =>
  [addressOf(h.address), h.phones?.map(phoneText).join(', ')].filter(Boolean).join(' · ');
