import { DataSource } from 'typeorm';
import { Token } from '../../src/tokens/token.entity.js';
import { TokensPruner } from '../../src/tokens/tokens.pruner.js';
import { newTenant, newToken, newUser, type Service, startService } from '../support/service.js';
import { type Environment, flushUses, Statements, verdictOf } from '../contract/core.support.js';
import { hour } from '../sessions/sessions.js';

const day = 24 * hour;

/** The pruner removes what has long been dead, and nothing else. */
export function prunerContract(environment: Environment): void {
  describe('the pruner', () => {
    let service: Service;
    const ecosystemId = 'default';
    let userId: string;

    beforeEach(async () => {
      service = await startService({ RETENTION_DAYS: '7', ...(await environment()) });
      userId = (await newUser(service, ecosystemId)).id;
    });
    afterEach(() => service.close());

    const mint = (given: object) => newToken(service, ecosystemId, userId, given);
    const prune = () => service.get(TokensPruner).prune();
    const rows = async (): Promise<string[]> =>
      (await service.get(DataSource).manager.findBy(Token, { userId })).map(({ id }) => id).sort();
    const idsOf = (...minted: { token: { id: string } }[]) => minted.map(({ token }) => token.id).sort();
    const revoke = ({ token }: { token: { id: string } }) =>
      service.native('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`, service.account);

    it('removes nothing when nothing is dead', async () => {
      const minted = [
        await mint({}),
        await mint({ expiryType: 'Infinite' }),
        await mint({ expiryType: 'SlidingTtl' }),
      ];
      expect(await prune()).toBe(0);
      expect(await rows()).toEqual(idsOf(...minted));
    });

    it('keeps a dead token for the time of retention, and removes it then', async () => {
      const expired = await mint({ expiryType: 'FixedTtl', ttl: 3600 });
      const revoked = await mint({ expiryType: 'Infinite' });
      service.clock.advance(hour);
      await revoke(revoked);
      service.clock.advance(7 * day);
      expect(await prune()).toBe(0);
      expect(await rows()).toEqual(idsOf(expired, revoked));
      service.clock.advance(1);
      expect(await prune()).toBe(2);
      expect(await rows()).toEqual([]);
      expect(await verdictOf(service, expired.secret)).toBe('unknown');
    });

    it('keeps what lives: infinite tokens, those with a long ttl, and sliding ones that are used', async () => {
      const kept = [
        await mint({ expiryType: 'Infinite' }),
        await mint({ expiryType: 'FixedTtl', ttl: (60 * day) / 1000 }),
        await mint({ expiryType: 'SlidingTtl', ttl: (2 * day) / 1000 }),
        await mint({ expiryType: 'Infinite', maxAge: (60 * day) / 1000 }),
      ];
      const dead = [
        await mint({ expiryType: 'SlidingTtl', ttl: (2 * day) / 1000 }),
        await mint({ expiryType: 'Infinite', maxAge: day / 1000 }),
        await mint({ expiryType: 'SlidingTtl', ttl: (2 * day) / 1000, maxAge: (3 * day) / 1000 }),
      ];
      for (let passed = 0; passed < 20; passed++) {
        service.clock.advance(day);
        for (const { secret } of kept) expect(await verdictOf(service, secret)).toBe('live');
        await flushUses(service);
      }
      expect(await prune()).toBe(dead.length);
      expect(await rows()).toEqual(idsOf(...kept));
      for (const { secret } of kept) expect(await verdictOf(service, secret)).toBe('live');
    });

    it('works in batches of a thousand at the most, and verification goes on between them', async () => {
      const { body } = await service.native(
        'POST',
        `/v1/ecosystems/${ecosystemId}/server-tokens`,
        service.account,
        { expiryType: 'Infinite' },
      );
      const bulk = { data: Array(2500).fill(userId) as string[] };
      expect((await service.native('POST', '/v1/enterprise/user-tokens', body.secret, bulk)).status).toBe(
        201,
      );
      const live = await mint({ expiryType: 'Infinite' });
      service.clock.advance(8 * day + 1);
      const statements = new Statements(service);
      let isDone = false;
      const pruned = prune().finally(() => (isDone = true));
      let verified = 0;
      while (!isDone) {
        service.clock.advance(hour);
        expect(await verdictOf(service, live.secret)).toBe('live');
        if (!isDone) verified++;
        await new Promise(setImmediate);
      }
      expect(await pruned).toBe(2500);
      expect(verified).toBeGreaterThan(0);
      expect(statements.countLike(/^\s*DELETE\b/i)).toBeGreaterThanOrEqual(3);
      expect(await rows()).toEqual(idsOf(live));
    });

    it('twice at the same time removes the same rows, and no others', async () => {
      for (let count = 0; count < 20; count++) await mint({});
      const live = await mint({ expiryType: 'Infinite' });
      service.clock.advance(30 * day);
      await Promise.all([prune(), prune()]);
      expect(await rows()).toEqual(idsOf(live));
    });

    it('removes the tokens of a deleted user, of a deleted ecosystem, and those that were revoked together', async () => {
      const tenant = await newTenant(service);
      const inTenant = await newToken(
        service,
        tenant.ecosystemId,
        (await newUser(service, tenant.ecosystemId)).id,
        {
          expiryType: 'Infinite',
        },
      );
      const gone = await newUser(service, ecosystemId);
      const ofGone = await newToken(service, ecosystemId, gone.id, { expiryType: 'Infinite' });
      const revoked = await mint({ expiryType: 'Infinite' });
      const account = (path: string) => service.native('DELETE', `/v1/ecosystems${path}`, service.account);
      await account(`/${tenant.ecosystemId}`);
      await account(`/${ecosystemId}/users/${gone.id}`);
      await account(`/${ecosystemId}/users/${userId}/tokens`);
      const live = await mint({ expiryType: 'Infinite' });
      const all = async () => (await service.get(DataSource).manager.find(Token)).map(({ id }) => id);
      const before = await all();
      service.clock.advance(7 * day);
      await prune();
      expect(await all()).toEqual(expect.arrayContaining(idsOf(inTenant, ofGone, revoked)));
      service.clock.advance(1);
      // And the tenant’s server token.
      expect(await prune()).toBe(4);
      const after = await all();
      expect(before.filter((id) => !after.includes(id))).toEqual(
        expect.arrayContaining(idsOf(inTenant, ofGone, revoked)),
      );
      expect(await rows()).toEqual(idsOf(live));
    });
  });
}
