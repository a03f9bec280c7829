// More work for a tour: households with several slips, shops with many, another day's round.
import {today, type Tour} from './tour';

type Id = {readonly id: string};
let made = 0;

export async function addShop(tour: Tour, name: string): Promise<string> {
  const phone = `02 61 92 ${String(10 + (++made % 90))} 01`;
  const shop = {name, trade: 'primeur', sector: 'Centre', phone, payee: `Ordre ${name}`};
  return (await tour.ask<Id>('POST', '/api/merchants', shop)).id;
}

/** One household of that family name with a slip of each shop, in the tour's round or the named one. */
export async function addHome(
  tour: Tour,
  family: string,
  shops: readonly string[],
  {day = today(), round = tour.round} = {},
): Promise<readonly string[]> {
  const {id: household} = await tour.ask<Id>('POST', '/api/households', {
    people: [{given: 'Foyer', family}],
    size: 1,
    phones: [`02 61 93 ${String(10 + (++made % 90))} 02`],
    address: {street: `${made} rue Basse`, sector: 'Centre'},
  });
  const lines = [{text: 'Pommes', quantity: '1 kg'}];
  const {parts} = await tour.ask<{parts: {slip: string}[]}>('POST', '/api/orders', {
    household,
    day,
    parts: shops.map(merchant => ({merchant, lines})),
  });
  for (const {slip} of parts) await tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  return parts.map(({slip}) => slip);
}
