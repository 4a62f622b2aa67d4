import { SessionCache, tombstoneFor } from '../../src/sessions/session-cache.js';
import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';
import {
  auditAfter,
  auditCount,
  countStatuses,
  type Environment,
  verdictOf,
} from '../contract/core.support.js';
import { Gate } from '../contract/gate.js';
import { minute, second } from '../sessions/sessions.js';

/** A role is what all who hold it may do: what it gives or takes holds for the very next request of every live token. */
export function rolesContract(environment: Environment): void {
  describe('roles', () => {
    const service = sharedService(environment);
    let ecosystemId: string;

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
    });

    const ask = (method: string, path: string, json?: unknown, secret = service.account) =>
      service.native(method, `/v1/ecosystems/${ecosystemId}${path}`, secret, json);
    const define = (name: string, ...permissions: string[]) => ask('PUT', `/roles/${name}`, { permissions });

    /** A token of a user who has these roles, just used, so that its session is cached where sessions are. */
    const newHolder = async (roles: string[], given: object = {}) => {
      const { id } = await newUser(service, ecosystemId, { roles });
      const sliding = { expiryType: 'SlidingTtl', ttl: 86_400 };
      const { secret, token } = await newToken(service, ecosystemId, id, { ...sliding, ...given });
      for (let use = 0; use < 2; use++) expect(await verdictOf(service, secret)).toBe('live');
      return { userId: id, tokenId: token.id, secret };
    };
    /** What the guard, the introspection and the token itself are told. */
    const expectMay = async ({ secret }: { secret: string }, ...permissions: string[]) => {
      const { status } = await ask('GET', '/roles', undefined, secret);
      expect(status).toBe(permissions.includes('roles:read') ? 200 : 403);
      const { active, scope = '' } = await introspect(service, secret);
      expect({ active, scope }).toEqual({ active: true, scope: permissions.join(' ') });
      const self = await service.native('GET', '/v1/self', secret);
      expect(self.body.permissions).toEqual(permissions);
    };

    const takings: [name: string, status: number, act: () => Promise<{ status: number }>][] = [
      ['is defined anew without it', 200, () => define('reader', 'tokens:list')],
      ['is deleted', 204, () => ask('DELETE', '/roles/reader')],
    ];

    describe.each(takings)('a permission of a role that %s', (what, status, act) => {
      const left = what === 'is deleted' ? [] : ['tokens:list'];

      it('is gone with the very next request of every live token, and stays so', async () => {
        await define('reader', 'tokens:list', 'roles:read');
        const holders = [];
        for (let count = 0; count < 5; count++) holders.push(await newHolder(['user', 'reader']));
        for (const holder of holders) await expectMay(holder, 'tokens:list', 'roles:read', 'self:manage');
        expect((await act()).status).toBe(status);
        for (const holder of holders) await expectMay(holder, ...left, 'self:manage');
        for (const ms of [second, minute, tombstoneFor, 10 * minute]) {
          service.clock.advance(ms);
          for (const holder of holders) await expectMay(holder, ...left, 'self:manage');
        }
      });

      it('is not brought back by a verification that began before it and ends after it', async () => {
        await define('reader', 'tokens:list', 'roles:read');
        const { userId } = await newHolder(['reader']);
        const { token, secret } = await newToken(service, ecosystemId, userId, {});
        const cache = service.get(SessionCache);
        const put = cache.put.bind(cache);
        const [reached, released] = [new Gate(), new Gate()];
        cache.put = async (session, now) => {
          if (session.tokenId === token.id) {
            reached.open();
            await released.opened;
          }
          return put(session, now);
        };
        const slow = verdictOf(service, secret);
        await reached.opened;
        cache.put = put;
        expect((await act()).status).toBe(status);
        released.open();
        expect(await slow).toBe('live');
        await expectMay({ secret }, ...left);
      });

      it('is left to those who have it otherwise, and to other tenants', async () => {
        await define('reader', 'tokens:list', 'roles:read');
        await define('other', 'roles:read');
        const holder = await newHolder(['reader', 'other']);
        await expectMay(holder, 'tokens:list', 'roles:read');
        const stranger = await newTenant(service);
        const theirs = `/v1/ecosystems/${stranger.ecosystemId}`;
        const permissions = ['roles:read'];
        await service.native('PUT', `${theirs}/roles/reader`, service.account, { permissions });
        const { id } = await newUser(service, stranger.ecosystemId, { roles: ['reader'] });
        const { secret } = await newToken(service, stranger.ecosystemId, id);
        await act();
        await expectMay(holder, ...left, 'roles:read');
        expect((await service.native('GET', `${theirs}/roles`, secret)).status).toBe(200);
      });
    });

    it('what a role is given holds for the very next request, as far as the token was not narrowed', async () => {
      await define('reader');
      const [whole, narrow] = [
        await newHolder(['reader']),
        await newHolder(['reader'], { permissions: ['roles:read', 'users:read'] }),
      ];
      for (let time = 0; time < 3; time++) {
        await expectMay(whole);
        await expectMay(narrow);
        await define('reader', 'tokens:list', 'roles:read');
        await expectMay(whole, 'tokens:list', 'roles:read');
        await expectMay(narrow, 'roles:read');
        await define('reader');
      }
    });

    it('of many roles that give the same, each permission is had once; a role with a like name gives nothing', async () => {
      const held = Array.from({ length: 30 }, (_, index) => `role-${index}`);
      for (const name of held) await define(name, 'roles:read', 'tokens:list');
      await define('a_role', 'users:read');
      await define('role', 'users:delete');
      await define('role-', 'audit:read');
      await define('aXrole', 'tokens:list');
      await expectMay(await newHolder(held), 'tokens:list', 'roles:read');
      await expectMay(await newHolder(['aXrole']), 'tokens:list');
      await expectMay(await newHolder([]));
    });

    it('a role that is deleted while users get it is in the end held by nobody', async () => {
      const { userId } = await newHolder(['user']);
      for (let round = 0; round < 5; round++) {
        await define('fleeting', 'roles:read');
        const replies = await Promise.all([
          ask('PATCH', `/users/${userId}`, { roles: ['user', 'fleeting'] }),
          ask('POST', '/users', { username: `ada-${round}`, roles: ['fleeting'] }),
          ask('DELETE', '/roles/fleeting'),
          ask('PATCH', `/users/${userId}`, { name: `Ada ${round}` }),
        ]);
        expect(replies.map(({ status }) => [200, 201, 204, 422].includes(status))).toEqual(
          Array(4).fill(true),
        );
        expect(replies[2].status).toBe(204);
        await define('fleeting', 'roles:read');
        const ids = [userId, ...(replies[1].status === 201 ? [replies[1].body.id] : [])];
        for (const id of ids) expect((await ask('GET', `/users/${id}`)).body.roles).not.toContain('fleeting');
      }
    });

    it('many define and delete at once: each is one thing or the other, and none fails', async () => {
      const { secret } = await newHolder(['admin']);
      const acts = Array.from({ length: 24 }, (_, index) => {
        const name = `role-${index % 3}`;
        if (index % 4 === 3) return ask('DELETE', `/roles/${name}`, undefined, secret);
        return ask('PUT', `/roles/${name}`, { permissions: index % 2 ? ['users:read'] : [] }, secret);
      });
      const counts = countStatuses(await Promise.all(acts));
      const allowed = ['200', '201', '204', '404'];
      expect(Object.keys(counts).filter((status) => !allowed.includes(status))).toEqual([]);
    });

    it('of many who define a new role at once, one makes it', async () => {
      const replies = await Promise.all(Array.from({ length: 8 }, () => define('popular', 'users:read')));
      expect(countStatuses(replies)).toEqual({ 200: 7, 201: 1 });
    });

    it('each change leaves a row, with what the role gave before and what it gives now', async () => {
      await newUser(service, ecosystemId, { roles: ['user'] });
      const before = await auditCount(service);
      await define('reader', 'roles:read');
      const { userId } = await newHolder(['reader']);
      await define('reader', 'roles:read', 'users:read');
      await define('reader', 'roles:read', 'users:read');
      await ask('DELETE', '/roles/reader');
      await ask('DELETE', '/roles/reader');
      const rows = (await auditAfter(service, before)).filter(({ targetType }) => targetType === 'role');
      const of = (action: string, detail: object) => ({
        ...{ action, ecosystemId, targetType: 'role', targetId: 'reader', detail },
        callerHolder: 'account',
      });
      expect(rows).toMatchObject([
        of('role.define', { permissions: ['roles:read'], before: null }),
        of('role.define', { permissions: ['users:read', 'roles:read'], before: ['roles:read'] }),
        of('role.delete', { permissions: ['users:read', 'roles:read'], users: 1 }),
      ]);
      expect(rows).toHaveLength(3);
      expect((await ask('GET', `/users/${userId}`)).body.roles).toEqual([]);
    });
  });
}
