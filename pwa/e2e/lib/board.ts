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
