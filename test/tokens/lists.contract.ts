import { idsOf, walkPages } from '../support/pages.js';
import { newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { second } from '../sessions/sessions.js';

/** A list shows what its filters mean, each item once, page by page, whatever is added meanwhile. */
export function listsContract(environment: Environment): void {
  describe('lists', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;

    beforeEach(async () => {
      service.clock.advance(60 * second);
      ({ ecosystemId, server } = await newTenant(service));
    });

    const post = async (path: string, json: object, secret = service.account) =>
      (await service.native('POST', path, secret, json)).body;
    const inTenant = (path: string) => `/v1/ecosystems/${ecosystemId}/${path}`;
    const found = (path: string, query: Record<string, string> = {}) =>
      idsOf(service, `${inTenant(path)}?${new URLSearchParams(query).toString()}`);

    it('of ecosystems: a stable page, exact filters', async () => {
      const name = `Ünter_%"'${ecosystemId}`;
      const ids: string[] = [];
      for (let one = 0; one < 7; one++) ids.push((await post('/v1/ecosystems', { name })).id);
      await post('/v1/ecosystems', { name: name.toUpperCase() });
      const query = new URLSearchParams({ name, limit: '2' }).toString();
      const { items } = await walkPages(service, `/v1/ecosystems?${query}`, undefined, () =>
        post('/v1/ecosystems', { name: 'Another' }),
      );
      expect(items.map(({ id }) => id).sort()).toEqual([...ids].sort());
      const { id } = await post('/v1/ecosystems', { name, domain: `${ids[0]}.Example` });
      expect(await idsOf(service, `/v1/ecosystems?domain=${ids[0]}.eXample`)).toEqual([id]);
      expect(await idsOf(service, '/v1/ecosystems', server)).toEqual([ecosystemId]);
    });

    it('of users: a stable page though all are of one moment, exact filters', async () => {
      const ids: string[] = [];
      for (let one = 0; one < 7; one++) {
        ids.push((await newUser(service, ecosystemId, { roles: one % 2 ? ['admin', 'user'] : [] })).id);
      }
      await newUser(service, 'default');
      const { items } = await walkPages(service, `${inTenant('users')}?limit=2`, server, async () => {
        service.clock.advance(second);
        await newUser(service, ecosystemId, { active: false });
      });
      expect(items.map(({ id }) => id).sort()).toEqual([...ids].sort());
      expect((await found('users', { role: 'admin' })).sort()).toEqual([ids[1], ids[3], ids[5]].sort());
      for (const role of ['Admin', 'adm_n', 'min', '%']) {
        const { status, body } = await service.native(
          'GET',
          `${inTenant('users')}?role=${encodeURIComponent(role)}`,
          server,
        );
        expect(role === '%' ? status : body.data).toEqual(role === '%' ? 422 : []);
      }
      expect(await found('users', { active: 'false', limit: '1' })).toHaveLength(3);
      const key = { username: 'Ada_1', email: 'Ada@Acme.example', externalId: 'C_1' };
      const { id } = await newUser(service, ecosystemId, key);
      expect(await found('users', { username: 'aDA_1', email: 'ADA@acme.example' })).toEqual([id]);
      expect(await found('users', { username: 'adax1' })).toEqual([]);
      expect([
        await found('users', { externalId: 'C_1' }),
        await found('users', { externalId: 'c_1' }),
      ]).toEqual([[id], []]);
    });

    it('of tokens: by each filter alone, and by pairs, as the records themselves say', async () => {
      const users = [await newUser(service, ecosystemId), await newUser(service, ecosystemId)];
      for (let one = 0; one < 12; one++) {
        service.clock.advance(second);
        const user = users[one % 2]!;
        const given = [{ ttl: 8 }, { expiryType: 'Infinite' }, { expiryType: 'SlidingTtl', ttl: 900 }][
          one % 3
        ];
        const path = inTenant(`users/${user.id}/tokens`);
        const { token, secret } = await post(path, given!, one % 4 ? service.account : server);
        if (one % 5 === 0) await service.native('DELETE', inTenant(`tokens/${token.id}`), server);
        else if (one % 2) await verdictOf(service, secret);
        if (one === 6) await service.native('DELETE', path, server);
      }
      await post(inTenant('server-tokens'), {}, server);
      await flushUses(service);
      const { items } = await walkPages(service, inTenant('tokens'));
      expect(items).toHaveLength(14);
      const middle = items[7].createdAt as string;
      const used = items.find(({ lastUsedAt }) => lastUsedAt !== null)!.lastUsedAt as string;
      type Item = (typeof items)[number];
      const filters: [query: Record<string, string>, means: (token: Item) => boolean][] = [
        [{ userId: users[0]!.id }, (token) => token.userId === users[0]!.id],
        [{ holder: 'user' }, (token) => token.holder === 'user'],
        [{ holder: 'server' }, (token) => token.holder === 'server'],
        [{ mintedBy: items[0].mintedBy }, (token) => token.mintedBy === items[0].mintedBy],
        [{ state: 'live' }, (token) => token.state === 'live'],
        [{ state: 'expired' }, (token) => token.state === 'expired'],
        [{ state: 'revoked' }, (token) => token.state === 'revoked'],
        [{ createdFrom: middle }, (token) => token.createdAt >= middle],
        [{ createdBefore: middle }, (token) => token.createdAt < middle],
        [{ lastUsedFrom: used }, (token) => token.lastUsedAt !== null && token.lastUsedAt >= used],
        [{ lastUsedBefore: used }, (token) => token.lastUsedAt === null || token.lastUsedAt < used],
      ];
      const idsBy = (means: (token: Item) => boolean) => items.filter(means).map(({ id }) => id);
      for (const [one, meansOne] of filters) {
        expect(idsBy(meansOne).length).toBeGreaterThan(0);
        for (const [other, meansOther] of filters) {
          const query = { ...one, ...other };
          const keys = Object.keys(query).length;
          if (one !== other && keys === 1) continue;
          const expected = idsBy((token) => meansOne(token) && meansOther(token));
          expect({ query, ids: await found('tokens', { ...query, limit: '5' }) }).toEqual({
            query,
            ids: expected,
          });
        }
      }
      expect(await found('server-tokens')).toEqual(idsBy((token) => token.holder === 'server'));
      expect(await idsOf(service, '/v1/ecosystems/default/tokens')).toEqual([]);
    });

    it('of account tokens: those of operators only', async () => {
      const made: string[] = [];
      for (let one = 0; one < 3; one++) made.unshift((await post('/v1/account-tokens', {})).token.id);
      const path = '/v1/account-tokens?limit=1&createdFrom=2026-11-22T12:00:00Z';
      const { items } = await walkPages(service, path);
      expect(items.slice(0, 3).map(({ id }) => id)).toEqual(made);
      expect(new Set(items.map(({ holder }) => holder))).toEqual(new Set(['account']));
    });

    it('of the audit: a stable page, of one ecosystem and of all', async () => {
      const ids: string[] = [];
      for (let one = 0; one < 5; one++) ids.unshift((await newUser(service, ecosystemId)).id);
      await newToken(service, ecosystemId, ids[0]!);
      const more = () => newUser(service, ecosystemId);
      const paths = [
        inTenant('audit?limit=2&action=user.create'),
        `/v1/audit?limit=2&ecosystemId=${ecosystemId}&targetType=user`,
      ];
      for (const path of paths) {
        const targets = (await walkPages(service, path, undefined, more)).items.map(
          (entry) => entry.targetId,
        );
        expect(targets.slice(-5)).toEqual(ids);
        expect(new Set(targets).size).toBe(targets.length);
      }
      const everywhere = await idsOf(service, '/v1/audit?limit=7');
      expect(new Set(everywhere).size).toBe(everywhere.length);
      expect(everywhere).toEqual(expect.arrayContaining(await idsOf(service, inTenant('audit?limit=3'))));
    });
  });
}
