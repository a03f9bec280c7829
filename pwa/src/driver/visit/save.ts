// Records what a visit made, and says so only when it is on the disk.
import type {Fact} from '@sync/client';
import {StoreError} from '@sync/storage';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {toast} from '../../ui/toast';
import {record} from '../phone';
import {draftsWritten} from './draft';

/**
 * Records facts in their order; the draft goes with the last one. Resolves with '' or with the words for what went
 * wrong: what was recorded before stands, and pressing again goes on after it.
 */
export async function save(facts: readonly Fact[], draft: string): Promise<string> {
  let photos = true;
  try {
    await draftsWritten();
    for (const [i, fact] of facts.entries()) {
      const done = await record(i === facts.length - 1 ? {...fact, draft} : fact);
      photos &&= done.photos !== 'refused';
    }
  } catch (e) {
    const words: Readonly<Record<string, string>> = say(driver).store;
    return words[e instanceof StoreError ? e.code : 'failed'] ?? say(driver).store.failed;
  }
  const t = say(visit);
  toast(photos ? t.saved : t.savedWithoutPhoto);
  return '';
}
