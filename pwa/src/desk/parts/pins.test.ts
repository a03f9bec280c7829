import {expect, test} from 'vitest';
import type {Round} from '../../api/town';
import {mapRounds, mapShops} from './pins';

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

test('no two of forty rounds have a mark in common', () => {
  const many = Array.from({length: 40}, (_, i) => round(`${i}`, [stop('ada', 'panier'), stop('bea', 'panier')]));
  const marks = mapRounds(many, places).flatMap(r => r.stops.map(s => s.mark));
  expect(new Set(marks).size).toBe(80);
});
