import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { systemCaller } from './common/caller.js';
import { locks, underLock } from './database/advisory-locks.js';
import { Transactions } from './database/transactions/transactions.js';
import { CONFIG, type Config } from './config/config.js';
import { defaultEcosystemId, EcosystemsService } from './ecosystems/ecosystems.service.js';
import type { Lifetime } from './sessions/lifetime.js';
import type { Minted } from './tokens/mint/new-token.js';
import { SecretLookup } from './tokens/secrets/secret-lookup.js';
import { MintService } from './tokens/mint/mint.service.js';

/**
 * State of the store at the start. `filled` carries the secret of the first account token, unless the
 * operator chose it. `left-empty` means that no secret was created because nobody would see it.
 */
export type FirstBootResult =
  { state: 'in-use' | 'left-empty' } | { state: 'filled'; secret: string | undefined };

/** Fills an empty store at the first start: one ecosystem and one account token. */
@Injectable()
export class FirstBoot {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly tokens: MintService,
    private readonly secrets: SecretLookup,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param canShow whether a generated secret reaches a person and is kept by nothing in between */
  async run(canShow = true): Promise<FirstBootResult> {
    const { bootstrapToken } = this.config;
    const found = await underLock(this.dataSource, locks.bootstrap, async (): Promise<FirstBootResult> => {
      if (!(await this.ecosystems.isEmpty())) return { state: 'in-use' };
      if (bootstrapToken === undefined && !canShow) return { state: 'left-empty' };
      const first = { name: 'First account token', lifetime: { expiryType: 'Infinite' } } as const;
      const { secret } = await this.fill(first, true, bootstrapToken);
      return { state: 'filled', secret: bootstrapToken === undefined ? secret : undefined };
    });
    // A chosen secret may lack the checksum, which widens the lookup.
    await this.secrets.load();
    return found;
  }

  /** Mints an account token without one, for an operator who lost theirs but has the database. */
  recover(name: string, lifetime: Lifetime): Promise<Minted> {
    return underLock(this.dataSource, locks.bootstrap, async () =>
      this.fill({ name, lifetime }, await this.ecosystems.isEmpty()),
    );
  }

  /**
   * Uses only the manager: the lock holds one connection, this transaction the second, and there may be no
   * third.
   */
  private fill(
    given: { name: string; lifetime: Lifetime },
    isEmpty: boolean,
    secret?: string,
  ): Promise<Minted> {
    return this.transactions.run(async (manager: EntityManager) => {
      if (isEmpty) {
        await this.ecosystems.createIn(manager, { id: defaultEcosystemId, name: 'Default' }, systemCaller);
      }
      const request = { ...given, shape: 'prefixed', dialect: 'native' } as const;
      return this.tokens.mintAccountTokenIn(manager, request, systemCaller, secret);
    });
  }
}
