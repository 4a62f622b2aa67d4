import { Injectable } from '@nestjs/common';
import { type Caller, demandAccount } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../common/page.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import { UsersService } from '../users/users.service.js';
import type { Token } from './token.entity.js';
import { type TokenFilter, withRevocation } from './token-filter.js';
import { TokensRepository } from './tokens.repository.js';

/** Lists tokens, the newest first, including dead ones until they are pruned. */
@Injectable()
export class TokensReader {
  constructor(
    private readonly repository: TokensRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /** Tokens of every holder in the ecosystem. @throws Failure `ecosystem-not-found` */
  async listOfEcosystem(
    ecosystemId: string,
    filter: TokenFilter,
    request: PageRequest,
    caller: Caller,
  ): Promise<Page<Token>> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.list(ecosystemId, filter, request);
  }

  /** @throws Failure `ecosystem-not-found`, `user-not-found` */
  async listOfUser(
    ecosystemId: string,
    userId: string,
    filter: TokenFilter,
    request: PageRequest,
    caller: Caller,
  ): Promise<Page<Token>> {
    await this.users.require(ecosystemId, userId, caller);
    return this.list(ecosystemId, { ...filter, userId }, request);
  }

  /** Tokens of operators. @throws Failure `wrong-holder` unless the caller sees all ecosystems */
  async listAccountTokens(filter: TokenFilter, request: PageRequest, caller: Caller): Promise<Page<Token>> {
    demandAccount(caller);
    return this.list(null, filter, request);
  }

  private async list(
    ecosystemId: string | null,
    filter: TokenFilter,
    { limit, cursor }: PageRequest,
  ): Promise<Page<Token>> {
    const after = keyOfCursor(cursor, [''] as [string])?.[0];
    const rows = await this.repository.findPage(ecosystemId, filter, this.clock.now(), limit + 1, after);
    const page = pageOf(rows, limit, (token) => [token.id]);
    if (ecosystemId === null) return page;
    // One read for the users of the whole page.
    const userIds = page.items.flatMap(({ userId }) => userId ?? []);
    const users = await this.users.generationsOf(ecosystemId, userIds);
    return {
      ...page,
      items: page.items.map((token) => withRevocation(token, users.get(token.userId ?? ''))),
    };
  }
}
