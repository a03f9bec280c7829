// Who calls and who answers: look-alikes, the assessment that one person reads, rules with their exceptions, search, settings.
import {expect, test} from 'vitest';
import {wide} from './lib/browsers';
import {addColleague, byKey, claire, finger, takeOrder} from './lib/desk';
import {atScreen} from './lib/drive';
import {openOffice} from './lib/office';

const office = openOffice(1);

type Id = {readonly id: string};
const home = (given: string, family: string, phone: string) =>
  office.tour.ask<Id>('POST', '/api/households', {
    people: [{given, family}],
    size: 1,
    phones: [phone],
    address: {street: '31 rue des Tanneurs', sector: 'Centre'},
  });

test('360 px, touch: a look-alike, accents and order of names aside, is kept apart with a reason', async () => {
  const {id: known} = await home('Hélène', 'Lefèvre', '02 61 91 60 01');
  const page = await office.open(finger);
  await page.goto('/desk/call');
  await page.getByLabel('Numéro de la personne').fill('02 61 91 60 99');
  await page.getByLabel('Nom', {exact: true}).fill('LEFEVRE Helene');
  const card = page.getByRole('article', {name: 'Hélène Lefèvre'});
  await card.getByText('même nom').waitFor();
  await card.getByRole('button', {name: 'C’est quelqu’un d’autre'}).tap();
  const why = card.getByLabel('Pourquoi ce n’est pas Hélène Lefèvre');
  await why.fill('Sa belle-fille');
  await card.getByRole('button', {name: 'C’est quelqu’un d’autre'}).tap();
  await card.waitFor({state: 'detached'});
  await page.getByRole('button', {name: 'Noter la demande'}).tap();
  await atScreen(page, 'LEFEVRE Helene');
  await page.getByText('Gardée à part de Hélène Lefèvre : Sa belle-fille').waitFor();

  const id = page.url().split('/').at(-1) ?? '';
  const request = await office.tour.ask<{household?: string; apart: unknown[]}>('GET', `/api/requests/${id}`);
  expect(request.household ?? '').toBe('');
  expect(request.apart).toMatchObject([{household: known, reason: 'Sa belle-fille'}]);
});

test('the social worker assesses and refers; the order agent sees what to do, never why', async () => {
  const helene = {login: 'helene', name: 'Hélène Vautier'};
  const yanis = {login: 'yanis', name: 'Yanis Mercier'};
  await addColleague(office.server.origin, 'socialWorker', helene);
  const agent = await addColleague(office.server.origin, 'orderAgent', yanis);
  const {id} = await office.tour.ask<Id>('POST', '/api/requests', {
    name: 'Mme Pasquier',
    phone: '02 61 91 60 02',
    needs: 'Des courses',
    spoken: true,
  });
  const secret = 'Vit seule depuis le décès de sa sœur.';

  const page = await office.open(wide, helene);
  await page.goto(`/desk/requests/${id}`);
  await atScreen(page, 'Mme Pasquier');
  await page.getByLabel('Évaluation', {exact: true}).fill(secret);
  for (const [kind, owner] of [
    ['Courses', 'Camille Lebrun'],
    ['Aide à domicile', 'ADMR'],
  ] as const) {
    await page.getByRole('button', {name: 'Ajouter une orientation'}).press('Enter');
    const group = page.getByRole('group', {name: 'Orienter vers'}).last();
    await group.getByLabel('Vers quoi').selectOption({label: kind});
    await group.getByLabel('Qui en répond').fill(owner);
  }
  await page.getByRole('button', {name: 'Enregistrer l’évaluation'}).press('Enter');
  const referrals = page.getByRole('region', {name: 'Orientations'});
  await referrals.getByText('Aide à domicile').waitFor();
  await referrals.getByText(/Camille Lebrun/).waitFor();

  // No answer that the agent gets holds a word of it.
  const answers = [
    await agent<object>('GET', `/api/requests/${id}`),
    await agent<object>('GET', '/api/requests?state=referred'),
  ];
  expect(JSON.stringify(answers)).toContain('Mme Pasquier');
  expect(JSON.stringify(answers)).not.toContain('sa sœur');
  await expect(agent('GET', `/api/requests/${id}/assessment`)).rejects.toThrow(/: 40[34] /);
  const other = await office.open(wide, yanis);
  await other.goto(`/desk/requests/${id}`);
  await other.getByRole('region', {name: 'Orientations'}).getByText('Aide à domicile').waitFor();
  expect(await other.content()).not.toContain('sa sœur');
  expect(await other.getByText('Évaluation sociale').count()).toBe(0);
  await other.context().close();
});

