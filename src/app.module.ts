import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { dataSourceOptions } from '../ormconfig.js';
import { AccessModule } from './access/access.module.js';
import { RateCounters } from './access/rate-limit/rate-counters.js';
import { type PolicyOf, RATE_LIMITS, RATE_POLICY_OF } from './access/rate-limit/rate-limits.js';
import { FirstBoot } from './first-boot.js';
import { Clock } from './common/clock.js';
import { LoadMonitor } from './metrics/load-monitor.js';
import { createLogger, LOG } from './common/logger.js';
import { ReadConnection } from './database/read-connection.js';
import { Shutdown } from './common/shutdown.js';
import { StoreHealth } from './database/health/health.js';
import { Transactions } from './database/transactions/transactions.js';
import { CONFIG, type Config } from './config/config.js';
import { dialectFor, grantMeanings } from './dialects/registry.js';
import { HttpModule } from './http/http.module.js';
import { EcosystemsModule } from './ecosystems/ecosystems.module.js';
import type { Registration } from './ecosystems/ecosystem.entity.js';
import { DEFAULT_REGISTRATION } from './ecosystems/ecosystems.service.js';
import { GRANT_MEANINGS } from './ecosystems/roles/role-authority.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { openMigrated } from './database/migrations/migrator.js';
import { MemorySessionCache } from './sessions/memory-session-cache.js';
import { NoSessionCache } from './sessions/no-session-cache.js';
import { RedisSessionCache } from './sessions/redis-session-cache.js';
import { SessionCache } from './sessions/session-cache.js';
import { TokensModule } from './tokens/tokens.module.js';
import { RETENTION } from './tokens/tokens.pruner.js';
import { PASSWORD_MIN_LENGTH } from './users/sign-in/password-length.js';

/** Providers that depend on the configuration and that several rooms need. */
@Global()
@Module({})
class SharedModule {
  static with(config: Config, clock: Clock, log: Logger): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOG, useValue: log },
      { provide: Clock, useValue: clock },
      { provide: RETENTION, useValue: config.retentionMs },
      { provide: PASSWORD_MIN_LENGTH, useValue: config.passwordMinLength },
      {
        provide: DEFAULT_REGISTRATION,
        useValue: (config.registrationIsPublic ? 'open' : 'closed') satisfies Registration,
      },
      { provide: GRANT_MEANINGS, useValue: grantMeanings },
      { provide: RATE_LIMITS, useValue: config.rateLimits },
      { provide: RATE_POLICY_OF, useValue: ((path) => dialectFor(path).rates) satisfies PolicyOf },
      { provide: RateCounters, useValue: rateCountersOf(config) },
      { provide: SessionCache, useValue: sessionCacheOf(config, clock) },
      LoadMonitor,
      ReadConnection,
      Shutdown,
      StoreHealth,
      Transactions,
    ];
    return { module: SharedModule, providers, exports: providers };
  }
}

/** SQLite: in this process. PostgreSQL: on Redis or nowhere, so that all processes agree. */
function sessionCacheOf(config: Config, clock: Clock): SessionCache {
  if (config.databaseUrl.startsWith('sqlite:')) return new MemorySessionCache(config.sessionCacheSize);
  return config.redisUrl
    ? new RedisSessionCache(config.redisUrl, config.redisPrefix, clock)
    : new NoSessionCache();
}

/** On Redis when there is one, so that all processes share the counts. Without a limit, nothing connects. */
function rateCountersOf({ redisUrl, redisPrefix, rateLimits }: Config): RateCounters {
  const isCounting = Object.values(rateLimits).some((limit) => limit !== 0 && limit !== false);
  return new RateCounters(isCounting ? redisUrl : undefined, redisPrefix);
}

@Module({})
export class AppModule {
  static with(config: Config, clock: Clock, log = createLogger(config.logLevel)): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(config), retryAttempts: 0 }),
          dataSourceFactory: (options) => openMigrated(options!),
        }),
        SharedModule.with(config, clock, log),
        EcosystemsModule,
        TokensModule,
        IdempotencyModule,
        AccessModule,
        HttpModule,
      ],
      providers: [FirstBoot],
    };
  }
}
