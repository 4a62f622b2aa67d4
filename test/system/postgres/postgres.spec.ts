import { coreContract } from '../../contract/core.contract.js';
import { newPostgres, type Store } from '../../support/stores.js';

const made: Store[] = [];

/** A new database for each who asks. */
async function environment(): Promise<Record<string, string>> {
  const store = await newPostgres();
  made.push(store);
  return store.environment;
}

afterAll(async () => {
  for (const store of made) await store.remove();
});

coreContract('the core on PostgreSQL without Redis', environment, { isCached: false });
