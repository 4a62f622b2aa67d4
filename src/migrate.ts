import { migrate } from './cli/local/migrate.js';
import { explain, say } from './say.js';

/** `node dist/src/migrate.js [up|status|revert]`: the schema, by hand; `tokenwright migrate` does the same. */
const verb = process.argv[2] ?? 'up';

try {
  if (verb !== 'up' && verb !== 'status' && verb !== 'revert') {
    throw new Error('Usage: npm run migrate -- [up | status | revert]');
  }
  for (const line of await migrate(verb, process.env)) process.stdout.write(`${line}\n`);
} catch (error) {
  say(explain(error));
  process.exit(1);
}
