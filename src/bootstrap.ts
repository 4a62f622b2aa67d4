import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { systemCaller } from './common/caller.js';
import { locks, underLock } from './common/locks.js';
import { Transactions } from './common/transactions.js';
import { CONFIG, type Config } from './config.js';
import { defaultEcosystemId, EcosystemsService } from './ecosystems/ecosystems.service.js';
import { PresentedSecrets } from './tokens/presented-secrets.js';
import { TokensService } from './tokens/tokens.service.js';

/** The first boot on an empty store: one ecosystem, and one account token to begin with. */
@Injectable()
export class Bootstrap {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly tokens: TokensService,
    private readonly secrets: PresentedSecrets,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The secret of the first account token, when it was made just now and nobody knows it yet. */
  async run(): Promise<string | undefined> {
    const secret = await underLock(this.dataSource, locks.bootstrap, () => this.fillEmptyStore());
    await this.secrets.learn();
    return this.config.bootstrapToken === undefined ? secret : undefined;
  }

  private async fillEmptyStore(): Promise<string | undefined> {
    if (!(await this.ecosystems.isEmpty())) return undefined;
    const { secret } = await this.transactions.run(async (manager) => {
      await this.ecosystems.createIn(manager, { id: defaultEcosystemId, name: 'Default' }, systemCaller);
      const request = {
        lifetime: { expiryType: 'Infinite' },
        shape: 'prefixed',
        dialect: 'native',
        name: 'First account token',
      } as const;
      return this.tokens.mintAccountTokenIn(manager, request, systemCaller, this.config.bootstrapToken);
    });
    return secret;
  }
}
