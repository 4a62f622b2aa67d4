import { auditContract } from './audit.contract.js';
import { concurrencyContract } from './concurrency.contract.js';
import type { Environment } from './core.support.js';
import { directoryContract } from './directory.contract.js';
import { holdersContract } from './holders.contract.js';
import { lifetimesContract } from './lifetimes.contract.js';
import { prunerContract } from './pruner.contract.js';
import { restartContract } from './restart.contract.js';
import { revocationContract } from './revocation.contract.js';
import { tenantsContract } from './tenants.contract.js';
import { transactionsContract } from './transactions.contract.js';
import { statementsContract } from './statements.contract.js';

/** What differs between the stores, as far as it may. */
export interface Traits {
  /** Whether sessions are cached. Without a cache each verification reads the database, and a sliding end is coarser. */
  isCached: boolean;
}

/**
 * What the core promises on every store (DESIGN §2–§4). `environment` is asked for each group of tests anew, and makes
 * an empty store; the spec that calls this clears away what it made.
 */
export function coreContract(
  name: string,
  environment: Environment,
  { isCached }: Traits = { isCached: true },
): void {
  describe(name, () => {
    transactionsContract(environment);
    tenantsContract(environment);
    directoryContract(environment);
    holdersContract(environment);
    lifetimesContract(environment, isCached);
    revocationContract(environment);
    auditContract(environment);
    concurrencyContract(environment);
    prunerContract(environment);
    restartContract(environment);
    if (isCached) statementsContract(environment);
  });
}
