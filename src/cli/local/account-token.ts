import { createApp } from '../../app.js';
import { FirstBoot } from '../../first-boot.js';
import { SystemClock } from '../../common/clock.js';
import { createLogger } from '../../common/logger.js';
import type { Lifetime } from '../../sessions/lifetime.js';
import { loadConfig } from '../../service-config.js';

/** Mints an account token directly in the database; returns the id of its record and its secret. */
export async function createAccountToken(
  name: string,
  ttl: number | undefined,
  env: NodeJS.ProcessEnv,
): Promise<{ id: string; secret: string }> {
  const lifetime: Lifetime =
    ttl === undefined ? { expiryType: 'Infinite' } : { expiryType: 'FixedTtl', ttl: ttl * 1000 };
  // Standard output is for the result alone.
  const app = await createApp(loadConfig(env), new SystemClock(), createLogger('silent'));
  try {
    const { token, secret } = await app.get(FirstBoot).recover(name, lifetime);
    return { id: token.id, secret };
  } finally {
    await app.close();
  }
}