test('a second basket in a week needs a reason, and then goes on', async () => {
  const {household} = await takeOrder(office.tour, 'Quentin');
  const page = await office.open(wide);
  await page.goto(`/desk/households/${household}/order`);
  await page.getByText('Il y a déjà une commande cette semaine.').waitFor();
  await byKey(page.getByRole('button', {name: /primeur/}));
  await page.keyboard.type('3 citrons');
  await page.getByRole('button', {name: 'Enregistrer la commande'}).press('Enter');
  const why = page.getByLabel('Pourquoi une seconde commande ?');
  await why.and(page.locator('[aria-invalid=true]')).waitFor();
  expect(await page.getByLabel('Produits, un par ligne').inputValue()).toBe('3 citrons');
  await why.fill('Retour d’hospitalisation');
  await page.getByRole('button', {name: 'Enregistrer la commande'}).press('Enter');
  await atScreen(page, 'Commande enregistrée');
  type Orders = {orders: {exception?: string}[]};
  const {orders} = await office.tour.ask<Orders>('GET', `/api/orders?household=${household}`);
  expect(orders.map(o => o.exception ?? '').sort()).toEqual(['', 'Retour d’hospitalisation']);
});

test('one field finds everything, and a list’s address is the list', async () => {
  await home('Émilie', 'Rousseau', '02 61 91 64 12');
  const {slip, number} = await takeOrder(office.tour, 'Savary');
  const page = await office.open(wide);
  await page.goto('/desk/find');
  const field = page.getByLabel('Que cherchez-vous ?');
  for (const [text, group, found] of [
    ['rousseau emilie', 'Foyers', 'Émilie Rousseau'],
    ['0261916412', 'Foyers', 'Émilie Rousseau'],
    [number, 'Bons', `${number} – Savary`],
    ['maison 1', 'Commerces', 'Boutique 1'],
    ['nadia', 'Équipe', 'Nadia Benali'],
  ] as const) {
    await field.fill(text);
    await page.getByRole('list', {name: group}).getByRole('link', {name: found}).waitFor();
  }
  await field.fill(number);
  await page.getByRole('link', {name: `${number} – Savary`}).click();
  await page.waitForURL(`**/desk/slips/${slip}`);

  await page.goto('/desk/households');
  await page.getByLabel('Nom, téléphone ou rue').fill('rousseau');
  await page.getByLabel('Secteur').selectOption({label: 'Centre'});
  await page.getByText('1 foyer', {exact: true}).waitFor();
  await page.reload();
  await page.getByText('1 foyer', {exact: true}).waitFor();
  expect(await page.getByLabel('Nom, téléphone ou rue').inputValue()).toBe('rousseau');
  expect(await page.getByLabel('Secteur').inputValue()).toBe('Centre');
});

test('the service’s settings: what is wrong is said at its field, and what was typed stays', async () => {
  const page = await office.open(wide, claire);
  await page.goto('/desk/service');
  await atScreen(page, 'Le service');
  const save = page.getByRole('button', {name: 'Enregistrer les réglages'});
  const trades = page.getByLabel('Corps de métier');
  await page.getByLabel('Ville').fill('Saint-Aubin-sur-Vire');
  await trades.fill('primeur\nboucherie\nboucherie');
  await page.getByLabel('Montant le plus haut d’un chèque').fill('beaucoup');
  await save.press('Enter');
  await page.getByText('Écrivez un montant comme 12,50.').waitFor();
  await page.getByLabel('Montant le plus haut d’un chèque').fill('150');
  await save.press('Enter');
  await trades.and(page.locator('[aria-invalid=true]')).waitFor();
  await page.getByText('Un mot figure deux fois dans cette liste, ou est vide.').first().waitFor();
  expect(await trades.inputValue()).toBe('primeur\nboucherie\nboucherie');
  expect(await page.getByLabel('Ville').inputValue()).toBe('Saint-Aubin-sur-Vire');

  await trades.fill('primeur\nboucherie');
  await save.press('Enter');
  await page.getByText('Réglages enregistrés.').waitFor();
  const kept = await office.tour.ask<object>('GET', '/api/service');
  expect(kept).toMatchObject({
    town: 'Saint-Aubin-sur-Vire',
    trades: ['primeur', 'boucherie'],
    maxChequeCents: 15000,
    checklist: ['Masques', 'Gel', 'Gants'],
  });
});
