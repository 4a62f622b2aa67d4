import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { RevocationsRepository } from './revocations.repository.js';
import { isLiveAt } from '../../sessions/lifetime.js';
import { BulkRevocationService } from './bulk-revocation.service.js';
import { RevocationService } from './revocation.service.js';
import type { Token } from '../token.entity.js';
import { MintService } from '../mint/mint.service.js';

/** Maximum number of live keys that are listed. */
const mostListed = 100;
const tokensPerRead = 1000;

/** The result of a revocation: the descendants of the key that live on, or the number of revoked tokens. */
export type KeyRevocation = { livingOn: Token[] } | { revoked: number };

/**
 * Revokes a token. For a key it also revokes the descendants, if asked to, or lists them: a thief may have rotated the key or
 * minted others.
 */
@Injectable()
export class KeyRevocationService {
  constructor(
    private readonly repository: RevocationsRepository,
    private readonly tokens: MintService,
    private readonly revocation: RevocationService,
    private readonly filtered: BulkRevocationService,
    private readonly clock: Clock,
  ) {}

  /** @throws Failure `token-not-found`, `ecosystem-not-found` */
  async revoke(
    ecosystemId: string,
    tokenId: string,
    isCascade: boolean,
    caller: Caller,
  ): Promise<KeyRevocation> {
    const token = await this.tokens.requireStored(ecosystemId, tokenId, caller);
    await this.revocation.revoke(token, caller);
    return this.follow(token, isCascade, caller);
  }

  /** As `revoke`, for an operator's key. @throws Failure `token-not-found`, `wrong-holder` */
  async revokeAccountToken(tokenId: string, isCascade: boolean, caller: Caller): Promise<KeyRevocation> {
    const token = await this.tokens.requireAccountToken(tokenId, caller);
    await this.revocation.revoke(token, caller);
    return this.follow(token, isCascade, caller);
  }

  private async follow(token: Token, isCascade: boolean, caller: Caller): Promise<KeyRevocation> {
    if (isCascade) return { revoked: await this.revokeAllFrom(token, caller) };
    return { livingOn: token.userId === null ? await this.liveKeysFrom(token) : [] };
  }

  /** Live keys that replaced it or that it minted, and their own replacements and mints. */
  private async liveKeysFrom(token: Token): Promise<Token[]> {
    const known = new Map([[token.id, token]]);
    for (let latest = [token]; latest.length > 0 && known.size < tokensPerRead;) {
      const successors = latest.flatMap(({ replacedBy }) => replacedBy ?? []);
      const found = [
        ...(await this.repository.findKeys(successors)),
        ...(await this.repository.findKeysMintedBy(latest.map(({ id }) => id))),
      ];
      latest = found.filter(({ id }) => !known.has(id));
      for (const key of latest) known.set(key.id, key);
    }
    known.delete(token.id);
    const now = this.clock.now();
    const live = [...known.values()].filter((key) => key.revokedAt === null && isLiveAt(key.expiresAt, now));
    return live.slice(0, mostListed);
  }

  /**
   * Revokes all descendants of the token, in many small transactions. Returns the number of revoked tokens, including the token
   * itself. You may repeat a call that failed: it continues with the rest.
   */
  private async revokeAllFrom(token: Token, caller: Caller): Promise<number> {
    let count = 1;
    const minters = [token.id];
    const known = new Set(minters);
    const add = (ids: string[]) => {
      for (const id of ids) if (!known.has(id) && known.add(id)) minters.push(id);
    };
    if (token.replacedBy !== null) count += await this.revokeKeys([token.replacedBy], add, caller);
    for (let minter = minters.shift(); minter !== undefined; minter = minters.shift()) {
      for (const ecosystemId of await this.repository.findEcosystems(minter)) {
        count += await this.filtered.revoke(ecosystemId, { mintedBy: minter }, caller);
      }
      for (let after: string | undefined = ''; after !== undefined;) {
        const minted = await this.repository.findMintedBy(minter, after, tokensPerRead);
        const ids = minted.map(({ id }) => id);
        if (ids.length > 0) add(await this.repository.findMintersAmong(ids));
        const successors = minted.flatMap(({ replacedBy }) => replacedBy ?? []);
        count += await this.revokeKeys(successors, add, caller);
        after = ids.length < tokensPerRead ? undefined : ids.at(-1);
      }
      // Account tokens belong to no ecosystem.
      count += await this.revokeEach(await this.repository.findKeysMintedBy([minter]), caller);
    }
    return count;
  }

  /** Revokes keys with their replacements. */
  private async revokeKeys(ids: string[], add: (ids: string[]) => void, caller: Caller): Promise<number> {
    let count = 0;
    const seen = new Set<string>();
    for (let latest = ids; latest.length > 0;) {
      const keys = (await this.repository.findKeys(latest)).filter(({ id }) => !seen.has(id));
      for (const { id } of keys) seen.add(id);
      add(keys.map(({ id }) => id));
      count += await this.revokeEach(keys, caller);
      latest = keys.flatMap(({ replacedBy }) => replacedBy ?? []);
    }
    return count;
  }

  /** Revokes the tokens that are not revoked yet, except the presented one. */
  private async revokeEach(keys: Token[], caller: Caller): Promise<number> {
    const left = keys.filter(({ id, revokedAt }) => revokedAt === null && id !== caller.tokenId);
    for (const { id, ecosystemId } of left) {
      if (ecosystemId === null) await this.revocation.revokeAccountToken(id, caller);
      else await this.revocation.revokeToken(ecosystemId, id, caller);
    }
    return left.length;
  }
}
