import {beforeEach, expect, test, vi} from 'vitest';

type Entry = {readonly at: string; readonly state: unknown};
let entries: Entry[];
let here: number;
let travelling: () => void;
let arrived: () => void;

/** A browser's history: a journey takes its time, as in a browser, and ends when the test says so. */
vi.stubGlobal('history', {
  get state() {
    return entries[here]?.state;
  },
  pushState(state: unknown, _: string, at = entries[here]?.at ?? '') {
    entries = [...entries.slice(0, ++here), {at, state}];
  },
  replaceState: (state: unknown, _: string, at: string) => (entries[here] = {at, state}),
  go(by: number) {
    travelling = () => {
      here += by;
      arrived();
    };
  },
});
vi.stubGlobal('location', {
  get pathname() {
    return entries[here]?.at;
  },
});
vi.stubGlobal('addEventListener', (_: string, f: () => void) => (arrived = f));
vi.stubGlobal('scrollTo', () => undefined);
const start = () => {
  entries = [{at: '/desk', state: null}];
  here = 0;
};
start();
const {go, match, path, pushStep, stepsBelow, unsaved} = await import('./router');
beforeEach(() => {
  start();
  arrived();
  unsaved.ask = null;
});

const visited = () => entries.map(({at}) => at);

test('a screen is replaced with all its steps: "back" finds none of them', () => {
  go('/stop');
  go('/visit');
  pushStep();
  pushStep();
  expect([visited(), stepsBelow()]).toEqual([['/desk', '/stop', '/visit', '/visit', '/visit'], 2]);
  go('/', {replace: true});
  expect(path.value).toBe('/'); // at once
  travelling();
  expect([here, visited()[here], path.value, stepsBelow()]).toEqual([2, '/', '/', 0]);
  go('/next');
  expect(visited()).toEqual(['/desk', '/stop', '/', '/next']);
});

test('what is pressed before the history is there comes after it, from there', () => {
  go('/visit');
  pushStep();
  go('/', {replace: true});
  go('/next');
  expect([path.value, visited()]).toEqual(['/', ['/desk', '/visit', '/visit']]);
  travelling();
  expect([path.value, visited()]).toEqual(['/next', ['/desk', '/', '/next']]);
});

test('a screen without steps is replaced by itself, and steps end where another screen begins', () => {
  go('/visit');
  pushStep();
  go('/outbox');
  expect(stepsBelow()).toBe(0);
  go('/settings', {replace: true});
  expect(visited()).toEqual(['/desk', '/visit', '/visit', '/settings']);
});

const press = (by: number) => {
  history.go(by);
  travelling();
};

test('“back” from typed work stays where it is until the person agrees', () => {
  go('/call');
  go('/order');
  let agreed = () => {};
  unsaved.ask = onward => {
    agreed = onward;
    return true;
  };
  press(-2); // two at once, as from the list of a long press
  travelling(); // and forth again
  expect([visited()[here], path.value]).toEqual(['/order', '/order']);
  unsaved.ask = () => false; // what was typed is given up
  agreed();
  travelling();
  expect([visited()[here], path.value]).toEqual(['/desk', '/desk']);
  press(1);
  expect(path.value).toBe('/call');
});

test('“forward” is held as well; where the screen leads by itself, nobody is asked', () => {
  go('/call');
  press(-1);
  const ask = vi.fn(() => true);
  unsaved.ask = ask;
  press(1);
  travelling();
  expect([visited()[here], path.value]).toEqual(['/desk', '/desk']);
  go('/request'); // saved
  expect([path.value, ask.mock.calls.length]).toEqual(['/request', 1]);
});

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
