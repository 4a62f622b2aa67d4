import { does, startVerifying } from '../contenders/ours.mjs';
import { betterAuthVerify, fastifySelect, oauth2Postgres } from '../contenders/others.mjs';
import { compare } from '../rig/turns.mjs';

export const title = 'Verify without a cache (PostgreSQL)';

const ours = {
  name: 'tokenwright',
  title: 'Tokenwright, POST /v1/tokens/introspect',
  does: `${does}; nothing is cached: the caller's key is read from the database too`,
  start: async ({ stores }) =>
    startVerifying({ DATABASE_URL: await stores.postgres() }, { expiryType: 'FixedTtl', ttl: 86_400 }),
};

/** 10,000 tokens, and the database is asked about each. */
export function run(context) {
  return compare(context, { contenders: [ours, fastifySelect, oauth2Postgres, betterAuthVerify] });
}
