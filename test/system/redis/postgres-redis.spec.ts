import { coreContract } from '../../contract/core.contract.js';
import { newPostgresAndRedis, type Store } from '../../support/stores.js';

const made: Store[] = [];

/** A new database and a new key prefix for each who asks. */
async function environment(): Promise<Record<string, string>> {
  const store = await newPostgresAndRedis();
  made.push(store);
  return store.environment;
}

afterAll(async () => {
  for (const store of made) await store.remove();
});

coreContract('the core on PostgreSQL with Redis', environment);
