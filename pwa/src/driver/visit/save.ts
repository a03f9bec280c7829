// Records what a visit made, and says so only when it is on the disk.

import type {Fact} from '@sync/client';
import {StoreError} from '@sync/storage';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {toast} from '../../ui/toast';
import {stopPath} from '../part';
import {record, tour} from '../phone';
import {draftsWritten} from './draft';

/** Records the facts of one tap, all or none; the draft goes with them. Resolves with '' or the words for what went wrong. */
export async function save(facts: readonly Fact[], draft: string): Promise<string> {
  const t = say(visit);
  try {
    await draftsWritten();
    const {photos} = await record(...facts.map((fact, i) => (i === facts.length - 1 ? {...fact, draft} : fact)));
    toast(photos === 'refused' ? t.savedWithoutPhoto : t.saved, undefined, wayBack(facts));
    return '';
  } catch (e) {
    const words: Readonly<Record<string, string>> = say(driver).store;
    return words[e instanceof StoreError ? e.code : 'failed'] ?? say(driver).store.failed;
  }
}

/** What a driver may have tapped by mistake is corrected from its slip: the way there stands beside the words. */
const MISTAKEN = new Set<Fact['kind']>(['pickedUp', 'handedOver', 'attemptFailed', 'unavailable', 'goodsReturned']);

function wayBack(facts: readonly Fact[]): {readonly href: string; readonly label: string} | undefined {
  const fact = facts.find(({kind}) => MISTAKEN.has(kind));
  const work = fact && tour.value.all.find(({id}) => id === ('slip' in fact.target ? fact.target.slip : ''));
  if (!work) return undefined;
  const several = new Set(facts.map(({target}) => ('slip' in target ? target.slip : ''))).size > 1;
  const stop = tour.value.stops.find(({kind, works}) => kind === 'home' && works.includes(work));
  return {href: several && stop ? stopPath(stop) : `/slip/${work.id}`, label: say(visit).slip.correct};
}
