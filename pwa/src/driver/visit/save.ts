// Records what a visit made, and says so only when it is on the disk.
import type {Fact} from '@sync/client';
import {StoreError} from '@sync/storage';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {toast} from '../../ui/toast';
import {record} from '../phone';
import {draftsWritten} from './draft';

/** Records the facts of one tap, all or none; the draft goes with them. Resolves with '' or the words for what went wrong. */
export async function save(facts: readonly Fact[], draft: string): Promise<string> {
  const t = say(visit);
  try {
    await draftsWritten();
    const {photos} = await record(...facts.map((fact, i) => (i === facts.length - 1 ? {...fact, draft} : fact)));
    toast(photos === 'refused' ? t.savedWithoutPhoto : t.saved);
    return '';
  } catch (e) {
    const words: Readonly<Record<string, string>> = say(driver).store;
    return words[e instanceof StoreError ? e.code : 'failed'] ?? say(driver).store.failed;
  }
}
