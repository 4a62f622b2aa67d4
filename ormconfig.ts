import type { Database } from 'better-sqlite3';
import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { AuditEntry } from './src/audit/audit-entry.entity.js';
import { FailedLogins } from './src/audit/failed-logins.entity.js';
import { MeasuredPool } from './src/database/postgres/pg-pool.js';
import { PgClient } from './src/database/postgres/pg-client.js';
import type { Config } from './src/config/config.js';
import { IdempotentAnswer } from './src/idempotency/idempotent-answer.entity.js';
import { Ecosystem } from './src/ecosystems/ecosystem.entity.js';
import { Role } from './src/ecosystems/roles/role.entity.js';
import { Initial1763769600000 } from './src/database/migrations/1763769600000-initial.js';
import { AuditAppendOnly1795000000000 } from './src/database/migrations/1795000000000-audit-append-only.js';
import { ImportedFormats1795000100000 } from './src/database/migrations/1795000100000-imported-formats.js';
import { Registration1795867200100 } from './src/database/migrations/1795867200100-registration.js';
import { UserReferences1796100000000 } from './src/database/migrations/1796100000000-user-references.js';
import { NormalNames1796100100000 } from './src/database/migrations/1796100100000-normal-names.js';
import { NormalDomains1796100200000 } from './src/database/migrations/1796100200000-normal-domains.js';
import { CacheMembers1796200000000 } from './src/database/migrations/1796200000000-cache-members.js';
import { Lineage1796300000000 } from './src/database/migrations/1796300000000-lineage.js';
import { FailedLogins1796400000000 } from './src/database/migrations/1796400000000-failed-logins.js';
import { ImportedFormat } from './src/tokens/import/imported-format.entity.js';
import { Token } from './src/tokens/token.entity.js';
import { User } from './src/users/user.entity.js';
import { UserReference } from './src/users/names/user-reference.entity.js';

const common = {
  entities: [
    AuditEntry,
    Ecosystem,
    FailedLogins,
    IdempotentAnswer,
    ImportedFormat,
    Role,
    Token,
    User,
    UserReference,
  ],
  migrations: [
    Initial1763769600000,
    AuditAppendOnly1795000000000,
    ImportedFormats1795000100000,
    Registration1795867200100,
    UserReferences1796100000000,
    NormalNames1796100100000,
    NormalDomains1796100200000,
    CacheMembers1796200000000,
    Lineage1796300000000,
    FailedLogins1796400000000,
  ],
  // src/database/migrations/migrator.ts runs them, under a lock.
  migrationsRun: false,
};

/** The one place where configuration becomes a data source. A new store is one more case. */
export function dataSourceOptions(
  config: Pick<Config, 'databaseUrl' | 'databasePoolSize'>,
): DataSourceOptions {
  const { databaseUrl } = config;
  if (databaseUrl.startsWith('sqlite:')) {
    return {
      ...common,
      type: 'better-sqlite3',
      database: databaseUrl.slice('sqlite:'.length),
      prepareDatabase: prepareSqlite,
      timeout: 1000,
    };
  }
  return {
    ...common,
    type: 'postgres',
    driver: { ...pg, Pool: MeasuredPool },
    url: databaseUrl,
    applicationName: 'tokenwright',
    poolSize: config.databasePoolSize,
    // A database that does not answer is told within seconds, and no commit takes longer than a tombstone can wait.
    connectTimeoutMS: 2000,
    extra: {
      // It is seen that the service is there, however long nobody asks it.
      min: 1,
      Client: PgClient,
      statement_timeout: 15_000,
      query_timeout: 20_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  };
}

function prepareSqlite(database: Database): void {
  // The sessions are cached in this process: a second one on the same file would not hear of a revocation. So the
  // file is ours alone; who comes second is refused at boot.
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // Pages that many commits change are written into the file once: a checkpoint for each 32 MiB of log, not for each 4.
  database.pragma('wal_autocheckpoint = 8000');
}
