// A round is called off at the desk and restored: what the board says, and what its driver's phone then shows.
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {column, names, openBoard, pool, stop, undo} from './lib/board';
import {phone, watchedPage} from './lib/browsers';
import {addRound, byTouch, hands, takeOrder} from './lib/desk';
import {atScreen, enrolPhone} from './lib/drive';
import {openOffice} from './lib/office';

const office = openOffice(1);

/** A published round of two stops, open on its driver's phone. */
async function driving(name: string, families: readonly string[]): Promise<Page> {
  const {round, driver} = await addRound(office.tour, name);
  for (const family of families) {
    const {slip} = await takeOrder(office.tour, family);
    await office.tour.ask('POST', `/api/slips/${slip}/round`, {from: '', to: round});
  }
  const {version} = await office.tour.ask<{version: number}>('GET', `/api/rounds/${round}`);
  await office.tour.ask('POST', `/api/rounds/${round}/publish`, {version});
  const {url} = await office.tour.ask<{url: string}>('POST', '/api/enrolments', {person: driver});
  const {page} = await watchedPage(office.browser, {...phone, baseURL: office.server.origin, serviceWorkers: 'block'});
  await enrolPhone(page, url);
  await page
    .getByText(families[0] ?? '')
    .first()
    .waitFor();
  const state = async () => (await office.tour.ask<{progress: string}>('GET', `/api/rounds/${round}`)).progress;
  await expect.poll(state).toBe('opened');
  return page;
}

test.each(hands)(
  '%s: a round called off is told to its driver, and restored with its order',
  async (_, options, press) => {
    const driver = press === byTouch ? 'Solène Aubry' : 'Bastien Roy';
    const families = ['Thomas', 'Urbain'].map(f => `${f} ${driver}`);
    const handset = await driving(driver, families);
    const page = await office.open(options);
    await openBoard(page);
    const at = column(page, driver);
    await names(at).toEqual(families);

    await press(at.locator('summary'));
    await press(at.getByRole('button', {name: 'Annuler la tournée'}));
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${driver} reçoit une notification tout de suite`).waitFor();
    const yes = dialog.getByRole('button', {name: 'Annuler la tournée'});
    await press(yes);
    await dialog.getByText('Indiquez un motif.').first().waitFor();
    await dialog.getByLabel('Intempéries').check();
    expect(await violations(page)).toEqual([]);
    await press(yes);
    await at.getByText('Motif : Intempéries').waitFor();
    for (const family of families) await stop(pool(page), family).waitFor();

    await handset.reload();
    await handset.getByRole('heading', {name: 'Tournée annulée'}).waitFor();
    await handset.getByText('Motif : Intempéries').waitFor();
    expect(await handset.getByText(families[0] ?? '').count()).toBe(0);

    await press(undo(page, `La tournée de ${driver} est annulée.`));
    await page.getByText('La tournée est rétablie.').waitFor();
    await names(at).toEqual(families);
    await handset.reload();
    await handset
      .getByText(families[0] ?? '')
      .first()
      .waitFor();
    await handset.getByText(/La tournée annulée a lieu, finalement/).waitFor();
    await handset.getByRole('heading', {name: 'Tournée annulée'}).waitFor({state: 'detached'});
    await atScreen(handset, `Bonjour ${driver}`);
    await handset.context().close();
  },
);
