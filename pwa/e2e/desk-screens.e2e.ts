// Every screen of the desk, with something on it: axe, no sideways scroll, no error, no English word.
import {expect, test} from 'vitest';
import {common} from '../src/i18n/common';
import {deskAccess} from '../src/i18n/desk-access';
import {deskAlerts} from '../src/i18n/desk-alerts';
import {deskCode} from '../src/i18n/desk-code';
import {deskField} from '../src/i18n/desk-field';
import {deskIntake} from '../src/i18n/desk-intake';
import {deskJoin} from '../src/i18n/desk-join';
import {deskOrder} from '../src/i18n/desk-order';
import {deskPeople} from '../src/i18n/desk-people';
import {deskReport} from '../src/i18n/desk-report';
import {deskRounds} from '../src/i18n/desk-rounds';
import {deskService} from '../src/i18n/desk-service';
import {deskShops} from '../src/i18n/desk-shops';
import {deskTown} from '../src/i18n/desk-town';
import {violations} from './lib/axe';
import {phone, wide} from './lib/browsers';
import {openCourier, signature} from './lib/courier';
import {addColleague, openDesk, takeOrder} from './lib/desk';
import {openOffice} from './lib/office';
import {today} from './lib/tour';
import {englishOf, wordsOn} from './lib/words';

const every = {login: 'armelle', name: 'Armelle Quesnel'}; // all roles at once: no screen is closed to her

const ids: Record<string, string> = {};
const office = openOffice(2, async ({server, tour}) => {
  await addColleague(server.origin, ['admin', 'coordinator', 'orderAgent', 'socialWorker'], every);
  const [paid, missed] = tour.doors.map(d => d.slip);
  const courier = await openCourier(server.origin, await tour.ticket());
  await courier(paid ?? '', 'pickedUp', {bags: 1, check: 'qr'});
  await courier(paid ?? '', 'handedOver', {payment: 'cheque', amountCents: 1990, payee: 'Maison 1', mark: signature});
  await courier(paid ?? '', 'alert', {text: 'Le réfrigérateur est vide.'});
  await courier(missed ?? '', 'pickedUp', {bags: 1, check: 'qr'});
  await courier(missed ?? '', 'attemptFailed', {reason: 'noAnswer', goods: 'inVehicle'});
  const {household} = await takeOrder(tour, 'Vasseur');
  const {households} = await tour.ask<{households: {id: string}[]}>('GET', '/api/households');
  const {merchants} = await tour.ask<{merchants: {id: string}[]}>('GET', '/api/merchants');
  const call = {name: 'Mme Pasquier', phone: '02 61 91 60 02', needs: 'Des courses', spoken: true};
  const request = await tour.ask<{id: string}>('POST', '/api/requests', call);
  Object.assign(ids, {
    HOME: household,
    OTHER: households.find(h => h.id !== household)?.id,
    SLIP: paid,
    SHOP: merchants[0]?.id,
    REQUEST: request.id,
    DRIVER: tour.driver,
  });
});

/** Where to go, and what stands there once everything is read. */
const parts = {
  calls: [
    ['/desk', 'Bons du jour sans tournée'],
    ['/desk/call', 'Déjà connus'],
    ['/desk/requests?state=toAssess', 'Mme Pasquier'],
    ['/desk/requests/REQUEST', 'Évaluation sociale'],
    ['/desk/households', 'Vasseur'],
    ['/desk/households/new', 'Personne à prévenir'],
    ['/desk/households/HOME', 'Commandes'],
    ['/desk/households/HOME/edit', 'Personne à prévenir'],
    ['/desk/households/HOME/order', 'Chez quels commerces ?'],
    ['/desk/households/HOME/join', 'Vasseur'],
    ['/desk/households/HOME/join/OTHER', 'Vasseur'],
    ['/desk/duplicates', ''],
  ],
  field: [
    ['/desk/slips', 'Boutique 1'],
    ['/desk/slips/SLIP', 'Journal'],
    [`/desk/rounds?day=${today()}`, 'Boutique 2'],
    ['/desk/problems', 'Boutique 2'],
    ['/desk/alerts', 'Le réfrigérateur est vide.'],
    ['/desk/cheques', 'Maison 1'],
    ['/desk/merchants', 'Boutique 1'],
    ['/desk/merchants?show=coverage', 'Centre'],
    ['/desk/merchants/new', 'Chèques à l’ordre de'],
    ['/desk/merchants/SHOP', 'Chèques à l’ordre de'],
    ['/desk/find?text=num', 'Foyer Numéro1'],
    ['/desk/report', 'En un coup d’œil'],
    ['/desk/service', 'Corps de métier'],
    ['/desk/people', 'Nadia Benali'],
    ['/desk/people/DRIVER', 'Relier un téléphone'],
    ['/desk/devices', 'Nadia Benali'],
  ],
} as const;

const groups = [
  common,
  deskAccess,
  deskAlerts,
  deskCode,
  deskField,
  deskIntake,
  deskJoin,
  deskOrder,
  deskPeople,
  deskReport,
];
const english = englishOf([...groups, deskRounds, deskService, deskShops, deskTown]);

const looks = [
  ['light, phone', {...phone, colorScheme: 'light'}],
  ['dark, wide', {...wide, colorScheme: 'dark'}],
] as const;

test.each(
  looks.flatMap(([look, options]) => (['calls', 'field'] as const).map(part => [look, part, options] as const)),
)('%s, %s: nothing to say against the desk’s screens', async (look, part, options) => {
  const {page, errors} = await openDesk(office.browser, office.server.origin, options, every);
  const found: string[] = [];
  for (const [path, shown] of parts[part]) {
    await page.goto(path.replace(/[A-Z]{4,}/g, word => ids[word] ?? word));
    await page.getByRole('heading', {level: 1}).waitFor();
    if (shown) await page.getByText(shown).first().waitFor({state: 'attached'});
    await page.evaluate(() => document.fonts.ready);
    const shots = process.env['PORTAGE_SHOTS'];
    const name = `${look} ${path}`.replaceAll(/\W+/g, '-');
    if (shots) await page.screenshot({path: `${shots}/${name}.png`, fullPage: true});
    found.push(...(await violations(page)).map(v => `${path} ${v}`));
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if ((content ?? 0) > (window ?? 0)) found.push(`${path} is ${content} wide in ${window}`);
    found.push(...(await wordsOn(page)).filter(w => english.has(w)).map(w => `${path}: ${w}`));
    found.push(...errors.splice(0).map(e => `${path} ${e}`));
  }
  expect(found).toEqual([]);
  await page.context().close();
});

test.each([
  ['light, French', {...phone, colorScheme: 'light'}],
  ['dark, English', {...phone, colorScheme: 'dark'}],
] as const)('%s, 360 px, doubled text: what is planned, counted and asked for fits', async (look, options) => {
  const page = await office.open(options, every);
  await page.evaluate(
    to => {
      localStorage.setItem('portage.text', 'largest');
      localStorage.setItem('portage.lang', to);
    },
    look.endsWith('English') ? 'en' : 'fr',
  );
  const found: string[] = [];
  for (const [path, shown] of [
    [`/desk/rounds?day=${today()}`, '.stop'],
    ['/desk/report', '.glance dd'],
    [`/desk/requests/${ids['REQUEST']}`, 'textarea'],
  ] as const) {
    await page.goto(path);
    await page.locator(shown).first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    const [content = 0, window = 0] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if (content > window) found.push(`${path} is ${content} wide in ${window}`);
  }
  expect(found).toEqual([]);
});
