// What the page shows, and what a tap does to it. One object, drawn anew after each change: a shop's phone may be old and
// the page must stay small.
import {bareCode, CODE_LENGTH} from '../code';
import {fromBrowser, keptChoice, type Lang} from '../i18n/choice';
import {merchant} from '../i18n/merchant';
import {keep} from '../ui/kept';
import {freshId} from '../uuid';
import {createQueue, type Kept} from './queue';
import {createShelf} from './shelf';
import {openBoard, sendAct, type Act, type Answer, type Board, type Slip} from './wire';

export type Form = 'none' | 'ready' | 'unavailable' | 'chequeReturned';

export const model = {
  lang: 'fr' as Lang,
  code: '',
  board: undefined as Board | undefined,
  /** When the board was seen, in ms, while it is only remembered; 0 when the server has just said it. */
  seen: 0,
  /** When this address was first asked for. */
  asked: 0,
  /** Of a shop's list: the slip that is open, "" for the list. */
  slip: '',
  form: 'none' as Form,
  loading: false,
  /** Why nothing could be opened, or opened anew. */
  trouble: '',
  /** What was refused. */
  notice: '',
  volatile: false,
};

const SLOW = 2000;
let paint = () => {};
/** How many taps the server has taken since the page opened. */
let taken = 0;
const storage = {
  getItem: (n: string) => localStorage.getItem(n),
  setItem: (n: string, v: string) => localStorage.setItem(n, v),
};
const queue = createQueue(storage);
const shelf = createShelf(storage);

export const words = () => merchant[model.lang];
export const waiting = (slip: string): Kept | undefined => queue.all().find(k => k.act.slip === slip);
export const anyWaiting = (): boolean => queue.all().length > 0;

/** Whether to say that the board is a remembered one. Not at once: on most networks the answer is there before one has read. */
export const isOld = (): boolean => model.seen > 0 && (model.trouble !== '' || Date.now() - model.asked >= SLOW);

/** Starts the page: draw is called after each change. */
export function begin(draw: () => void): void {
  paint = draw;
  const choice = keptChoice();
  model.lang = choice === 'auto' ? fromBrowser(navigator.languages ?? [navigator.language]) : choice;
  addEventListener('popstate', follow);
  addEventListener('online', again);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') again();
  });
  setInterval(again, 15_000);
  follow();
  flush();
}

/** After a time without network: sends what waits, and asks anew for what is only remembered. */
function again(): void {
  flush();
  if (model.seen && !model.loading) void load();
}

/** Shows what the address says. */
function follow(): void {
  const code = decodeURIComponent(location.pathname.replace(/^\/s\/?/i, ''));
  const slip = location.hash.slice(1);
  Object.assign(model, {slip, form: 'none', notice: ''});
  if (code !== model.code || !model.board) {
    const was = shelf.find(code, Date.now());
    Object.assign(model, {code, board: was?.board, seen: was?.at ?? 0, asked: Date.now(), trouble: ''});
    if (was) setTimeout(show, SLOW);
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
  model.loading = true;
  show();
  const answer = await openBoard(model.lang, code);
  if (code !== model.code) return; // another code was typed meanwhile
  if (before !== taken) return load(); // a kept tap was taken meanwhile: this may be from before it
  model.loading = false;
  if (answer.is === 'ok') {
    Object.assign(model, {board: answer.value, seen: 0, trouble: ''});
    shelf.put(code, answer.value, Date.now());
  } else {
    model.trouble = answer.text || words().noNetwork;
    if (answer.is === 'no') {
      model.board = undefined;
      shelf.drop(code);
    }
  }
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
  const id = freshId();
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
    if (model.seen && !model.loading) void load(); // the network is back
  } else if (answer.is === 'no') {
    model.notice = `${words().refused(k.number)} ${answer.text}`;
  }
  show();
}

function replace(slip: Slip): void {
  const {board} = model;
  if (!board) return;
  model.board = {...board, slips: board.slips.map(s => (s.id === slip.id ? slip : s))};
  shelf.put(model.code, model.board, model.seen || Date.now());
}
