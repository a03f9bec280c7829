import {describe, expect, test} from 'vitest';
import type {ActId, DeviceId} from './act';
import {exchangeBody, readAnswer} from './exchange';
import {retryAfter, type Reply} from './net';
import type {Device, Stored} from './storage';

const device = {device: 'd1', secret: 's', epoch: 'e1', issued: 9} as unknown as Device;
const envelope = {device, app: '1.0.0', sentAt: '2026-04-03T10:00:00.000+02:00', have: {a: 3}};

function act(seq: number): Stored {
  const bytes = `{"id":"id-${seq}","seq":${seq},"data":{"text":"\\u00e9"}}`;
  const place = {device: 'd1' as DeviceId, id: `id-${seq}` as ActId, target: 's1', madeAt: 0};
  return {...place, seq, kind: 'note', size: bytes.length, bytes};
}

const acts = [act(1), act(2)];

function reply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    header: name => headers[name] ?? null,
    text: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

const receipt = (id: string, more: object = {}) => ({id, receipt: 'stored', outcome: 'applied', code: '', ...more});
const whole = {
  proto: 1,
  access: 'ok',
  receipts: [receipt('id-1'), receipt('id-2')],
  high: 2,
  holes: [],
  put: [],
  gone: [],
  serverTime: '',
  more: false,
  upgrade: false,
};

test('the body carries the stored bytes as they are', () => {
  expect(exchangeBody(envelope, acts)).toBe(
    '{"proto":1,"device":"d1","epoch":"e1","app":"1.0.0","sentAt":"2026-04-03T10:00:00.000+02:00","issued":9,' +
      '"acts":[{"id":"id-1","seq":1,"data":{"text":"\\u00e9"}},{"id":"id-2","seq":2,"data":{"text":"\\u00e9"}}],' +
      '"have":{"a":3}}',
  );
});

test('a whole answer is taken in', () => {
  const row = {type: 'slip', id: 's1', version: 4, doc: {any: 1}, later: 'ignored'};
  const answer = readAnswer(
    reply(200, {...whole, holes: [[4, 6]], put: [row], gone: ['s2'], more: true, upgrade: true, new: 1}),
    acts,
    5,
  );
  expect(answer).toEqual({
    kind: 'settled',
    upgrade: 'needed',
    settlement: {
      receipts: [
        {seq: 1, receipt: 'stored', outcome: 'applied', code: ''},
        {seq: 2, receipt: 'stored', outcome: 'applied', code: ''},
      ],
      parked: [],
      high: 2,
      holes: [[4, 6]],
      put: [{type: 'slip', id: 's1', version: 4, doc: {any: 1}}],
      gone: ['s2'],
      access: 'ok',
      more: 'more',
      now: 5,
    },
  });
});

describe('what removes nothing', () => {
  test.each<[string, Reply]>([
    ['a captive portal', reply(200, '<html>Bienvenue</html>')],
    ['an empty body', reply(200, '')],
    ['a truncated body', reply(200, JSON.stringify(whole).slice(0, -20))],
    ['JSON of somebody else', reply(200, {ok: true})],
    ['a list', reply(200, [whole])],
    ['null', reply(200, 'null')],
    ['another protocol', reply(200, {...whole, proto: 2})],
    ['no receipts', reply(200, {...whole, receipts: undefined})],
    ['receipts that are no list', reply(200, {...whole, receipts: {}})],
    ['a stale answer, for acts that were not sent', reply(200, {...whole, receipts: [receipt('id-9')]})],
    ['a receipt without id', reply(200, {...whole, receipts: [{receipt: 'stored'}]})],
    ['an index out of range', reply(200, {...whole, receipts: [receipt('', {index: 2})]})],
    ['an index in an answer to another batch', reply(200, {...whole, receipts: [receipt('', {index: 0})]})],
    ['an index that is not its place', reply(200, {...whole, receipts: [receipt('', {index: 1}), receipt('id-2')]})],
    ['a redirect', reply(302, '')],
    ['a proxy that says 502', reply(502, '<html>')],
    ["a 400 that is not our server's", reply(400, '<html>')],
    ["a 401 that is not our server's", reply(401, 'login please')],
    ['a 403', reply(403, {code: 'x'})],
  ])('%s', (_, given) => {
    expect(readAnswer(given, acts, 0)).toEqual({kind: 'unknown'});
  });
});

test.each([
  [401, {kind: 'signIn'}],
  [413, {kind: 'tooLarge', code: 'x.y'}],
  [400, {kind: 'refused', code: 'x.y'}],
  [415, {kind: 'refused', code: 'x.y'}],
  [422, {kind: 'refused', code: 'x.y'}],
])('our server says %i', (status, answer) => {
  expect(readAnswer(reply(status, {code: 'x.y'}), acts, 0)).toEqual(answer);
});

test('a proxy may find it too large, without a code', () => {
  expect(readAnswer(reply(413, '<html>nginx</html>'), acts, 0)).toEqual({kind: 'tooLarge', code: 'request.tooLarge'});
});

test('a word of a newer server is no receipt; an outcome that we do not know is none of ours', () => {
  const receipts = [receipt('id-1', {receipt: 'archived'}), receipt('id-2', {outcome: 'celebrated'})];
  expect(readAnswer(reply(200, {...whole, receipts}), acts, 0)).toMatchObject({
    settlement: {receipts: [{seq: 2, receipt: 'stored', outcome: 'unknown'}], parked: []},
  });
});

test('an act that the server cannot read is named by its place', () => {
  const receipts = [receipt('id-1'), receipt('', {index: 1, outcome: 'held', code: 'act.unreadable'})];
  expect(readAnswer(reply(200, {...whole, receipts}), acts, 0)).toMatchObject({
    settlement: {receipts: [{seq: 1}], parked: [{seq: 2, reason: 'unreadable', code: 'act.unreadable'}]},
  });
});

test.each([
  ['revoked', 'revoked'],
  ['expired', 'expired'],
  ['ok', 'ok'],
  ['suspended', 'expired'],
])('access %s counts as %s', (word, access) => {
  expect(readAnswer(reply(200, {...whole, access: word}), acts, 0)).toMatchObject({settlement: {access}});
});

test('rows and ranges of another form are left out', () => {
  const odd = {
    ...whole,
    put: [{id: 's1'}, 7, null],
    gone: [1, 's2'],
    holes: [[1], ['a', 2], [-1, 2], [3, 3]],
    high: 'x',
  };
  expect(readAnswer(reply(200, odd), acts, 0)).toMatchObject({
    settlement: {put: [], gone: ['s2'], holes: [[3, 3]], high: null},
  });
});

test.each([
  ['30', 30_000],
  ['0', 1_000],
  ['86400', 300_000],
  ['Fri, 03 Apr 2026 08:02:00 GMT', 120_000],
  ['Fri, 03 Apr 2026 07:00:00 GMT', 1_000],
  ['soon', 0],
  ['', 0],
])('Retry-After %s is %i ms', (text, ms) => {
  const now = Date.parse('2026-04-03T08:00:00Z');
  expect(retryAfter(reply(503, '', {'retry-after': text}), now)).toBe(ms);
});
