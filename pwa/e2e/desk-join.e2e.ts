// Two records of one household: compared, joined, taken back at once or later; and what the audit log keeps of it.
import {expect, test} from 'vitest';
import {violations} from './lib/axe';
import {undo} from './lib/board';
import {wide} from './lib/browsers';
import {byTouch, claire, hands} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';

const office = openOffice(1);

type Kept = {
  readonly id: string;
  readonly phones: readonly string[];
  readonly access?: string;
  readonly holds?: readonly string[];
};
const kept = (id: string) => office.tour.ask<Kept>('GET', `/api/households/${id}`);

test.each(hands)(
  '%s: two records are compared, joined, parted at once, joined and parted again',
  async (_, options, press) => {
    const [family, street, end] =
      press === byTouch ? ['Maréchal', '12 rue Haute', '1'] : ['Quesnel', '3 rue du Four', '2'];
    const add = (given: string, name: string, more: object) =>
      office.tour.ask<{id: string}>('POST', '/api/households', {
        people: [{given, family: name}],
        size: 1,
        address: {street, sector: 'Centre'},
        ...more,
      });
    const [own, mobile] = [`02 61 91 77 0${end}`, `06 12 34 56 7${end}`];
    const first = await add('Odette', family ?? '', {phones: [own]});
    const second = await add('odette', (family ?? '').toUpperCase(), {phones: [mobile], access: 'Digicode 14B7'});
    const page = await office.open(options);
    await page.goto('/desk/duplicates');
    await atScreen(page, 'Doublons possibles');
    await press(page.getByRole('link', {name: 'Comparer'}));
    await atScreen(page, 'Réunir deux fiches');
    // At the end of the page nothing lies half under the bar, which a person scrolls away.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect(await violations(page)).toEqual([]);
    expect(await page.getByRole('group', {name: 'Téléphones'}).getByLabel('Les deux').isChecked()).toBe(true);
    const join = async () => {
      await press(page.getByRole('button', {name: 'Réunir les deux fiches'}));
      await press(page.getByRole('dialog').getByRole('button', {name: 'Réunir les deux fiches'}));
      await page.getByText('Les deux fiches sont réunies.').waitFor();
      expect(await kept(first.id)).toMatchObject({phones: [own, mobile], access: 'Digicode 14B7', holds: [second.id]});
    };
    await join();
    await press(undo(page, 'Les deux fiches sont réunies.'));
    await page.getByText('Les fiches sont séparées.').waitFor();
    expect((await kept(first.id)).phones).toEqual([own]);

    await page.goto(`/desk/households/${first.id}/join/${second.id}`);
    await join();
    await page.goto(`/desk/households/${second.id}`);
    await page.getByText('Cette fiche est réunie avec une autre').waitFor();
    await press(page.getByRole('button', {name: 'Séparer de nouveau'}));
    await page.getByText('Les fiches sont séparées.').waitFor();
    expect(await kept(second.id)).toMatchObject({phones: [mobile], access: 'Digicode 14B7'});

    // Kept apart with a reason, so that the pair is not proposed again.
    await page.goto('/desk/duplicates');
    await press(page.getByRole('button', {name: 'Garder séparées'}));
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Motif').fill('Tante et nièce');
    await press(dialog.getByRole('button', {name: 'Garder séparées'}));
    await page.getByRole('heading', {name: 'Aucun doublon en vue'}).waitFor();

    const admin = await office.open(wide, claire);
    await admin.goto('/desk/audit');
    const lines = admin
      .getByRole('list', {name: 'Journal'})
      .getByRole('listitem')
      .filter({hasText: 'par Camille Lebrun'});
    await expect
      .poll(async () =>
        (await lines.allTextContents()).map(l => /Deux fiches réunies|Fiches séparées/.exec(l)?.[0]).slice(0, 4),
      )
      .toEqual(['Fiches séparées', 'Deux fiches réunies', 'Fiches séparées', 'Deux fiches réunies']);
  },
);
