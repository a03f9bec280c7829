// What a driver's hands do, in the words that stand on the screen.
import type {Page} from 'playwright-core';

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', {name}).click();
export const follow = (page: Page, name: string | RegExp) => page.getByRole('link', {name}).first().click();
export const atScreen = (page: Page, name: string | RegExp) => page.getByRole('heading', {level: 1, name}).waitFor();

export async function enrolPhone(page: Page, url: string): Promise<void> {
  // A fragment alone would not load the page again.
  await page.goto('about:blank');
  await page.goto(url);
  await atScreen(page, 'Relier ce téléphone');
  await page.getByLabel(/confidentialité/).check();
  await press(page, 'Relier ce téléphone');
  await atScreen(page, /^Bonjour/);
}

/** Without camera and code: the way round, with its reason. */
export async function passCheck(page: Page): Promise<void> {
  await page.getByText('Continuer sans code').click();
  await page.getByLabel('Je reconnais la commande').check();
  await press(page, 'Continuer');
}

export async function typeAmount(page: Page, digits: string): Promise<void> {
  for (const digit of digits) await page.getByRole('button', {name: digit, exact: true}).click();
}

/** Up to the last button of a pick-up, which is left to the caller. */
export async function pickUp(page: Page, shop: string, digits: string): Promise<void> {
  await follow(page, `Enlever chez ${shop}`);
  await follow(page, /^Enlever le bon/);
  await atScreen(page, /^La commande de/);
  await passCheck(page);
  await atScreen(page, /^Que prenez-vous/);
  await press(page, 'Continuer');
  await atScreen(page, 'Montant du ticket');
  await typeAmount(page, digits);
}

type Touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly [number, number][]) => Promise<unknown>;

/** Draws strokes on the pad: with a finger where the browser takes one, else with the mouse. */
export async function sign(page: Page, strokes: number, touch?: Touch): Promise<void> {
  const pad = page.locator('canvas');
  await pad.scrollIntoViewIfNeeded();
  for (let s = 0; s < strokes; s++) {
    const box = await pad.boundingBox();
    if (!box) throw new Error('there is no pad');
    const at = (i: number): [number, number] => [
      box.x + box.width * (0.1 + (0.8 * i) / 12),
      box.y + box.height * (0.2 + (0.6 * (s + 1)) / (strokes + 1) + 0.05 * Math.sin(i * 1.3)),
    ];
    if (touch) {
      await touch('touchStart', [at(0)]);
      for (let i = 1; i <= 12; i++) await touch('touchMove', [at(i)]);
      await touch('touchEnd', []);
    } else {
      await page.mouse.move(...at(0));
      await page.mouse.down();
      for (let i = 1; i <= 12; i++) await page.mouse.move(...at(i));
      await page.mouse.up();
    }
  }
  await page.getByRole('button', {name: 'Effacer et recommencer'}).waitFor();
}

/** Resolves the moment that the page has stored that many acts since it was loaded. */
export const stored = (page: Page, count: number) =>
  page.waitForFunction(
    n => {
      const marks = performance.getEntriesByName('act-stored') as PerformanceMark[];
      return marks.reduce((sum, mark) => sum + Number(mark.detail), 0) >= n;
    },
    count,
    {polling: 2},
  );

export const waiting = (page: Page, count: number) =>
  page
    .getByRole('status')
    .getByText(count === 1 ? '1 geste en attente d’envoi' : `${count} gestes en attente d’envoi`)
    .first()
    .waitFor();
