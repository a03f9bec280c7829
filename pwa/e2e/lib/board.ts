// The board of rounds: where things stand on it, and what a hand finds there.
import type {Locator, Page} from 'playwright-core';
import {expect} from 'vitest';
import {atScreen} from './drive';
import {today} from './tour';

export async function openBoard(page: Page, day = today()): Promise<void> {
  await page.goto(`/desk/rounds?day=${day}`);
  await atScreen(page, 'Tournées');
}

/** A driver's round, or the slips of the day without one. */
export const column = (page: Page, name: string): Locator => page.getByRole('region', {name});
export const pool = (page: Page): Locator => column(page, 'Sans tournée');
export const stop = (at: Locator, name: string): Locator => at.getByRole('listitem').filter({hasText: name});
/** Resolves once the slip is in that round for the server too: what is on its way can be neither dragged nor pressed. */
export const settled = (round: Locator, name: string): Promise<void> =>
  stop(round, name)
    .getByRole('group', {name: /^Actions pour le bon/})
    .waitFor();
/** Who stands in a round, in order. */
export const names = (at: Locator) => expect.poll(() => at.getByRole('listitem').locator('.name').allTextContents());
/** A button of one stop, named by its slip's number. */
export const step = (page: Page, number: string, name: string): Locator =>
  page.getByRole('group', {name: `Actions pour le bon ${number}`}).getByRole('button', {name});
/** The way back that is offered beside the word of what was done. */
export const undo = (page: Page, said: string): Locator =>
  page.locator('.toast').filter({hasText: said}).getByRole('button', {name: 'Annuler'});

/** What drags: each call is what the browser itself would get from the device. */
export type Hand = {
  down(x: number, y: number): Promise<void>;
  move(x: number, y: number): Promise<void>;
  up(): Promise<void>;
  /** The device takes it back, as a call coming in does. */
  cancel(): Promise<void>;
};

export const mouseOf = ({mouse, keyboard}: Page): Hand => ({
  down: async (x, y) => {
    await mouse.move(x, y);
    await mouse.down();
  },
  move: (x, y) => mouse.move(x, y, {steps: 4}),
  up: () => mouse.up(),
  cancel: async () => {
    await keyboard.press('Escape');
    await mouse.up();
  },
});

export async function fingerOf(page: Page): Promise<Hand> {
  const device = await page.context().newCDPSession(page);
  const touch = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel',
    ...touchPoints: {x: number; y: number}[]
  ) => void (await device.send('Input.dispatchTouchEvent', {type, touchPoints}));
  return {
    down: (x, y) => touch('touchStart', {x, y}),
    move: (x, y) => touch('touchMove', {x, y}),
    up: () => touch('touchEnd'),
    cancel: () => touch('touchCancel'),
  };
}

/**
 * Takes a stop by its grip and holds it over the target's upper or lower part until the board says where it
 * would land. A target out of sight is waited for at the window's edge, where the board comes along.
 */
export async function hold(hand: Hand, what: Locator, target: Locator, part: 'upper' | 'lower', says: string) {
  const page = what.page();
  const grip = what.locator('.grip');
  // In the middle of the window no bar and no message lies over it.
  const free = () =>
    grip.evaluate(el => {
      el.scrollIntoView({block: 'center', inline: 'nearest'});
      const {x, y, width, height} = el.getBoundingClientRect();
      return el.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
  await expect.poll(free).toBe(true);
  const from = await boxOf(grip);
  await hand.down(from.x + from.width / 2, from.y + from.height / 2);
  const [lowest, rightmost] = await page.evaluate(() => [
    (document.querySelector('.bar')?.getBoundingClientRect().top || innerHeight) - 8,
    innerWidth - 8,
  ]);
  const aim = async () => {
    const to = await boxOf(target);
    const y = to.y + to.height * (part === 'upper' ? 0.25 : 0.75);
    await hand.move(Math.min(to.x + to.width / 2, rightmost ?? 0), Math.max(8, Math.min(y, lowest ?? 0)));
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    const said = (await page.locator('.in-hand').allTextContents()).join();
    const then = await boxOf(target);
    return then.x === to.x && then.y === to.y ? said : 'the board still comes along';
  };
  await expect.poll(aim).toContain(says);
}

export async function drag(hand: Hand, what: Locator, target: Locator, part: 'upper' | 'lower', says: string) {
  await hold(hand, what, target, part, says);
  await hand.up();
}

async function boxOf(at: Locator) {
  const box = await at.boundingBox();
  if (!box) throw new Error('nothing to take or to aim at');
  return box;
}
