import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { IdempotencyPruner } from '../../src/idempotency/idempotency.pruner.js';
import { IdempotentAnswer } from '../../src/idempotency/idempotent-answer.entity.js';
import { SessionInvalidation } from '../../src/sessions/invalidation.js';
import { SessionCache } from '../../src/sessions/session-cache.js';
import { isReplayed, keyed, seen } from '../dialects/native/keyed.js';
import { newToken, newUser, sharedService } from '../support/service.js';
import { countStatuses, type Environment, everythingStored, verdictOf } from '../contract/core.support.js';

const day = 24 * 60 * 60_000;

/** A request with an `Idempotency-Key` takes effect once, and is answered alike, on every store. */
export function idempotencyContract(environment: Environment): void {
  describe('idempotency', () => {
    const service = sharedService(environment);
    let userId: string;
    let path: string;

    beforeEach(async () => {
      userId = (await newUser(service, 'default')).id;
      path = `/v1/ecosystems/default/users/${userId}/tokens`;
    });

    const mint = (key: string, json: object = {}) => keyed(service, path, service.account, key, json);
    const tokens = async (): Promise<{ id: string }[]> =>
      (await service.native('GET', path, service.account)).body.data;

    it('the same request again is answered the same, by one token; the store does not tell its secret', async () => {
      const first = await mint('one');
      const again = await mint('one');
      expect(seen(again)).toEqual(seen(first));
      expect([isReplayed(first), isReplayed(again)]).toEqual([null, 'true']);
      expect(await tokens()).toHaveLength(1);
      expect(await verdictOf(service, again.body.secret)).toBe('live');
      expect(await everythingStored(service)).not.toContain(first.body.secret);
      expect((await mint('one', { ttl: 60 })).body.code).toBe('idempotency-key-reused');
    });

    it('many at once, of some keys and without, are each answered, and each key takes effect once', async () => {
      const replies = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          index % 3 === 0 ? service.native('POST', path, service.account, {}) : mint(`key-${index % 7}`),
        ),
      );
      const counts = countStatuses(replies);
      expect((counts[201] ?? 0) + (counts[409] ?? 0)).toBe(60);
      const minted = new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body.token.id));
      expect((await tokens()).map(({ id }) => id).sort()).toEqual([...minted].sort());
      expect(minted.size).toBe(20 + 7);
    });

    it('a failure in the middle takes all back, and keeps no answer', async () => {
      await newUser(service, 'default', { username: `taken-${userId}` });
      const { manager } = service.get(DataSource);
      const before = await manager.count(IdempotentAnswer);
      const users = '/v1/ecosystems/default/users';
      for (const username of [`taken-${userId}`, `taken-${userId}`]) {
        expect((await keyed(service, users, service.account, 'taken', { username })).status).toBe(409);
      }
      expect(await manager.count(IdempotentAnswer)).toBe(before);
      const free = await keyed(service, users, service.account, 'taken', { username: `free-${userId}` });
      expect(free.status).toBe(201);
    });

    it('a revocation is invalidated after its commit, and before its answer is given again', async () => {
      const { secret } = await newToken(service, 'default', userId, { expiryType: 'Infinite' });
      expect(await verdictOf(service, secret)).toBe('live');
      const cache = service.get(SessionCache);
      const invalidate = cache.invalidate.bind(cache);
      const rowsAtInvalidation: number[] = [];
      const { manager } = service.get(DataSource);
      const before = await manager.count(IdempotentAnswer);
      const key = randomUUID();
      const revoke = () => keyed(service, '/v1/tokens/revoke', service.account, key, { token: secret });
      let isTold = false;
      // What a cache says that cannot be reached; the invalidation itself is done all the same.
      cache.invalidate = async (...given) => {
        rowsAtInvalidation.push(await manager.count(IdempotentAnswer));
        return (await invalidate(...given)) && isTold;
      };
      try {
        expect((await revoke()).status).toBe(503);
        expect(rowsAtInvalidation.at(-1)).toBe(before + 1);
        expect(await verdictOf(service, secret)).toBe('revoked');
        // It is stored, but to say so before the cache was told would promise too much.
        expect((await revoke()).status).toBe(503);
        isTold = true;
        const again = await revoke();
        expect([again.status, isReplayed(again)]).toEqual([200, 'true']);
        expect(rowsAtInvalidation).toHaveLength(4);
      } finally {
        cache.invalidate = invalidate;
      }
      expect(service.get(SessionInvalidation).ofTransaction()).toEqual([]);
    });

    it('the pruner removes what is older than a day', async () => {
      await mint('old');
      service.clock.advance(day - 1);
      await mint('young');
      const { manager } = service.get(DataSource);
      await service.get(IdempotencyPruner).prune();
      const before = await manager.count(IdempotentAnswer);
      expect(isReplayed(await mint('old'))).toBe('true');
      service.clock.advance(1);
      expect(await service.get(IdempotencyPruner).prune()).toBe(before - 1);
      expect(isReplayed(await mint('young'))).toBe('true');
      const left = await manager.find(IdempotentAnswer);
      expect(left).toHaveLength(1);
    });
  });
}
