import {expect, test} from 'vitest';
import type {HouseholdForm} from '../../api/town';
import {composed, proposed, sides, textOfField} from './join-fields';

const words = {yes: 'Oui', no: 'Non'};
const a: HouseholdForm = {
  people: [{given: 'Odette', family: 'Maréchal', ageBand: '80+'}],
  size: 1,
  phones: ['02 31 00 00 01'],
  address: {street: '12 rue Haute', sector: 'Centre'},
  linked: ['CLIC'],
};
const b: HouseholdForm = {
  people: [
    {given: 'odette', family: 'MARECHAL'},
    {given: 'Paul', family: 'Maréchal'},
  ],
  size: 2,
  phones: ['0231000001', '06 00 00 00 02'],
  address: {street: '12 rue Haute', sector: 'Centre'},
  access: 'code 14B7',
  diet: 'sans sel',
};

test('only what differs is asked, and both sides of a list can be kept', () => {
  expect(sides('12 rue Haute', '12 rue Haute', 'address')).toEqual([]);
  expect(sides('x', 'y', 'access')).toEqual(['a', 'b']);
  expect(sides('x', 'y', 'phones')).toEqual(['a', 'b', 'both']);
  expect(sides('', 'y', 'phones')).toEqual(['a', 'b']);
});

test('what is known is proposed before what is not, and every number stays', () => {
  expect(proposed('', 'code 14B7', 'access')).toBe('b');
  expect(proposed('code 1', 'code 2', 'access')).toBe('a');
  expect(proposed('1', '2', 'phones')).toBe('both');
  expect(proposed('Odette', 'odette', 'people')).toBe('a');
});

test('the joined record says what was chosen, once', () => {
  const next = composed(a, b, {phones: 'both', access: 'b', diet: 'b', people: 'both', linked: 'a'});
  expect(next.phones).toEqual(['02 31 00 00 01', '06 00 00 00 02']);
  expect(next.access).toBe('code 14B7');
  expect(next.diet).toBe('sans sel');
  expect(next.linked).toEqual(['CLIC']);
  expect(next.people.map(p => `${p.given} ${p.family}`)).toEqual([
    'Odette Maréchal',
    'odette MARECHAL',
    'Paul Maréchal',
  ]);
  expect(next.size).toBe(3);
});

test('a record that stays as it is loses nothing', () => {
  const next = composed(a, b, {});
  expect(next).toMatchObject({...a, access: '', diet: ''});
  expect(textOfField(next, 'people', words)).toBe('Odette Maréchal, 80+');
  expect(textOfField(next, 'isolated', words)).toBe('Non');
});
