import {expect, test} from 'vitest';
import {cell, csv, fileName} from './csv';

test.each(['=1+1', '+33612', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1+1', '\u00a0-1', '＝1+1'])(
  '%j is never a formula',
  text => {
    expect(cell(text).replace(/^"/, '')).toMatch(/^'/);
  },
);

test.each([
  ['Le Gall; Anne', '"Le Gall; Anne"'],
  ['dit "Lulu"', '"dit ""Lulu"""'],
  ['a\nb', '"a\nb"'],
  ['pommes,=1+1', '"pommes,=1+1"'],
  [' espace', '" espace"'],
  ['simple', 'simple'],
])('%j is one cell', (text, want) => {
  expect(cell(text)).toBe(want);
});

test('a number keeps its sign, nothing is an empty cell', () => {
  expect(csv([['Total', -3, undefined]])).toBe('\ufeffTotal;-3;\r\n');
});

test.each([
  ['Bons de livraison À envoyer', 'bons-de-livraison-a-envoyer'],
  ['L’équipe', 'l-equipe'],
])('%j names a file', (words, want) => {
  expect(fileName(words)).toBe(want);
});
