import { newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';
import { auditAfter, auditCount, type Environment, verdictOf } from '../contract/core.support.js';

/** Whoever revokes a key learns of what came from it, and can end all of that by the same call. */
export function keyRevocationContract(environment: Environment): void {
  describe('a key that is revoked', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let keys: string;
    const infinite = { expiryType: 'Infinite' };

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
      keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    });

    const mint = async (path: string, secret: string, given: object = infinite): Promise<Reply['body']> =>
      (await service.native('POST', path, secret, given)).body;
    const revoke = ({ token }: Reply['body'], query = '') =>
      service.native('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${token.id}${query}`, service.account);

    it('is 204 when nothing came from it, also once more', async () => {
      const key = await mint(keys, service.account);
      for (let time = 0; time < 2; time += 1) {
        expect([(await revoke(key)).status, await verdictOf(service, key.secret)]).toEqual([204, 'revoked']);
      }
    });

    it('tells of the keys that were put in its place or minted with it, and are live', async () => {
      const key = await mint(keys, service.account);
      const minted = await mint(keys, key.secret);
      const gone = await mint(keys, key.secret);
      await revoke(gone);
      const thief = (
        await service.native('POST', `${keys}/${key.token.id}/rotate`, key.secret, { overlap: 60 })
      ).body;
      const further = await mint(keys, thief.secret);
      const { status, body } = await revoke(key);
      expect(status).toBe(200);
      const told = body.livingOn.map(({ id }: { id: string }) => id).sort();
      expect(told).toEqual([minted, thief, further].map(({ token }) => token.id).sort());
      expect([await verdictOf(service, key.secret), await verdictOf(service, thief.secret)]).toEqual([
        'revoked',
        'live',
      ]);
    });

    it('with cascade takes all of it along, through keys and users, dead ones in between, and nothing else', async () => {
      const bystander = await mint(keys, service.account);
      const boss = await newUser(service, ecosystemId, { roles: ['admin'] });
      const others = await newToken(service, ecosystemId, boss.id, infinite);
      const key = await mint(keys, service.account);
      const users = `/v1/ecosystems/${ecosystemId}/users/${boss.id}/tokens`;
      const ofUser = await mint(users, key.secret);
      const byUser = await mint(users, ofUser.secret);
      const keyOfUser = await mint(keys, byUser.secret);
      const between = await mint(keys, key.secret);
      const behind = await mint(keys, between.secret);
      await revoke(between);
      const thief = (
        await service.native('POST', `${keys}/${key.token.id}/rotate`, key.secret, { overlap: 60 })
      ).body;
      const further = await mint(keys, thief.secret);
      const before = await auditCount(service);
      const { status, body } = await revoke(key, '?cascade=true');
      const all = [key, ofUser, byUser, keyOfUser, behind, thief, further];
      expect([status, body]).toEqual([200, { revoked: all.length }]);
      expect(await Promise.all(all.map(({ secret }) => verdictOf(service, secret)))).toEqual(
        all.map(() => 'revoked'),
      );
      for (const { secret } of [bystander, others]) expect(await verdictOf(service, secret)).toBe('live');
      const actions = (await auditAfter(service, before)).map(({ action }) => action);
      expect(new Set(actions)).toEqual(new Set(['token.revoke', 'token.revoke-filtered']));
      expect((await revoke(key, '?cascade=true')).status).toBe(200);
    });

    it('of an account takes along what it made in every ecosystem', async () => {
      const other = await newTenant(service);
      const key = await mint('/v1/account-tokens', service.account);
      const made = [
        await mint('/v1/account-tokens', key.secret),
        await mint(keys, key.secret),
        await mint(`/v1/ecosystems/${other.ecosystemId}/server-tokens`, key.secret),
      ];
      const path = `/v1/account-tokens/${key.token.id}`;
      expect((await service.native('DELETE', `${path}?cascade=true`, service.account)).body).toEqual({
        revoked: 4,
      });
      for (const { secret } of made) expect(await verdictOf(service, secret)).toBe('revoked');
      expect(await verdictOf(service, service.account)).toBe('live');
    });

    it('422 for a cascade that is neither true nor false: nothing is revoked', async () => {
      const key = await mint(keys, service.account);
      expect((await revoke(key, '?cascade=yes')).status).toBe(422);
      expect(await verdictOf(service, key.secret)).toBe('live');
    });

    it('a key that rotates itself lives on for a minute: its answer can be asked for again', async () => {
      const key = await mint(keys, service.account);
      const path = `${keys}/${key.token.id}/rotate`;
      const ask = (overlap: number) =>
        service.ask(path, {
          method: 'POST',
          headers: { authorization: `Bearer ${key.secret}`, 'idempotency-key': 'rotate-myself' },
          json: { overlap },
        });
      for (const overlap of [0, 59]) expect((await ask(overlap)).status).toBe(422);
      const first = await ask(60);
      service.clock.advance(59_000);
      const again = await ask(60);
      expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([
        201,
        201,
        'true',
      ]);
      expect(again.body.secret).toBe(first.body.secret);
    });
  });
}
