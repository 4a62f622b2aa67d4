import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { type Caller, demandAccount } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Failure, invalidField } from '../../common/failure.js';
import { tokenReference } from '../../common/ids/identifier.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { isLiveAt } from '../../sessions/lifetime.js';
import type { Token } from '../token.entity.js';
import { TokensRepository } from '../tokens.repository.js';
import type { Minted, MintRequest } from './new-token.js';
import { MintService } from './mint.service.js';

/** A request to rotate a key. */
export interface RotationRequest extends Pick<MintRequest, 'shape' | 'dialect'> {
  /** How much longer the old secret is accepted, in ms; 0 revokes it now. */
  overlap: number;
}

/** The new key, and the record of the old one. */
export interface Rotated extends Minted {
  replaced: Token;
}

/** Minimum overlap of a key that rotates itself, in ms: if the answer is lost, the old key can repeat the request. */
const leastOwnOverlap = 60_000;

/** Rotates keys: issues a replacement, and the old key expires after `overlap`, so that clients always have a live key. */
@Injectable()
export class RotationService {
  constructor(
    private readonly repository: TokensRepository,
    private readonly tokens: MintService,
    private readonly ecosystems: EcosystemsService,
    private readonly invalidation: SessionInvalidation,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Rotates a server token of the ecosystem. One of two concurrent rotations succeeds.
   *
   * @throws Failure `token-not-found`, `conflict` (it is replaced or dead), `permission-denied` (it may do more than the
   * caller), `invalid-input` (it rotates itself with too short an overlap), `ecosystem-not-found`
   */
  async rotateServerToken(
    ecosystemId: string,
    tokenId: string,
    request: RotationRequest,
    caller: Caller,
  ): Promise<Rotated> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.rotate(await this.requireKey('server', ecosystemId, tokenId), request, caller);
  }

  /** As `rotateServerToken`, for an account token. @throws Failure `wrong-holder` */
  async rotateAccountToken(tokenId: string, request: RotationRequest, caller: Caller): Promise<Rotated> {
    demandAccount(caller);
    return this.rotate(await this.requireKey('account', null, tokenId), request, caller);
  }

  private async requireKey(
    holder: 'server' | 'account',
    ecosystemId: string | null,
    tokenId: string,
  ): Promise<Token> {
    const isPossible = tokenReference.test(tokenId);
    const token = isPossible ? await this.repository.findKey(holder, ecosystemId, tokenId) : null;
    if (!token) throw noToken();
    return token;
  }

  private async rotate(old: Token, { overlap, ...face }: RotationRequest, caller: Caller): Promise<Rotated> {
    refuseUnlessLive(old, this.clock.now());
    if (old.id === caller.tokenId && overlap < leastOwnOverlap) throw tooShortForOneself();
    return this.invalidation.aroundCommit({ hash: old.hash }, () =>
      this.transactions.run(async (manager) => {
        const minted = await this.tokens.mintInPlaceOf(manager, old, face, caller);
        const now = this.clock.now();
        const end = now + overlap;
        const isReplaced = await this.repository.replace(manager, old.id, minted.token.id, end, now);
        const replaced = await this.repository.findIn(manager, old.id);
        if (!replaced) throw noToken();
        if (!isReplaced) refuseUnlessLive(replaced, now);
        await this.audit.append(manager, caller, [
          {
            action: 'token.rotate',
            ecosystemId: old.ecosystemId,
            targetType: 'token',
            targetId: old.id,
            detail: { holder: old.holder, replacedBy: minted.token.id, endsAt: new Date(end).toISOString() },
          },
        ]);
        return { ...minted, replaced };
      }),
    );
  }
}

function tooShortForOneself(): Failure {
  const rule = `at least ${leastOwnOverlap / 1000} when a key rotates itself: a lost answer could not be asked for again`;
  return invalidField('body', 'overlap', 'min-of-oneself', `overlap must be ${rule}`);
}

function noToken(): Failure {
  return new Failure('token-not-found', 'There is no such token');
}

/** @throws Failure `conflict` */
function refuseUnlessLive({ replacedBy, revokedAt, expiresAt }: Token, now: number): void {
  if (replacedBy !== null) throw new Failure('conflict', 'The token has been replaced already');
  if (revokedAt !== null) throw new Failure('conflict', 'The token is revoked');
  if (!isLiveAt(expiresAt, now)) throw new Failure('conflict', 'The token has expired');
}
