import { does, startVerifying } from '../contenders/ours.mjs';
import { expressSession, fastifyGetex, httpGetex, oidcRedis } from '../contenders/others.mjs';
import { compare } from '../rig/turns.mjs';

export const title = 'Sliding verify, sessions in Redis (and PostgreSQL)';

const ours = {
  name: 'tokenwright',
  title: 'Tokenwright, POST /v1/tokens/introspect',
  does: `${does}; each check slides the end`,
  start: async ({ stores }) =>
    startVerifying(
      { DATABASE_URL: await stores.postgres(), REDIS_URL: await stores.redis() },
      { expiryType: 'SlidingTtl', ttl: 3600 },
      true,
    ),
};

/** 10,000 sliding tokens; each check is a use. */
export function run(context) {
  return compare(context, { contenders: [ours, httpGetex, fastifyGetex, expressSession, oidcRedis] });
}
