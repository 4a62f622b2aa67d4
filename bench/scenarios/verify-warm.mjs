import { does, startVerifying } from '../contenders/ours.mjs';
import * as others from '../contenders/others.mjs';
import { compare } from '../rig/turns.mjs';

export const title = 'Verify, sessions in the process (SQLite)';

const ours = {
  name: 'tokenwright',
  title: 'Tokenwright, POST /v1/tokens/introspect',
  does,
  start: ({ stores }) =>
    startVerifying({ DATABASE_URL: stores.sqlite() }, { expiryType: 'FixedTtl', ttl: 86_400 }, true),
};

/** 10,000 users' tokens that were verified before, asked about by a back end. */
export function run(context) {
  const { httpConstant, fastifyMap, nestConstant, nestMap } = others;
  const { oauth2Map, oauth2Postgres, oidcMap, expressSession, betterAuthVerify } = others;
  const floors = [httpConstant, fastifyMap, nestConstant, nestMap];
  const peers = [oauth2Map, oauth2Postgres, oidcMap, expressSession, betterAuthVerify];
  return compare(context, { contenders: [ours, ...floors, ...peers] });
}
