import {expect, test} from 'vitest';
import {de} from './elision';

test.each([
  ['Ida Muller', 'd’Ida Muller'],
  ['Élise', 'd’Élise'],
  ['E\u0301lise', 'd’E\u0301lise'],
  ['Œuvre des fruits', 'd’Œuvre des fruits'],
  ['aux Quatre Saisons', 'd’aux Quatre Saisons'],
  ['Paul', 'de Paul'],
  ['Yves', 'de Yves'],
  ['Hélène', 'de Hélène'],
  ['8 à huit', 'de 8 à huit'],
  ['', 'de '],
])('%s: %s', (name, words) => expect(de(name)).toBe(words));
