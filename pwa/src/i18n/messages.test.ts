// tsc finds a key that one language lacks; this finds one that was not translated, and bad typography.
import {expect, test} from 'vitest';
import {auditWords} from './audit';
import {common} from './common';
import {deskAccess} from './desk-access';
import {deskField} from './desk-field';
import {deskCode} from './desk-code';
import {deskIntake} from './desk-intake';
import {deskJoin} from './desk-join';
import {deskLots} from './desk-lots';
import {deskMap} from './desk-map';
import {deskOrder} from './desk-order';
import {deskPeople} from './desk-people';
import {deskReport} from './desk-report';
import {deskRounds} from './desk-rounds';
import {deskService} from './desk-service';
import {deskShops} from './desk-shops';
import {deskTown} from './desk-town';
import {driver} from './driver';
import {merchant} from './merchant';
import {office} from './office';
import {push} from './push';
import {visit} from './visit';

const groups = {
  auditWords,
  common,
  deskAccess,
  deskCode,
  deskField,
  deskIntake,
  deskJoin,
  deskLots,
  deskMap,
  deskOrder,
  deskPeople,
  deskReport,
  deskRounds,
  deskService,
  deskShops,
  deskTown,
  driver,
  merchant,
  office,
  push,
  visit,
};

/** Every text with its place, functions called with one example of each kind. */
function* texts(at: string, node: unknown): Generator<[string, string]> {
  if (typeof node === 'string') yield [at, node];
  else if (typeof node === 'function') yield [at, String(node(3, 'X'))];
  else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) yield* texts(`${at}.${key}`, value);
  }
}

/** Words that are the same in both languages. */
const same = new Set([
  'Français',
  'English',
  'CCAS',
  'Association',
  'Portage',
  'Menu',
  'Code',
  'QR code',
  'Version 3',
  'Journal',
  'Correction',
  'Notifications',
]);

for (const [name, {fr, en}] of Object.entries(groups)) {
  const french = new Map(texts(name, fr));
  const english = new Map(texts(name, en));

  test(`${name}: every text is in both languages`, () => {
    expect([...english.keys()]).toEqual([...french.keys()]);
    const copied = [...french].filter(([at, words]) => english.get(at) === words && !same.has(words));
    expect(copied).toEqual([]);
  });

  test(`${name}: no English word stands in a French text`, () => {
    const english =
      /(?<!\p{L})(the|and|of|with|your|this|not|is|for|from|slip|shop|round|household|driver|order|lot of|click|email)(?!\p{L})/iu;
    expect([...french].filter(([, words]) => english.test(words))).toEqual([]);
  });

  test(`${name}: French punctuation has its no-break spaces and curly apostrophes`, () => {
    const wrong = [...french].filter(([, words]) => / [?!:;»]|« |'|[a-z]\?/.test(words));
    expect(wrong).toEqual([]);
  });
}
