// The connection: opened when first needed, opened again when the browser
// drops it, given up when another tab wants to upgrade.

import {openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames} from 'idb';
import {StoreError} from '@sync/storage';
import {toStoreError} from './fault';
import {STORES, upgrade, VERSION, type Schema} from './schema';

type Names = StoreNames<Schema>[];
export type ReadTx = IDBPTransaction<Schema, Names, 'readonly'>;
export type WriteTx = IDBPTransaction<Schema, Names, 'readwrite'>;

export type Database = {
  read<T>(use: (tx: ReadTx) => Promise<T>): Promise<T>;
  /** Resolves once use's work is on disk; rejects with a StoreError when nothing of it is. */
  write<T>(use: (tx: WriteTx) => Promise<T>): Promise<T>;
  close(): void;
};

export function database(name: string): Database {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;

  function connect(): Promise<IDBPDatabase<Schema>> {
    const mine = (opening ??= open(name, drop));
    mine.catch(drop);
    return mine;

    function drop(): void {
      if (opening === mine) opening = undefined;
    }
  }

  async function run<M extends 'readonly' | 'readwrite', T>(
    mode: M,
    use: (tx: IDBPTransaction<Schema, Names, M>) => Promise<T>,
  ): Promise<T> {
    try {
      return await inTransaction(await connect(), mode, use);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'closed') throw error;
      // The browser dropped the connection and with it the transaction: nothing was written.
      opening = undefined;
      return inTransaction(await connect(), mode, use);
    }
  }

  return {
    read: use => run('readonly', use),
    write: use => run('readwrite', use),
    close() {
      void opening?.then(db => db.close(), () => {});
      opening = undefined;
    },
  };
}

async function open(name: string, drop: () => void): Promise<IDBPDatabase<Schema>> {
  try {
    return await connectTo(name, VERSION, drop);
  } catch (error) {
    if (Object(error).name !== 'VersionError') throw atOpening(error);
  }
  // A newer app has been here. Versions only add, so its stores include ours.
  const db = await connectTo(name, undefined, drop).catch(error => Promise.reject(atOpening(error)));
  if (STORES.every(store => db.objectStoreNames.contains(store))) return db;
  db.close();
  throw new StoreError('unreadable', 'the database has a form that this app does not know');
}

function connectTo(name: string, version: number | undefined, drop: () => void): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    let late = false;
    const opened = openDB<Schema>(name, version, {
      upgrade,
      blocked() {
        late = true;
        reject(new StoreError('blocked'));
      },
      blocking(_current, _wanted, event) {
        // Another tab upgrades: what runs here still completes, then it may.
        drop();
        (event.target as IDBDatabase).close();
      },
      terminated: drop,
    });
    opened.then(db => (late ? db.close() : resolve(db)), reject);
  });
}

/** A database that is there and does not open is kept as it is: never deleted, never taken for empty. */
function atOpening(error: unknown): StoreError {
  const known = toStoreError(error);
  return known.code === 'failed' ? new StoreError('unreadable', error) : known;
}

async function inTransaction<M extends 'readonly' | 'readwrite', T>(
  db: IDBPDatabase<Schema>,
  mode: M,
  use: (tx: IDBPTransaction<Schema, Names, M>) => Promise<T>,
): Promise<T> {
  let tx: IDBPTransaction<Schema, Names, M> | undefined;
  try {
    // strict: an act that was shown as saved must survive a flat battery.
    tx = db.transaction([...STORES] as Names, mode, {durability: 'strict'});
    const {done} = tx;
    done.catch(() => {}); // use may throw before anybody listens; the abort's reason is read below
    const [result] = await Promise.all([use(tx), done]);
    return result;
  } catch (error) {
    const cause = tx?.error ?? error; // the abort's own reason: a full disk may abort without an error event
    try {
      tx?.abort();
    } catch {
      // It has ended already.
    }
    throw toStoreError(cause);
  }
}
