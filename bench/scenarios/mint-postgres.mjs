import { doesMint as does, startMinting } from '../contenders/ours.mjs';
import { ajvPostgres, betterAuthCreate, oidcToken } from '../contenders/others.mjs';
import { compare } from '../rig/turns.mjs';

export const title = 'Mint, one a request (PostgreSQL)';

const ours = {
  name: 'tokenwright',
  title: 'Tokenwright, POST …/users/:id/tokens',
  does,
  start: async ({ stores }) => startMinting({ DATABASE_URL: await stores.postgres() }),
};

/** Every token that was answered must be a row at the end. */
export function run(context) {
  return compare(context, { contenders: [ours, ajvPostgres, oidcToken, betterAuthCreate] });
}
