import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {matchCode, readCode} from './codes';

const secret = 'B74GCS3CLVFNWMJT3WHNBWJANM';
const mark = (code: string) => createHash('sha256').update(code).digest('hex').slice(0, 16);
const slip = (...codes: string[]) => ({sheet: {codes: codes.map(mark)}});

test('the forms of a code that people scan and type', () => {
  for (const typed of [
    `HTTPS://PORTAGE.EXAMPLE/S/${secret}`,
    `https://portage.example/s/${secret.toLowerCase()}`,
    secret,
  ]) {
    expect(readCode(typed)).toEqual({kind: 'code', code: secret, way: 'qr'});
  }
  for (const typed of ['E4XW-MFPK', 'e4xw mfpk', ' E4XWMFPK ']) {
    expect(readCode(typed)).toEqual({kind: 'code', code: 'E4XWMFPK', way: 'code'});
  }
});

test('a wrong sign, two swapped ones, and what is no code at all', () => {
  for (const typed of ['E4XW-MFPL', '4EXW-MFPK', 'E4XW-MFP1']) expect(readCode(typed)).toEqual({kind: 'mistyped'});
  for (const typed of ['', 'https://example.org/', '3760123456789']) expect(readCode(typed)).toEqual({kind: 'noCode'});
});

test('a code is this stop’s, another stop’s, or nobody’s on this phone', async () => {
  const here = slip(secret, 'E4XWMFPK');
  const other = slip('AAAAAAAAAAAAAAAAAAAAAAAAAA');
  const all = [other, here];
  expect(await matchCode(secret, [here], all)).toEqual({kind: 'here', work: here, way: 'qr'});
  expect(await matchCode('e4xw-mfpk', [here], all)).toEqual({kind: 'here', work: here, way: 'code'});
  expect(await matchCode('A'.repeat(26), [here], all)).toEqual({kind: 'elsewhere', work: other});
  expect(await matchCode('B'.repeat(26), [here], all)).toEqual({kind: 'unknown'});
});
