import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createApp } from '../../app.js';
import { FirstBoot } from '../../first-boot.js';
import { SystemClock } from '../../common/clock.js';
import { createLogger } from '../../common/logger.js';
import { SafeError } from '../../common/safe-error.js';
import type { Lifetime } from '../../sessions/lifetime.js';
import { loadConfig } from '../../service-config.js';

/**
 * Mints an account token directly in the database; returns the id of its record, its secret, and where the database is.
 *
 * @throws SafeError when there is no SQLite file: a new one would be another service's
 */
export async function createAccountToken(
  name: string,
  ttl: number | undefined,
  env: NodeJS.ProcessEnv,
): Promise<{ id: string; secret: string; store: string }> {
  const lifetime: Lifetime =
    ttl === undefined ? { expiryType: 'Infinite' } : { expiryType: 'FixedTtl', ttl: ttl * 1000 };
  const config = loadConfig(env);
  const store = storeOf(config.databaseUrl);
  // Standard output is for the result alone.
  const app = await createApp(config, new SystemClock(), createLogger('silent'));
  try {
    const { token, secret } = await app.get(FirstBoot).recover(name, lifetime);
    return { id: token.id, secret, store };
  } finally {
    await app.close();
  }
}

/** The place of the database, without user and password. */
function storeOf(databaseUrl: string): string {
  if (!databaseUrl.startsWith('sqlite:')) return `PostgreSQL, ${new URL(databaseUrl).pathname.slice(1)}`;
  const file = resolve(databaseUrl.slice('sqlite:'.length));
  if (existsSync(file)) return file;
  throw new SafeError(
    `There is no database at ${file}: run this in the folder of the service, or with its DATABASE_URL. ` +
      'A service that has not run yet makes its first token by itself.',
  );
}
