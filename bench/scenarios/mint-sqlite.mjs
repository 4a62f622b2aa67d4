import { doesMint as does, startMinting } from '../contenders/ours.mjs';
import { ajvSqlite, singleSqlite } from '../contenders/others.mjs';
import { compare } from '../rig/turns.mjs';

export const title = 'Mint, one a request (SQLite, full sync)';

const ours = {
  name: 'tokenwright',
  title: 'Tokenwright, POST …/users/:id/tokens',
  does,
  start: ({ stores }) => startMinting({ DATABASE_URL: stores.sqlite() }),
};

/** Every token that was answered must be a row at the end. */
export function run(context) {
  return compare(context, { contenders: [ours, ajvSqlite, singleSqlite] });
}
