import { migrate } from '../local/migrate.js';
import { SafeError } from '../../common/safe-error.js';
import { explain, printNotice } from '../../startup-errors.js';

/** `node dist/src/cli/bin/migrate.js [up|status|revert [--force]]`: the schema, by hand; `tokenwright migrate` does the same. */
const isForced = process.argv.includes('--force');
const [verb = 'up'] = process.argv.slice(2).filter((word) => word !== '--force');

try {
  if (verb !== 'up' && verb !== 'status' && verb !== 'revert') {
    throw new SafeError('Usage: npm run migrate -- [up | status | revert [--force]]');
  }
  for (const line of await migrate(verb, process.env, isForced)) process.stdout.write(`${line}\n`);
} catch (error) {
  printNotice(explain(error));
  process.exit(1);
}
