import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Transactions } from '../../database/transactions/transactions.js';
import type { NewEcosystem } from '../../ecosystems/ecosystem-creation.js';
import type { Ecosystem } from '../../ecosystems/ecosystem.entity.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { UsersService } from '../../users/users.service.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { Lineage } from './lineage.js';
import { RevocationsRepository } from './revocations.repository.js';
import { SecretLookup } from '../secrets/secret-lookup.js';
import type { Token } from '../token.entity.js';
import { TokensRepository } from '../tokens.repository.js';
import { MintService } from '../mint/mint.service.js';

/** Revokes single tokens or all tokens of a user, and empties an ecosystem whose id is taken again. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly repository: TokensRepository,
    private readonly revocations: RevocationsRepository,
    private readonly secrets: SecretLookup,
    private readonly tokens: MintService,
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
    private readonly invalidation: SessionInvalidation,
    private readonly lineage: Lineage,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Revokes one token; a repetition changes nothing. @throws Failure `token-not-found`, `ecosystem-not-found` */
  async revokeToken(ecosystemId: string, tokenId: string, caller: Caller): Promise<void> {
    await this.revoke(await this.tokens.requireStored(ecosystemId, tokenId, caller), caller);
  }

  /** As `revokeToken`, for an operator's key. @throws Failure `token-not-found`, `wrong-holder` */
  async revokeAccountToken(tokenId: string, caller: Caller): Promise<void> {
    await this.revoke(await this.tokens.requireAccountToken(tokenId, caller), caller);
  }

  /**
   * Revokes the token with this secret, if the caller may: its own, or with `tokens:revoke` any that it sees. Other secrets are
   * ignored, as RFC 7009 wants it.
   */
  async revokeSecret(secret: string, caller: Caller): Promise<void> {
    const token = await this.repository.findByHashes(this.secrets.candidateHashes(secret));
    if (!token) return;
    const isVisible = caller.ecosystemId === null || caller.ecosystemId === token.ecosystemId;
    const isAllowed =
      token.id === caller.tokenId || (isVisible && caller.permissions.includes('tokens:revoke'));
    if (isAllowed) await this.revoke(token, caller);
  }

  /** Revokes all tokens of a user; returns the number of newly revoked tokens. */
  async revokeAllOfUser(ecosystemId: string, userId: string, caller: Caller): Promise<number> {
    await this.users.require(ecosystemId, userId, caller);
    return this.invalidation.aroundCommit({ userId }, () =>
      this.transactions.run(async (manager) => {
        const generation = await this.users.nextTokenGeneration(ecosystemId, manager, userId);
        const count = await this.repository.countUnrevoked(manager, userId, generation - 1);
        await this.audit.append(manager, caller, [
          {
            action: 'token.revoke-all',
            ecosystemId,
            targetType: 'user',
            targetId: userId,
            detail: { count },
          },
        ]);
        return count;
      }),
    );
  }

  /**
   * As `EcosystemsService.create`. The id of a deleted ecosystem can be taken again: its users and tokens do not come back, and
   * its audit entries stay.
   */
  createEcosystem(given: NewEcosystem, caller: Caller): Promise<Ecosystem> {
    const empty = async (manager: EntityManager, ecosystemId: string) => {
      await this.users.deleteAll(manager, ecosystemId);
      await this.revocations.revokeKeys(manager, ecosystemId, this.clock.now());
    };
    // Ten minutes after the deletion no process trusts a cached session of the old ecosystem.
    return this.ecosystems.create(given, empty, caller);
  }

  /** Revokes a token that the caller may revoke; a repetition changes nothing. */
  async revoke(token: Token, caller: Caller): Promise<void> {
    const { ecosystemId, holder, userId } = token;
    await this.lineage.end(token, caller, async (manager) => {
      if (!(await this.repository.revoke(manager, token.id, this.clock.now()))) return;
      const detail = { holder, userId };
      await this.audit.append(manager, caller, [
        { action: 'token.revoke', ecosystemId, targetType: 'token', targetId: token.id, detail },
      ]);
    });
  }
}
