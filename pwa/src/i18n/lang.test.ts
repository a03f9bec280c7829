import {expect, test, vi} from 'vitest';

vi.stubGlobal('localStorage', {
  getItem: () => {
    throw new DOMException('blocked', 'SecurityError');
  },
  setItem: () => {
    throw new DOMException('blocked', 'SecurityError');
  },
});
vi.stubGlobal('navigator', {languages: ['de-AT', 'en-US', 'fr']});
const {chooseLang, fromBrowser, lang, say} = await import('./lang');

test.each([
  [['fr-CA'], 'fr'],
  [['EN-us', 'fr'], 'en'],
  [['de', 'es'], 'fr'],
  [[], 'fr'],
])('a browser that lists %j gets %s', (list, expected) => {
  expect(fromBrowser(list)).toBe(expected);
});

test('a choice wins over the browser, also where storage is blocked', () => {
  expect(lang.value).toBe('en');
  chooseLang('fr');
  expect(say({fr: 'oui', en: 'yes'})).toBe('oui');
  chooseLang('auto');
  expect(say({fr: 'oui', en: 'yes'})).toBe('yes');
});
