import { auditContract } from './audit.contract.js';
import { failedLoginsContract } from './failed-logins.contract.js';
import { concurrencyContract } from './concurrency.contract.js';
import type { Environment } from './core.support.js';
import { explanationsContract } from './explanations.contract.js';
import { directoryContract } from './directory.contract.js';
import { holdersContract } from './holders.contract.js';
import { idempotencyContract } from './idempotency.contract.js';
import { importsContract } from './imports.contract.js';
import { lifetimesContract } from './lifetimes.contract.js';
import { batchedWritesContract } from './batched-writes.contract.js';
import { keyRevocationContract } from './key-revocation.contract.js';
import { lineageContract } from './lineage.contract.js';
import { listsContract } from './lists.contract.js';
import { massRevocationContract } from './mass-revocation.contract.js';
import { prunerContract } from './pruner.contract.js';
import { referencesContract } from './references.contract.js';
import { restartContract } from './restart.contract.js';
import { revocationContract } from './revocation.contract.js';
import { rotationContract } from './rotation.contract.js';
import { tenantsContract } from './tenants.contract.js';
import { rolesContract } from './roles.contract.js';
import { rocketchatContract } from './rocketchat.contract.js';
import { transactionsContract } from './transactions.contract.js';
import { sightContract } from './sight.contract.js';
import { statementsContract } from './statements.contract.js';
import { uncommittedContract } from './uncommitted.contract.js';
import { versionsContract } from './versions.contract.js';

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
