import type { EntityManager } from 'typeorm';
import { Transactions } from '../../src/database/transactions/transactions.js';
import { DomainResolver } from '../../src/ecosystems/domain-resolver.js';
import { EcosystemsService } from '../../src/ecosystems/ecosystems.service.js';
import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { Gate } from '../contract/gate.js';
import { minute } from '../sessions/sessions.js';

/** What is written and comes to nothing is remembered by nobody, also where it can be read meanwhile. */
export function uncommittedContract(environment: Environment): void {
  describe('what a transaction wrote that comes to nothing', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let userId: string;

    beforeAll(async () => {
      ({ ecosystemId } = await newTenant(service));
    });
    beforeEach(async () => {
      userId = (await newUser(service, ecosystemId)).id;
    });

    /** Does `meanwhile` while the statement is written and not yet taken back. */
    const duringTakenBack = async (statement: string, meanwhile: () => Promise<unknown>) => {
      const [written, released] = [new Gate(), new Gate()];
      const end = service.get(Transactions).run(async (manager: EntityManager) => {
        await manager.query(statement);
        written.open();
        await released.opened;
        throw new Error('taken back');
      });
      await written.opened;
      await meanwhile();
      released.open();
      await expect(end).rejects.toThrow('taken back');
    };
    const mint = (given: object) => newToken(service, ecosystemId, userId, given);

    it.each(['Infinite', 'SlidingTtl'])('revives no token for a minute: %s', async (expiryType) => {
      const { secret } = await mint({ expiryType });
      const path = `/v1/ecosystems/${ecosystemId}/users/${userId}`;
      await service.native('PATCH', path, service.account, { active: false });
      // No tombstone helps any more.
      service.clock.advance(3 * minute);
      await duringTakenBack(`UPDATE users SET active = true WHERE id = '${userId}'`, () =>
        introspect(service, secret),
      );
      expect(await verdictOf(service, secret)).toBe('disabled');
      expect(await introspect(service, secret)).toEqual({ active: false });
    });

    it('gives a token no permission for a minute', async () => {
      const { secret } = await mint({ expiryType: 'Infinite' });
      const self = () => service.native('GET', `/v1/ecosystems/${ecosystemId}/users`, secret);
      await duringTakenBack(`UPDATE users SET roles = '["admin"]' WHERE id = '${userId}'`, self);
      expect((await self()).status).toBe(403);
    });

    it('kills no token', async () => {
      const { secret, token } = await mint({ expiryType: 'Infinite' });
      await duringTakenBack(`UPDATE tokens SET revoked_at = 1 WHERE id = '${token.id}'`, () =>
        introspect(service, secret),
      );
      expect(await verdictOf(service, secret)).toBe('live');
    });

    it('shortens no token by a use that is stored afterwards', async () => {
      const tokens = [await mint({ expiryType: 'Infinite' }), await mint({ expiryType: 'SlidingTtl' })];
      service.clock.advance(2 * minute);
      await duringTakenBack(`UPDATE tokens SET max_age = ${5 * minute} WHERE user_id = '${userId}'`, () =>
        Promise.race([
          Promise.all(tokens.map(({ secret }) => verdictOf(service, secret))),
          new Promise((resolve) => setTimeout(resolve, 100)),
        ]),
      );
      await flushUses(service);
      service.clock.advance(10 * minute);
      for (const { secret } of tokens) expect(await verdictOf(service, secret)).toBe('live');
    });

    it('leads no host anywhere', async () => {
      const host = `${ecosystemId}.example`;
      const hosts = service.get(DomainResolver);
      await duringTakenBack(`UPDATE ecosystems SET domain = '${host}' WHERE id = '${ecosystemId}'`, () =>
        hosts.idOf(host),
      );
      expect(await hosts.idOf(host)).toBeNull();
    });

    it('hides nothing that comes to something, whoever asked while a request with an Idempotency-Key was written', async () => {
      const hosts = service.get(DomainResolver);
      const ecosystems = service.get(EcosystemsService);
      const create = ecosystems.create.bind(ecosystems);
      ecosystems.create = async (...given) => {
        const created = await create(...given);
        await service.get(Transactions).detached(() => hosts.idOf('late.example'));
        return created;
      };
      const headers = { authorization: `Bearer ${service.account}`, 'idempotency-key': 'late' };
      const json = { id: 'late', name: 'Late', domain: 'late.example' };
      expect((await service.ask('/v1/ecosystems', { method: 'POST', headers, json })).status).toBe(201);
      expect(await hosts.idOf('late.example')).toBe('late');
    });
  });
}
