// What the page shows, and what a tap does to it. One object, drawn anew after each change: a shop's phone may be old and
// the page must stay small.
import {bareCode, CODE_LENGTH} from '../code';
import {fromBrowser, keptChoice, type Lang} from '../i18n/choice';
import {merchant} from '../i18n/merchant';
import {keep} from '../ui/kept';
import {createQueue, newId, type Kept} from './queue';
import {openBoard, sendAct, type Act, type Answer, type Board, type Slip} from './wire';

export type Form = 'none' | 'ready' | 'unavailable' | 'chequeReturned';

export const model = {
  lang: 'fr' as Lang,
  code: '',
  board: undefined as Board | undefined,
  /** Of a shop's list: the slip that is open, "" for the list. */
  slip: '',
  form: 'none' as Form,
  loading: false,
  /** Why nothing could be opened. */
  trouble: '',
  /** What was refused. */
  notice: '',
  volatile: false,
};

let paint = () => {};
/** How many taps the server has taken since the page opened. */
let taken = 0;
const queue = createQueue({getItem: n => localStorage.getItem(n), setItem: (n, v) => localStorage.setItem(n, v)});

export const words = () => merchant[model.lang];
export const waiting = (slip: string): Kept | undefined => queue.all().find(k => k.act.slip === slip);
export const anyWaiting = (): boolean => queue.all().length > 0;

/** Starts the page: draw is called after each change. */
export function begin(draw: () => void): void {
  paint = draw;
  const choice = keptChoice();
  model.lang = choice === 'auto' ? fromBrowser(navigator.languages ?? [navigator.language]) : choice;
  addEventListener('popstate', follow);
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') flush();
  });
  setInterval(() => {
    if (anyWaiting()) flush();
  }, 15_000);
  follow();
  flush();
}

/** Shows what the address says. */
function follow(): void {
  const code = decodeURIComponent(location.pathname.replace(/^\/s\/?/i, ''));
  const slip = location.hash.slice(1);
  Object.assign(model, {slip, form: 'none', notice: ''});
  if (code !== model.code || !model.board) {
    Object.assign(model, {code, board: undefined, trouble: ''});
    if (code) return void load();
  }
  show();
}

function show(): void {
  document.documentElement.lang = model.lang;
  paint();
}

export async function load(): Promise<void> {
  const {code} = model;
  const before = taken;
  Object.assign(model, {loading: true, trouble: ''});
  show();
  const answer = await openBoard(model.lang, code);
  if (code !== model.code) return; // another code was typed meanwhile
  if (before !== taken) return load(); // a kept tap was taken meanwhile: this may be from before it
  model.loading = false;
  if (answer.is === 'ok') model.board = answer.value;
  else model.trouble = answer.text || words().noNetwork;
  show();
}

/** Opens a typed code; false when it cannot be one. */
export function openCode(typed: string): boolean {
  const bare = bareCode(typed);
  if (bare.length !== CODE_LENGTH) return false;
  go(`/s/${bare}`);
  return true;
}

/** To another address of this page, so that the phone's back button works. */
export function go(address: string): void {
  history.pushState(null, '', address);
  follow();
  scrollTo(0, 0);
}

export function setForm(form: Form): void {
  model.form = form;
  model.notice = '';
  show();
}

export function otherLang(): void {
  model.lang = model.lang === 'fr' ? 'en' : 'fr';
  keep('lang', model.lang);
  show();
}

/** Keeps a tap, then tries to send it. */
export function tap(slip: Slip, act: Omit<Act, 'id' | 'at' | 'slip'>): void {
  const now = Date.now();
  const id = newId(now, b => crypto.getRandomValues(b as Uint8Array<ArrayBuffer>));
  model.volatile = !queue.add({
    code: model.code,
    number: slip.number,
    act: {...act, id, slip: slip.id, at: new Date(now).toISOString()},
  });
  model.form = 'none';
  model.notice = '';
  show();
  flush();
}

/** Sends what waits. */
export function flush(): void {
  if (!anyWaiting()) return;
  void queue.drain(k => sendAct(model.lang, k.code, k.act), told).then(show);
}

function told(k: Kept, answer: Answer<Slip>): void {
  if (answer.is === 'ok') {
    taken++;
    replace(answer.value);
  } else if (answer.is === 'no') {
    model.notice = `${words().refused(k.number)} ${answer.text}`;
  }
  show();
}

function replace(slip: Slip): void {
  const {board} = model;
  if (board) model.board = {...board, slips: board.slips.map(s => (s.id === slip.id ? slip : s))};
}
