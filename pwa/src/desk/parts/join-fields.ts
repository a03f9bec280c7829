// What two records of one household say, and the record that comes of choosing between them. Pure.
import type {HouseholdForm} from '../../api/town';
import type {deskJoin} from '../../i18n/desk-join';
import {phoneText} from '../../i18n/format';
import {addressOf} from './address';
import {hours, weekdayName} from './days';

export type JoinField = keyof typeof deskJoin.fr.fields;
export type Side = 'a' | 'b' | 'both';

/** Lists, of which both sides can be kept. */
const lists: readonly JoinField[] = ['people', 'phones', 'windows', 'linked'];

/** A field as one line of text, '' when nothing is known. Two records that read the same are the same. */
export function textOfField(h: HouseholdForm, field: JoinField, words: {yes: string; no: string}): string {
  switch (field) {
    case 'people':
      return h.people
        .map(p => [`${p.given ?? ''} ${p.family}`.trim(), p.ageBand].filter(Boolean).join(', '))
        .join(' · ');
    case 'size':
      return String(h.size);
    case 'address':
      return addressOf(h.address);
    case 'windows':
      return (h.windows ?? []).map(w => `${weekdayName(w.weekday)} ${hours(w.from, w.to)}`).join(', ');
    case 'emergency':
      return [h.emergency?.name, h.emergency?.link, h.emergency?.phone && phoneText(h.emergency.phone)]
        .filter(Boolean)
        .join(', ');
    case 'phones':
      return (h.phones ?? []).map(phoneText).join(', ');
    case 'linked':
      return (h[field] ?? []).join(', ');
    case 'newToService':
    case 'isolated':
      return h[field] ? words.yes : words.no;
    default:
      return h[field] ?? '';
  }
}

/** What there is to choose for a field: nothing when both read the same, "both" where a list has something on each side. */
export function sides(a: string, b: string, field: JoinField): readonly Side[] {
  if (a === b) return [];
  return lists.includes(field) && a && b ? ['a', 'b', 'both'] : ['a', 'b'];
}

/** The proposal: what stays says more, unless it says nothing; every number and every linked service is kept. */
export function proposed(a: string, b: string, field: JoinField): Side {
  if (sides(a, b, field).includes('both') && (field === 'phones' || field === 'linked')) return 'both';
  if (field === 'newToService' || field === 'isolated') return 'a';
  return a || !b ? 'a' : 'b';
}

const key = (x: unknown) => (typeof x === 'string' ? x.replace(/\W/g, '') : JSON.stringify(x)).toLowerCase();
/** a's own first: the first person is named on the slips. */
const union = <T>(a: readonly T[] = [], b: readonly T[] = []): T[] => {
  const there = new Set(a.map(key));
  return [...a, ...b.filter(x => !there.has(key(x)))];
};

/** The joined record; as many live there as are named. */
export function composed(
  a: HouseholdForm,
  b: HouseholdForm,
  chosen: Readonly<Partial<Record<JoinField, Side>>>,
): HouseholdForm {
  const from = (field: JoinField) => (chosen[field] === 'b' ? b : a);
  const list = <T>(field: JoinField, of: (h: HouseholdForm) => readonly T[] | undefined): T[] =>
    chosen[field] === 'both' ? union(of(a), of(b)) : [...(of(from(field)) ?? [])];
  const people = list('people', h => h.people);
  return {
    people,
    size: Math.max(from('size').size, people.length),
    phones: list('phones', h => h.phones).slice(0, 6),
    mail: from('mail').mail ?? '',
    emergency: from('emergency').emergency ?? {},
    address: from('address').address,
    windows: list('windows', h => h.windows),
    access: from('access').access ?? '',
    diet: from('diet').diet ?? '',
    needs: from('needs').needs ?? '',
    newToService: from('newToService').newToService ?? false,
    isolated: from('isolated').isolated ?? false,
    linked: list('linked', h => h.linked),
  };
}
