/** Our own service on each of its stores. */
import { addTokens, addUsers, introspections, mints, startProduct } from '../rig/product.mjs';

const users = 1000;
const minters = 100;
const tokens = 10_000;

export const does =
  'authenticates the caller by its key, checks its permission, validates the body, finds the token live, answers RFC 7662';
export const doesMint =
  'authenticates the caller by its key, checks its permission, validates, looks at the user, stores token and audit line in one transaction';

/** Asked about 10,000 tokens of this lifetime. */
export async function startVerifying(environment, lifetime, isCached, flags) {
  const service = await startProduct(environment, flags);
  const known = await addUsers(service, users);
  const made = await addTokens(service, known, tokens, lifetime);
  return { ...service, requests: introspections(known.key, made), isCached };
}

/** Asked to mint one token for each request. */
export async function startMinting(environment, flags) {
  const service = await startProduct(environment, flags);
  const { key, ids } = await addUsers(service, minters);
  return { ...service, requests: mints(key, ids), kept: keptIn(environment.DATABASE_URL) };
}

/** Asked to mint 1,000 tokens by one request. */
export async function startBulk(environment, flags) {
  const service = await startProduct(environment, flags);
  const { key, ids } = await addUsers(service, minters);
  const userIds = Array.from({ length: 1000 }, (_, index) => ids[index % ids.length]);
  const requests = {
    ...mints(key, []),
    entries: [
      {
        path: '/v1/ecosystems/default/tokens/bulk',
        body: JSON.stringify({ userIds, expiryType: 'FixedTtl', ttl: 3600 }),
      },
    ],
  };
  return { ...service, requests, kept: keptIn(environment.DATABASE_URL, 1000) };
}

/** Brings the schema to an empty store and makes the users for whom somebody else mints. */
export async function prepareStore(url) {
  const service = await startProduct({ DATABASE_URL: url });
  const { ids } = await addUsers(service, minters);
  await service.stop();
  return { DATABASE_URL: url, USER_IDS: JSON.stringify(ids) };
}

/** Each positive answer left so many of users' tokens in the store. */
export function keptIn(url, each = 1) {
  return { url, table: `tokens WHERE holder = 'user'`, each };
}
