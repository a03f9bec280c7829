import {expect, test} from 'vitest';
import {readProblem} from './problem';

const reply = (status: number, headers: Record<string, string> = {}) => new Response(null, {status, headers});

test('a problem of the server keeps its code, words and field', () => {
  const body = {code: 'person.name', detail: 'Il faut un nom.', field: 'name'};
  expect(readProblem(body, reply(422))).toEqual({
    status: 422,
    code: 'person.name',
    detail: 'Il faut un nom.',
    fields: {name: 'Il faut un nom.'},
  });
});

test('a throttled answer says how long to wait', () => {
  const p = readProblem({code: 'access.throttled', detail: 'x'}, reply(429, {'Retry-After': '30'}));
  expect(p.wait).toBe(30);
});

test.each([undefined, null, '<html>', 7, {}, {code: 3}])('a page of a proxy (%j) becomes a code by status', body => {
  expect(readProblem(body, reply(502))).toEqual({status: 502, code: 'http.502', detail: ''});
});
