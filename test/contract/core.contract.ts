import { auditContract } from '../audit/audit.contract.js';
import { failedLoginsContract } from '../audit/failed-logins.contract.js';
import { concurrencyContract } from '../database/concurrency.contract.js';
import type { Environment } from './core.support.js';
import { explanationsContract } from '../tokens/explanations.contract.js';
import { bulkUsersContract } from '../users/bulk.contract.js';
import { externalContract } from '../users/external.contract.js';
import { directoryContract } from '../users/directory.contract.js';
import { holdersContract } from '../tokens/holders.contract.js';
import { idempotencyContract } from '../idempotency/idempotency.contract.js';
import { importsContract } from '../tokens/imports.contract.js';
import { lifetimesContract } from '../tokens/lifetimes.contract.js';
import { batchedWritesContract } from '../database/batched-writes.contract.js';
import { keyRevocationContract } from '../tokens/key-revocation.contract.js';
import { lineageContract } from '../tokens/lineage.contract.js';
import { listsContract } from '../tokens/lists.contract.js';
import { massRevocationContract } from '../tokens/bulk-revocation.contract.js';
import { prunerContract } from '../database/pruner.contract.js';
import { referencesContract } from '../users/references.contract.js';
import { restartContract } from '../database/restart.contract.js';
import { revocationContract } from '../tokens/revocation.contract.js';
import { rotationContract } from '../tokens/rotation.contract.js';
import { tenantsContract } from '../ecosystems/tenants.contract.js';
import { rolesContract } from '../ecosystems/roles.contract.js';
import { rocketchatContract } from '../dialects/rocketchat.contract.js';
import { transactionsContract } from '../database/transactions.contract.js';
import { sightContract } from '../sessions/sight.contract.js';
import { statementsContract } from '../database/statements.contract.js';
import { uncommittedContract } from '../database/uncommitted.contract.js';
import { versionsContract } from '../database/versions.contract.js';

/** What differs between the stores, as far as it may. */
export interface Traits {
  /** Whether sessions are cached. Without a cache each verification reads the database, and a sliding end is coarser. */
  isCached: boolean;
}

/**
 * What the core promises on every store (docs/wire.md#core-rules). `environment` is asked for each group of tests anew, and makes
 * an empty store; the spec that calls this clears away what it made.
 */
export function coreContract(
  name: string,
  environment: Environment,
  { isCached }: Traits = { isCached: true },
): void {
  describe(name, () => {
    transactionsContract(environment);
    uncommittedContract(environment);
    batchedWritesContract(environment);
    tenantsContract(environment);
    directoryContract(environment);
    referencesContract(environment);
    externalContract(environment);
    bulkUsersContract(environment);
    holdersContract(environment);
    lifetimesContract(environment, isCached);
    revocationContract(environment);
    rolesContract(environment);
    explanationsContract(environment, isCached);
    massRevocationContract(environment);
    rotationContract(environment);
    importsContract(environment);
    auditContract(environment);
    failedLoginsContract(environment);
    listsContract(environment);
    versionsContract(environment);
    concurrencyContract(environment);
    prunerContract(environment);
    idempotencyContract(environment);
    restartContract(environment);
    rocketchatContract(environment);
    sightContract(environment);
    lineageContract(environment);
    keyRevocationContract(environment);
    if (isCached) statementsContract(environment);
  });
}
