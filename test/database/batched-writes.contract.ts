import { DataSource } from 'typeorm';
import { AuditService } from '../../src/audit/audit.service.js';
import { systemCaller } from '../../src/common/caller.js';
import { BatchedWrites } from '../../src/database/batched-writes.js';
import { Transactions } from '../../src/database/transactions/transactions.js';
import type { MintRequest } from '../../src/tokens/mint/new-token.js';
import { MintService } from '../../src/tokens/mint/mint.service.js';
import { newTenant, newUser, sharedService } from '../support/service.js';
import { auditCount, type Environment, Statements, verdictOf } from '../contract/core.support.js';

/** What is written together is one transaction, and yet each is all or nothing for itself. */
export function batchedWritesContract(environment: Environment): void {
  describe('batched writes', () => {
    const service = sharedService(environment);
    let batches: string[][];
    let writes: BatchedWrites<string, string>;

    beforeEach(async () => {
      batches = [];
      await service.get(DataSource).query('DELETE FROM idempotent_answers');
      writes = new BatchedWrites(service.get(Transactions), async (manager, ids) => {
        batches.push(ids);
        const rows = ids.map((id) => `('${id}', 'f', 200, '', 0)`).join(', ');
        await manager.query(
          `INSERT INTO idempotent_answers (id, fingerprint, status, sealed, created_at) VALUES ${rows}`,
        );
        return ids.map((id) => `wrote ${id}`);
      });
    });

    const stored = async () => {
      const rows: { id: string }[] = await service
        .get(DataSource)
        .query('SELECT id FROM idempotent_answers ORDER BY id');
      return rows.map(({ id }) => id);
    };

    it('all that one turn of the event loop asks for is one statement', async () => {
      await Promise.all(['a', 'b', 'c'].map((id) => writes.add(id)));
      expect(batches).toEqual([['a', 'b', 'c']]);
      expect(await stored()).toEqual(['a', 'b', 'c']);
    });

    it('each is told its own outcome', async () => {
      const outcomes = await Promise.all(['a', 'b'].map((id) => writes.add(id)));
      expect(outcomes).toEqual(['wrote a', 'wrote b']);
      const together = await service.get(Transactions).shared(() => writes.add('c'));
      expect(together).toBe('wrote c');
    });

    it('when it is answered it is committed', async () => {
      await Promise.all(
        ['a', 'b'].map(async (id) => {
          await writes.add(id);
          expect(await stored()).toContain(id);
        }),
      );
    });

    it('the fault of one harms no other', async () => {
      await writes.add('taken');
      const outcomes = await Promise.allSettled(['a', 'taken', 'b'].map((id) => writes.add(id)));
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await stored()).toEqual(['a', 'b', 'taken']);
    });

    it('however many come at once, all are written, in parts', async () => {
      const ids = Array.from({ length: 1000 }, (_, number) => `id-${String(number).padStart(4, '0')}`);
      await Promise.all(ids.map((id) => writes.add(id)));
      expect(await stored()).toEqual(ids);
      expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(250);
      expect(batches.length).toBeLessThan(10);
    });

    it('inside a transaction of several writes it is a part of that one', async () => {
      const together = service.get(Transactions).shared(async () => {
        await writes.add('a');
        throw new Error('taken back');
      });
      await expect(together).rejects.toThrow('taken back');
      expect(await stored()).toEqual([]);
    });

    it('a hundred mints at once cost a handful of statements, and each is minted and audited', async () => {
      const { ecosystemId } = await newTenant(service);
      const { id } = await newUser(service, ecosystemId);
      const before = await auditCount(service);
      const statements = new Statements(service);
      const request: MintRequest = {
        ...{ lifetime: { expiryType: 'Infinite' }, shape: 'prefixed', dialect: 'native' },
      };
      const mint = () => service.get(MintService).mintForUser(ecosystemId, id, request, systemCaller);
      const minted = await Promise.all(Array.from({ length: 100 }, mint));
      const { reads, writes: inserts, others } = statements.take();
      expect(reads + inserts + others).toBeLessThanOrEqual(5);
      expect(new Set(minted.map(({ token }) => token.id)).size).toBe(100);
      expect(await auditCount(service)).toBe(before + 100);
      expect(await verdictOf(service, minted[99]!.secret)).toBe('live');
    });

    it('of mints that come together each has its own answer, and what is refused leaves nothing', async () => {
      const [tenant, other] = [await newTenant(service), await newTenant(service)];
      const users = `/v1/ecosystems/${tenant.ecosystemId}/users`;
      const [usual, inactive, deleted, renewed] = [
        await newUser(service, tenant.ecosystemId),
        await newUser(service, tenant.ecosystemId, { active: false }),
        await newUser(service, tenant.ecosystemId),
        await newUser(service, tenant.ecosystemId),
      ];
      const foreign = await newUser(service, other.ecosystemId);
      await service.native('DELETE', `${users}/${deleted.id}`, service.account);
      await service.native('DELETE', `${users}/${renewed.id}/tokens`, service.account);
      const before = await auditCount(service);
      const { minted } = service.get(AuditService).metrics;
      const counted = () => minted.get('native user')?.count ?? 0;
      const countedBefore = counted();

      const ids = [usual, inactive, deleted, foreign, { id: 'nobody' }, renewed].map(({ id }) => id);
      const replies = await Promise.all(
        ids.map((id) => service.native('POST', `${users}/${id}/tokens`, tenant.server, {})),
      );
      expect(replies.map(({ status, body }) => body.code ?? status)).toEqual([
        ...[201, 'user-inactive', 'user-not-found', 'user-not-found', 'user-not-found', 201],
      ]);
      expect(await auditCount(service)).toBe(before + 2);
      expect(counted()).toBe(countedBefore + 2);
      for (const at of [0, 5]) expect(await verdictOf(service, replies[at]!.body.secret)).toBe('live');

      await service.native('DELETE', `/v1/ecosystems/${tenant.ecosystemId}`, service.account);
      const late = await service.native('POST', `${users}/${usual.id}/tokens`, service.account, {});
      expect(late.body.code).toBe('ecosystem-not-found');
      expect(await auditCount(service)).toBe(before + 3);
    });
  });
}
