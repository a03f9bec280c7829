import {expect, test} from 'vitest';
import type {Round} from '../../api/town';
import {mapPlaces, mapRounds, mapShops} from './pins';

const stop = (household: string, merchant: string) => ({
  slip: {household: {id: household, name: household}, merchant: {id: merchant, name: `Chez ${merchant}`}},
});
const round = (id: string, stops: readonly object[], more: object = {}) =>
  ({id, driver: `driver of ${id}`, stops, ...more}) as unknown as Round;

const places = {
  tiles: '',
  credit: '',
  households: {ada: {lat: 49, lng: -1}, bea: {lat: 49.1, lng: -1.1}},
  merchants: {panier: {lat: 49.2, lng: -1.2}},
};

test('marks are the letter of the round and the place of the stop, as on the board', () => {
  const rounds = mapRounds(
    [
      round('one', [stop('ada', 'panier'), stop('nowhere', 'fournil'), stop('bea', 'panier')]),
      round('off', [stop('ada', 'panier')], {cancelled: {reason: 'Malade', by: 'x', at: ''}}),
      round('two', [stop('bea', 'panier')]),
    ],
    places,
  );
  expect(rounds.map(r => r.stops.map(s => s.mark))).toEqual([['A1', 'A2', 'A3'], ['B1']]);
  expect(rounds[0]?.stops.map(s => s.at)).toEqual([places.households.ada, null, places.households.bea]);
  expect(mapShops(rounds, places)).toEqual([
    {id: 'panier', name: 'Chez panier', letters: 'A, B', at: places.merchants.panier},
  ]);
});

test('stops at one door, or at the one beside it, are one place', () => {
  const near = {...places, households: {...places.households, eve: {lat: 49.00002, lng: -1.00003}}};
  const rounds = mapRounds(
    [
      round('one', [stop('ada', 'panier'), stop('bea', 'panier'), stop('ada', 'fournil'), stop('nowhere', 'panier')]),
      round('two', [stop('eve', 'panier')]),
    ],
    near,
  );
  expect(mapPlaces(rounds).map(p => [p.at, p.stops.map(s => `${s.mark} ${s.driver}`)])).toEqual([
    [places.households.ada, ['A1 driver of one', 'A3 driver of one', 'B1 driver of two']],
    [places.households.bea, ['A2 driver of one']],
  ]);
});

test('no two of forty rounds have a mark in common', () => {
  const many = Array.from({length: 40}, (_, i) => round(`${i}`, [stop('ada', 'panier'), stop('bea', 'panier')]));
  const marks = mapRounds(many, places).flatMap(r => r.stops.map(s => s.mark));
  expect(new Set(marks).size).toBe(80);
});
