import {expect, test, vi} from 'vitest';

vi.stubGlobal('location', {pathname: '/desk'});
vi.stubGlobal('addEventListener', () => undefined);
const {match} = await import('./router');

test.each([
  ['/desk', '/desk', {}],
  ['/desk', '/desk/', {}],
  ['/', '/', {}],
  ['/desk/people/:id', '/desk/people/p%C3%A9', {id: 'pé'}],
  ['/desk/people/new', '/desk/people/new', {}],
])('%s takes %s', (pattern, at, params) => {
  expect(match(pattern, at)).toEqual(params);
});

test.each([
  ['/desk', '/'],
  ['/desk', '/deskx'],
  ['/desk/people/:id', '/desk/people'],
  ['/desk/people/:id', '/desk/people/1/2'],
  ['/desk/people/:id', '/desk/people/%E0%A4%A'],
])('%s leaves %s alone', (pattern, at) => {
  expect(match(pattern, at)).toBeNull();
});
