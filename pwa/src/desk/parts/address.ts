import type {Household} from '../../api/town';

/** An address with its sector on one line, without what is empty. */
export const addressOf = (a: Household['address']): string =>
  [a.street, a.extra, `${a.postcode ?? ''} ${a.town ?? ''}`.trim(), a.sector].filter(Boolean).join(', ');
