// A town with one shop, and orders that the shop's page opens.
import type {BrowserContext} from 'playwright-core';
import {openCourier} from './courier';
import type {Server} from './server';
import {foundTown} from './town';

export type Order = {
  readonly id: string;
  readonly number: string;
  readonly url: string;
  state(): Promise<Record<string, unknown>>;
  /** The driver's part,  */
  handOver(): Promise<void>;
};

export type Shop = {
  readonly id: string;
  /** The shop's own code, as on its poster. */
  readonly code: string;
  order(): Promise<Order>;
  /** A coordinator's session. */
  signIn(context: BrowserContext): Promise<void>;
};

const nothing = {exit: [], exception: [], secondWeek: ['Fête'], cannotSign: [], noCheque: [], amount: [], cancel: []};
const service = {
  name: 'Portage de Val-sur-Orne',
  town: 'Val-sur-Orne',
  phone: '02 61 91 00 00',
  opens: '2020-01-01',
  closes: '',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  alsaceMoselle: false,
  closedDays: [],
  sectors: [{name: 'Centre'}],
  trades: ['primeur'],
  everyOrder: [],
  checklist: [],
  reasons: nothing,
  texts: {slipFooter: '', charter: ''},
  oldChequeDays: 3,
  maxChequeCents: 0,
  version: 0,
};

export async function openShop(server: Server): Promise<Shop> {
  const town = await foundTown(server);
  await town.ask('PUT', '/api/service', service);
  const {id: merchant} = await town.ask<{id: string}>('POST', '/api/merchants', {
    name: 'Le Panier de Simon',
    trade: 'primeur',
    sector: 'Centre',
    phone: '02 61 91 30 02',
    payee: 'SARL Simon Primeurs',
  });
  const {days} = await town.ask<{days: string[]}>('GET', '/api/service/days');
  const {code} = await town.ask<{code: string}>('GET', `/api/merchants/${merchant}/codes`);
  const phone = await openCourier(server.origin, await town.ticket());
  let street = 0;
  return {
    id: merchant,
    code,
    signIn: town.signIn,
    async order() {
      street++;
      const {id: household} = await town.ask<{id: string}>('POST', '/api/households', {
        people: [{given: 'Odette', family: `Maréchal${'abcdefghij'[street]}`}],
        size: 1,
        phones: [`02 61 91 10 0${street}`],
        address: {street: `${street * 10} rue Haute`, sector: 'Centre'},
      });
      const lines = [
        {text: 'Pommes reinettes', quantity: '2 kg'},
        {text: 'Poireaux', quantity: '1 botte'},
        {text: 'Œufs plein air', quantity: '6'},
      ];
      const order = {household, day: days[0], parts: [{merchant, lines}]};
      const {parts} = await town.ask<{parts: {slip: string}[]}>('POST', '/api/orders', order);
      const id = parts[0]?.slip ?? '';
      const {url} = await town.ask<{url: string}>('GET', `/api/slips/${id}/codes`);
      const state = () => town.ask<Record<string, unknown>>('GET', `/api/slips/${id}`);
      return {
        id,
        number: String((await state())['number']),
        // The host in capitals is the same to a browser, not to a cookie jar of a test.
        url: url.replace(/^HTTP:\/\/[^/]+/, server.origin),
        state,
        async handOver() {
          await phone(id, 'pickedUp', {});
          const mark = {strokes: [2, 10, 10, 20, 20], w: 300, h: 100};
          await phone(id, 'handedOver', {payment: 'cheque', amountCents: 1250, payee: 'SARL Simon Primeurs', mark});
        },
      };
    },
  };
}
