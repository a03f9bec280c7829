import {expect, test} from 'vitest';
import {linesOf} from './lines';

const of = [
  {id: '1', text: 'Pommes', quantity: '2 kg'},
  {id: 'gift-bread', text: 'Une baguette', gift: true},
];

test('a line left as it was stays that line, another is new, an empty one is none', () => {
  expect(linesOf('2 kg Pommes\n\n Poires \nUne baguette', of)).toEqual([
    {id: '1', text: 'Pommes', quantity: '2 kg'},
    {text: 'Poires'},
    {id: 'gift-bread', text: 'Une baguette'},
  ]);
});
