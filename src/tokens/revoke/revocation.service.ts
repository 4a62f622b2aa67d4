import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import type { ExpectedVersions } from '../../database/optimistic-lock.js';
import { invalidField } from '../../common/failure.js';
import { Transactions } from '../../database/transactions/transactions.js';
import type { NewEcosystem } from '../../ecosystems/ecosystem-creation.js';
import type { Ecosystem } from '../../ecosystems/ecosystem.entity.js';
import { type EcosystemDeletion, EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import {
  type DefinedRole,
  type ExpectedRole,
  type RoleDefinition,
  RolesService,
} from '../../ecosystems/roles/roles.service.js';
import type { User } from '../../users/user.entity.js';
import { revokesTokens, type UserChanges } from '../../users/user-changes.js';
import { UserRolesService } from '../../users/roles/user-roles.service.js';
import { UsersService } from '../../users/users.service.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { Lineage } from './lineage.js';
import { BulkRevocationsRepository } from './bulk-revocations.repository.js';
import { SecretLookup } from '../secrets/secret-lookup.js';
import type { Token } from '../token.entity.js';
import { TokensRepository } from '../tokens.repository.js';
import { TokensService } from '../mint/mint.service.js';

/** All that can end single tokens, or those of a user or an ecosystem, or change what they may do. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly repository: TokensRepository,
    private readonly massRevocations: BulkRevocationsRepository,
    private readonly secrets: SecretLookup,
    private readonly tokens: TokensService,
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
    private readonly burials: SessionInvalidation,
    private readonly lineage: Lineage,
    private readonly roles: RolesService,
    private readonly userRoles: UserRolesService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Revokes one token; once more changes nothing. @throws Failure `token-not-found`, `ecosystem-not-found` */
  async revokeToken(ecosystemId: string, tokenId: string, caller: Caller): Promise<void> {
    await this.revoke(await this.tokens.require(ecosystemId, tokenId, caller), caller);
  }

  /** As `revokeToken`, for an operator's key. @throws Failure `token-not-found`, `wrong-holder` */
  async revokeAccountToken(tokenId: string, caller: Caller): Promise<void> {
    await this.revoke(await this.tokens.requireAccountToken(tokenId, caller), caller);
  }

  /**
   * Revokes the token with this secret, if the caller may: its own, or with `tokens:revoke` one that it may see. What
   * it may not is passed over in silence, as RFC 7009 has it.
   */
  async revokeSecret(secret: string, caller: Caller): Promise<void> {
    const token = await this.repository.findByHashes(this.secrets.hashesOf(secret));
    if (!token) return;
    const isVisible = caller.ecosystemId === null || caller.ecosystemId === token.ecosystemId;
    const isAllowed =
      token.id === caller.tokenId || (isVisible && caller.permissions.includes('tokens:revoke'));
    if (isAllowed) await this.revoke(token, caller);
  }

  /** Revokes all tokens of a user; returns how many were not revoked before. */
  async revokeAllOfUser(ecosystemId: string, userId: string, caller: Caller): Promise<number> {
    await this.users.require(ecosystemId, userId, caller);
    return this.burials.around({ userId }, () =>
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
   * As `UsersService.update`; what it takes from the user holds for every token at once. Somebody else's new password ends the
   * tokens that the user has, unless the caller says otherwise.
   *
   * @throws Failure also `invalid-input` (`revokeTokens` without a password)
   */
  async updateUser(
    ecosystemId: string,
    userId: string,
    given: UserChanges,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<User> {
    await this.users.require(ecosystemId, userId, caller);
    const { password, revokeTokens = caller.userId !== userId } = given;
    if (password === undefined && given.revokeTokens !== undefined) {
      throw invalidField('body', 'revokeTokens', 'with-password', 'revokeTokens needs a password beside it');
    }
    const changes: UserChanges = password === undefined ? given : { ...given, revokeTokens };
    const commit = () => this.users.update(ecosystemId, userId, changes, expected, caller);
    const concernsTokens =
      changes.active !== undefined || changes.roles !== undefined || revokesTokens(changes);
    return concernsTokens ? this.burials.around({ userId }, commit) : commit();
  }

  /** As `UsersService.delete`; the user's tokens are dead at once. */
  async deleteUser(
    ecosystemId: string,
    userId: string,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<void> {
    await this.users.require(ecosystemId, userId, caller);
    await this.burials.around({ userId }, () => this.users.delete(ecosystemId, userId, expected, caller));
  }

  /**
   * As `EcosystemsService.create`. The id of a deleted ecosystem can be taken again: none of its users and tokens comes
   * back, and what the audit says of them stays.
   */
  createEcosystem(given: NewEcosystem, caller: Caller): Promise<Ecosystem> {
    const empty = async (manager: EntityManager, ecosystemId: string) => {
      await this.users.deleteAll(manager, ecosystemId);
      await this.massRevocations.revokeKeys(manager, ecosystemId, this.clock.now());
    };
    // Whatever is cached of it was buried with it.
    return this.ecosystems.create(given, empty, caller);
  }

  /** As `EcosystemsService.delete`; every token in it is dead at once. */
  async deleteEcosystem(ecosystemId: string, deletion: EcosystemDeletion, caller: Caller): Promise<void> {
    await this.ecosystems.requireDeletable(ecosystemId, deletion.confirm, caller);
    await this.burials.around({ ecosystemId }, () => this.ecosystems.delete(ecosystemId, deletion, caller));
  }

  /** As `RolesService.define`; what it takes from a role holds for every token at once. */
  async defineRole(
    ecosystemId: string,
    name: string,
    given: RoleDefinition,
    caller: Caller,
    expected?: ExpectedRole,
  ): Promise<DefinedRole> {
    await this.ecosystems.require(ecosystemId, caller);
    const define = () => this.roles.define(ecosystemId, name, given, caller, expected);
    if (await this.roles.find(ecosystemId, name)) return this.burials.around({ ecosystemId }, define);
    const defined = await define();
    // Nobody holds a new role; but another may have made it, and given it to users, a moment before.
    return defined.isNew ? defined : this.burials.around({ ecosystemId }, async () => defined);
  }

  /** As `UserRolesService.deleteRole`; what the role gave, it gives no token any more. */
  async deleteRole(
    ecosystemId: string,
    name: string,
    caller: Caller,
    expected?: ExpectedRole,
  ): Promise<void> {
    await this.roles.require(ecosystemId, name, caller);
    await this.burials.around({ ecosystemId }, () =>
      this.userRoles.deleteRole(ecosystemId, name, caller, expected),
    );
  }

  private async revoke(token: Token, caller: Caller): Promise<void> {
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
