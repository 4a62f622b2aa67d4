import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { createApp } from '../../../src/app.js';
import { FirstBoot } from '../../../src/first-boot.js';
import { LastUseWriter } from '../../../src/tokens/verify/last-use.writer.js';
import { endAfter, granularity, type Lifetime } from '../../../src/sessions/lifetime.js';
import { SessionCache, tombstoneFor } from '../../../src/sessions/session-cache.js';
import { holderSight } from '../../../src/sessions/session.js';
import { TokensVerifier } from '../../../src/tokens/verify/tokens.verifier.js';
import { ManualClock, type Reply } from '../../support/service.js';
import { loadConfig } from '../../../src/service-config.js';

const account = 'the-first-account-token-of-the-model';

/** The system under test: one application at a time, which may be ended and begun anew on what it stored. */
export class System {
  readonly clock = new ManualClock();
  private app: NestFastifyApplication;
  private outages = 0;

  constructor(private readonly environment: Record<string, string>) {}

  async start(): Promise<void> {
    const defaults = { LOG_LEVEL: 'fatal', RATE_LIMITS: 'off', TOKENWRIGHT_BOOTSTRAP_TOKEN: account };
    this.app = await createApp(loadConfig({ ...defaults, ...this.environment }), this.clock);
    await this.app.get(FirstBoot).run();
    await this.app.getHttpAdapter().getInstance().ready();
    this.outages = 0;
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Takes all that it keeps in Redis away; without Redis it begins anew. */
  async forget(): Promise<void> {
    const { REDIS_URL: url, REDIS_PREFIX: prefix } = this.environment;
    if (!url) return this.restart();
    const redis = new Redis(url);
    // Without its identity the cache is another one, of which nothing is trusted for a while (`cache-members.spec`).
    const keys = (await redis.keys(`${prefix}*`)).filter((key) => key !== `${prefix}id`);
    if (keys.length > 0) await redis.del(...keys);
    await redis.quit();
  }

  /** Asks natively with the account token; what is answered is what was asked for. */
  async ask(method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Reply['body']> {
    const headers = { authorization: `Bearer ${account}` };
    const { statusCode, payload: text } = await this.app.inject({ method, url, headers, payload });
    if (statusCode >= 300) throw new Error(`${method} ${url}: ${statusCode} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Whether Redis looked lost, or is not trusted, since this was asked last: what it remembers was not asked, or not told. */
  hasLostRedis(): boolean {
    const { link, lease } = this.app.get(SessionCache);
    const outages = link?.outages ?? 0;
    const isLost = outages !== this.outages || link?.isAway === true || !lease.isHeld;
    this.outages = outages;
    return isLost;
  }

  /** Uses the token; what is due then is stored, as it is within moments in real life. */
  async use(secret: string): Promise<string> {
    const verdict = await this.app.get(TokensVerifier).verify(secret, holderSight);
    await this.app.get(LastUseWriter).flush();
    return verdict.live ? 'live' : verdict.reason;
  }
}

export interface ModelUser {
  id: string;
  isEnabled: boolean;
  /** Until when a tombstone stands: no session of the user's is kept before that. */
  invalidUntil: number;
}

export interface ModelToken {
  id: string;
  secret: string;
  user: ModelUser;
  lifetime: Lifetime;
  createdAt: number;
  usedAt: number;
  isRevoked: boolean;
  /** Whether the cache knows the last use. */
  isRemembered: boolean;
}

/** The reference: what docs/wire.md#core-rules says of lifetimes, and nothing of how it is done. */
export class Model {
  readonly users: ModelUser[] = [];
  readonly tokens: ModelToken[] = [];

  constructor(private readonly isCached: boolean) {}

  /** From when on the token is dead, exactly. */
  endOf({ lifetime, createdAt, usedAt }: ModelToken): number | null {
    return endAfter(lifetime, createdAt, usedAt);
  }

  /** From when on it has to be dead, when the cache has forgotten the last use. */
  latestEndOf(token: ModelToken): number | null {
    const { lifetime, createdAt, usedAt } = token;
    if (this.isCached && token.isRemembered) return this.endOf(token);
    const late = lifetime.expiryType === 'SlidingTtl' ? Math.ceil(granularity(lifetime)) : 0;
    return endAfter(lifetime, createdAt, usedAt + late);
  }

  /** The verdicts that are right now. */
  verdictsOn(token: ModelToken, now: number): string[] {
    const [end, latest] = [this.endOf(token), this.latestEndOf(token)];
    const verdicts: string[] = [];
    if (token.isRevoked) verdicts.push('revoked');
    if (!token.user.isEnabled) verdicts.push('disabled');
    if (end !== null && now >= end) verdicts.push('expired');
    const isEnded = latest !== null && now >= latest;
    if (!token.isRevoked && token.user.isEnabled && !isEnded) verdicts.push('live');
    return verdicts;
  }

  used(token: ModelToken, now: number): void {
    token.usedAt = now;
    token.isRemembered = now >= token.user.invalidUntil;
  }

  forget(): void {
    for (const token of this.tokens) token.isRemembered = false;
  }

  invalidate(user: ModelUser, now: number): void {
    user.invalidUntil = now + tombstoneFor;
    for (const token of this.tokens) if (token.user === user) token.isRemembered = false;
  }
}
