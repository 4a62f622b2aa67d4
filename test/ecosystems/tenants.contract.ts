import { DataSource } from 'typeorm';
import { User } from '../../src/users/user.entity.js';
import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, problem } from '../contract/core.support.js';
import { uniquenessContract } from '../users/uniqueness.contract.js';

/** Ecosystems are tenants, users are people inside one of them. */
export function tenantsContract(environment: Environment): void {
  describe('ecosystems and users', () => {
    const service = sharedService(environment);
    const at = '2026-11-22T12:00:00.000Z';

    const ask = (method: string, path: string, json?: unknown, secret = service.account) =>
      service.native(method, `/v1/ecosystems${path}`, secret, json);

    it('an ecosystem is made, read, deleted, and not found from then on', async () => {
      const given = {
        ...{ id: 'acme', name: 'Acme’s “Ltd” 🎉', domain: 'Chat.Acme.Example' },
        origins: ['https://app.acme.example'],
      };
      const stamps = { createdAt: at, updatedAt: at };
      const view = { ...given, domain: 'chat.acme.example', registration: 'closed', ...stamps };
      const created = await ask('POST', '', given);
      expect([created.status, created.body]).toEqual([201, view]);
      const read = await ask('GET', '/acme');
      expect([read.status, read.body]).toEqual([200, view]);
      const deleted = await ask('DELETE', '/acme');
      expect([deleted.status, deleted.text]).toEqual([204, '']);
      const words = 'There is no such ecosystem';
      const missing = problem(
        404,
        'Ecosystem not found',
        'ecosystem-not-found',
        words,
        '/v1/ecosystems/acme',
      );
      for (const method of ['GET', 'DELETE']) expect((await ask(method, '/acme')).body).toEqual(missing);
    });

    it('an ecosystem that is given no id gets one of 17 characters', async () => {
      const { body } = await ask('POST', '', { name: 'Nameless' });
      expect(body.id).toMatch(/^[2-9A-HJ-NP-TW-Za-km-z]{17}$/);
    });

    it('the domain of an ecosystem is free again after its deletion', async () => {
      await ask('POST', '', { id: 'once', name: 'Once', domain: 'once.example' });
      const twice = { id: 'twice', name: 'Twice', domain: 'ONCE.example' };
      const taken = await ask('POST', '', twice);
      expect([taken.status, taken.body.detail]).toEqual([409, 'Another ecosystem has this domain']);
      await ask('DELETE', '/once');
      expect((await ask('POST', '', twice)).status).toBe(201);
    });

    it('the id of a deleted ecosystem can be taken again, and nothing that was in it comes back', async () => {
      const { ecosystemId, server } = await newTenant(service);
      const given = { username: 'ada', externalId: 'c-1', roles: ['admin'] };
      const ada = await newUser(service, ecosystemId, given);
      const { secret } = await newToken(service, ecosystemId, ada.id, { expiryType: 'Infinite' });
      await ask('PUT', `/${ecosystemId}/roles/support`, { permissions: ['users:read'] });
      await ask('DELETE', `/${ecosystemId}`);
      const again = { id: ecosystemId, name: 'Again' };
      service.clock.advance(600_000 - 1);
      const early = await ask('POST', '', again);
      const words = 'An ecosystem with this id was deleted less than ten minutes ago';
      expect([early.status, early.body.detail]).toEqual([409, words]);
      service.clock.advance(1);
      const replies = await Promise.all([0, 1, 2, 3].map(() => ask('POST', '', again)));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
      for (const dead of [secret, server]) {
        expect(await introspect(service, dead)).toEqual({ active: false });
        expect((await ask('GET', `/${ecosystemId}`, undefined, dead)).status).toBe(401);
      }
      expect((await ask('GET', `/${ecosystemId}/users`)).body.data).toEqual([]);
      const { body } = await ask('GET', `/${ecosystemId}/roles`);
      expect(body.data.map(({ name }: { name: string }) => name)).toEqual(['admin', 'user']);
      const other = await newUser(service, ecosystemId, given);
      expect(other.id).not.toBe(ada.id);
      const fresh = await newToken(service, ecosystemId, other.id);
      expect(await introspect(service, fresh.secret)).toMatchObject({ active: true, sub: other.id });
      expect(await introspect(service, secret)).toEqual({ active: false });
      service.clock.advance(-600_000);
    });

    it('an ecosystem has no limit of its own to an id of 64 characters, and tells two cases of letters apart', async () => {
      const id = 'Ab'.repeat(32);
      expect((await ask('POST', '', { id, name: 'Long' })).body.id).toBe(id);
      expect((await ask('GET', `/${id.toLowerCase()}`)).status).toBe(404);
      expect((await ask('POST', '', { id: id.toLowerCase(), name: 'Low' })).status).toBe(201);
    });

    it('what is another tenant’s is not found, in the same words as what is not there', async () => {
      const [own, other] = [await newTenant(service), await newTenant(service)];
      const user = await newUser(service, other.ecosystemId);
      const { token } = await newToken(service, other.ecosystemId, user.id);
      const paths = ['', `/users/${user.id}`, `/users/${user.id}/tokens`, `/tokens/${token.id}`];
      for (const path of paths) {
        const foreign = await ask('GET', `/${other.ecosystemId}${path}`, undefined, own.server);
        const absent = await ask('GET', `/nobodys${path}`, undefined, own.server);
        expect(foreign.status).toBe(404);
        const { instance, requestId, ...words } = foreign.body;
        expect(absent.body).toMatchObject(words);
        expect([typeof instance, typeof requestId]).toEqual(['string', 'string']);
      }
      // Nor is it, when the ids of both are mixed.
      const mixed = await ask('GET', `/${own.ecosystemId}/users/${user.id}`, undefined, own.server);
      expect([mixed.status, mixed.body.code]).toEqual([404, 'user-not-found']);
      const token404 = await ask('GET', `/${own.ecosystemId}/tokens/${token.id}`, undefined, own.server);
      expect([token404.status, token404.body.code]).toEqual([404, 'token-not-found']);
    });

    it('a user is made, read and changed; what is left out stays, null takes away', async () => {
      const { ecosystemId } = await newTenant(service);
      const path = `/${ecosystemId}/users`;
      const given = {
        ...{ username: 'Ada', email: 'Ada@Acme.example', name: 'Ada O’Löve 🎓', externalId: 'c|4711' },
        ...{ roles: ['admin', 'user'], active: true },
      };
      const created = await ask('POST', path, { ...given, password: 'correct horse' });
      const { id } = created.body;
      expect(id).toMatch(/^[2-9A-HJ-NP-TW-Za-km-z]{17}$/);
      const view = { id, ecosystemId, ...given, hasPassword: true, createdAt: at, updatedAt: at };
      expect([created.status, created.body]).toEqual([201, view]);
      expect((await ask('GET', `${path}/${id}`)).body).toEqual(view);
      const changes = { username: null, name: 'Ada L.', roles: [], active: false };
      const changed = await ask('PATCH', `${path}/${id}`, { ...changes, password: null });
      expect([changed.status, changed.body]).toEqual([200, { ...view, ...changes, hasPassword: false }]);
      expect((await ask('GET', `${path}/${id}`)).body).toEqual(changed.body);
    });

    it('a user of whom nothing is said has the role `user` and is active', async () => {
      const { ecosystemId } = await newTenant(service);
      const user = await newUser(service, ecosystemId);
      expect(user).toEqual({
        ...{ id: user.id, ecosystemId, username: null, email: null, name: '', externalId: null },
        ...{ roles: ['user'], active: true, hasPassword: false, createdAt: at, updatedAt: at },
      });
    });

    it('a role that the ecosystem does not have is refused, and nothing is stored', async () => {
      const { ecosystemId } = await newTenant(service);
      const given = { username: 'ada', roles: ['user', 'wizard'] };
      const refused = await ask('POST', `/${ecosystemId}/users`, given);
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid-input']);
      expect((await ask('POST', `/${ecosystemId}/users`, { username: 'ada' })).status).toBe(201);
    });

    it('a deleted user is not found, and nothing personal is kept', async () => {
      const { ecosystemId } = await newTenant(service);
      const user = await newUser(service, ecosystemId, {
        ...{
          username: 'ada',
          email: 'ada@acme.example',
          name: 'Ada',
          externalId: 'c-1',
          password: 'correct horse',
        },
      });
      await newToken(service, ecosystemId, user.id);
      expect((await ask('DELETE', `/${ecosystemId}/users/${user.id}`)).status).toBe(204);
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const { status, body } = await ask(
          method,
          `/${ecosystemId}/users/${user.id}`,
          method === 'PATCH' ? {} : undefined,
        );
        expect([method, status, body.code]).toEqual([method, 404, 'user-not-found']);
      }
      const row = await service.get(DataSource).manager.findOneByOrFail(User, { id: user.id });
      const moment = service.clock.now();
      expect({ ...row }).toEqual({
        ...{
          id: user.id,
          ecosystemId,
          username: null,
          usernameKey: null,
          email: null,
          emailKey: null,
          name: '',
        },
        ...{
          externalId: null,
          passwordHash: null,
          roles: [],
          attributes: null,
          active: false,
          deactivatedAt: null,
        },
        ...{ tokenGeneration: 0, tokensRevokedAt: null, version: 2 },
        ...{ createdAt: moment, updatedAt: moment, deletedAt: moment },
      });
    });

    it('U+0000, which no store keeps, is refused in every field', async () => {
      const { ecosystemId } = await newTenant(service);
      for (const field of ['username', 'email', 'name', 'externalId', 'password']) {
        const { status } = await ask('POST', `/${ecosystemId}/users`, { [field]: 'nine\0nine@acme.example' });
        expect([field, status]).toEqual([field, 422]);
      }
    });
  });

  uniquenessContract(environment);
}
