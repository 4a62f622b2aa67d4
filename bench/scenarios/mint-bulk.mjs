import { startBulk } from '../contenders/ours.mjs';
import { databaseBulk, databaseBulkTokens } from '../contenders/others.mjs';
import { compare } from '../rig/turns.mjs';

export const title = 'Mint 1,000 by one request (PostgreSQL)';
export const unit = 'tokens';

const ours = {
  name: 'tokenwright',
  title: 'Tokenwright, POST …/tokens/bulk',
  does: 'all or nothing: token and audit line of each in one transaction, the secrets in the answer',
  start: async ({ stores }) => startBulk({ DATABASE_URL: await stores.postgres() }),
};

/** Counted in tokens; four connections keep the server busy. */
export function run(context) {
  return compare(context, {
    contenders: [ours, databaseBulk, databaseBulkTokens],
    connections: [4],
    work: 1000,
  });
}
