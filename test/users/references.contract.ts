import { newTenant, newUser, type Reply, sharedService } from '../support/service.js';
import { countStatuses, type Environment } from '../contract/core.support.js';

/** Ids and `externalId`s of an ecosystem's users are one namespace: nobody stands in another's place. */
export function referencesContract(environment: Environment): void {
  describe('ids and externalIds', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;
    let ada: Reply['body'];

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
      ada = await newUser(service, ecosystemId, { name: 'Ada' });
    });

    const users = (id = '') => `/v1/ecosystems/${ecosystemId}/users${id && `/${id}`}`;
    const create = (json: object) => service.native('POST', users(), service.account, json);
    const change = (id: string, json: object) => service.native('PATCH', users(id), service.account, json);
    const sfox = (method: string, path: string, json?: unknown) =>
      service.native(method, `/v1/enterprise/${path}`, server, json);
    const droplit = (method: string, id: string, tail = '', json?: unknown) =>
      service.ask(`/api/users/${ecosystemId};${id}${tail}`, {
        method,
        headers: { authorization: server },
        json,
      });
    const strigo = (json: object) =>
      service.ask('/api/v1/academy/users/token', {
        method: 'POST',
        headers: { authorization: `Bearer ${ecosystemId}:${server}` },
        json,
      });
    /** Whom a token that was minted by this id is of. */
    const holderBySfox = async (id: string) => {
      const { body } = await sfox('POST', `user-tokens/${id}`);
      const form = { token: body.data.token };
      return (await service.native('POST', '/v1/tokens/introspect', server, form)).body.sub;
    };

    it('409 for a new user whose externalId is another user’s id, in every dialect', async () => {
      const native = await create({ externalId: ada.id });
      expect([native.status, native.body.code, native.body.errors]).toEqual([409, 'conflict', undefined]);
      expect((await strigo({ email: 'eve@acme.example', externalUserId: ada.id })).status).toBe(409);
      const account = { account_type: 'individual', account_role: 'client', first_name: 'E', last_name: 'E' };
      const eve = { ...account, user_id: ada.id, email: 'eve@acme.example', phone_number: '+14155552671' };
      const refused = await sfox('POST', 'register-account', eve);
      expect([refused.status, refused.body.error]).toEqual([422, expect.stringContaining('user_id')]);
      expect((await service.native('GET', users(), server)).body.data).toHaveLength(1);
    });

    it('409 for a change to an externalId that is another user’s id, and nothing of it is stored', async () => {
      const eve = await newUser(service, ecosystemId, {
        name: 'Eve',
        externalId: 'eve',
        email: 'e@a.example',
      });
      expect((await change(eve.id, { name: 'New', externalId: ada.id })).status).toBe(409);
      expect((await strigo({ email: 'e@a.example', name: 'New', externalUserId: ada.id })).status).toBe(409);
      expect((await service.native('GET', users(eve.id), server)).body).toEqual(eve);
      expect(await holderBySfox(ada.id)).toBe(ada.id);
    });

    it('409 for a chosen id that is another user’s externalId', async () => {
      await newUser(service, ecosystemId, { externalId: 'taken' });
      const reply = await create({ id: 'taken' });
      expect([reply.status, reply.body.detail]).toEqual([409, 'Another user has this id as its externalId']);
      expect((await create({ id: 'taken', externalId: 'free' })).body.detail).toBe(reply.body.detail);
      const other = await create({ id: `${ecosystemId}-free`, externalId: ada.id });
      expect([other.status, other.body.detail]).toEqual([
        409,
        'Another user has, or had, this externalId as its id',
      ]);
    });

    it('every call by an id acts on the user with this id', async () => {
      await create({ externalId: ada.id });
      expect(await holderBySfox(ada.id)).toBe(ada.id);
      expect((await droplit('POST', ada.id, '/tokens')).status).toBe(200);
      expect((await droplit('PUT', ada.id, '?generateToken=false', { meta: { a: 1 } })).status).toBe(200);
      expect((await sfox('DELETE', `account/${ada.id}`)).status).toBe(200);
      expect((await service.native('GET', users(ada.id), server)).status).toBe(404);
    });

    it('a user’s own id may be its externalId, and be taken away again', async () => {
      const own = await change(ada.id, { externalId: ada.id });
      expect([own.status, own.body.externalId]).toEqual([200, ada.id]);
      expect(await holderBySfox(ada.id)).toBe(ada.id);
      expect((await change(ada.id, { externalId: 'other' })).status).toBe(200);
      expect([await holderBySfox(ada.id), await holderBySfox('other')]).toEqual([ada.id, ada.id]);
      expect((await create({ externalId: ada.id })).status).toBe(409);
      expect((await change(ada.id, { externalId: null })).status).toBe(200);
      expect((await sfox('POST', 'user-tokens/other')).status).toBe(404);
    });

    it('the id of a deleted user stays its own, its externalId is free', async () => {
      await change(ada.id, { externalId: 'ada' });
      await service.native('DELETE', users(ada.id), server);
      expect((await create({ externalId: ada.id })).status).toBe(409);
      expect((await create({ externalId: 'ada' })).status).toBe(201);
      expect((await sfox('POST', `user-tokens/${ada.id}`)).status).toBe(404);
    });

    it('the id of another ecosystem’s user is free: nothing tells that it is there', async () => {
      const { ecosystemId: mine } = await newTenant(service);
      const path = `/v1/ecosystems/${mine}/users`;
      const reply = await service.native('POST', path, service.account, { externalId: ada.id });
      expect(reply.status).toBe(201);
    });

    it.each([1, 8, 32])(
      'of %i who want a name as id and as externalId at once, one gets it',
      async (pairs) => {
        const name = `${ecosystemId}-${pairs}`;
        const eve = await newUser(service, ecosystemId);
        const replies = await Promise.all(
          Array.from({ length: pairs }, () => [
            create({ id: name }),
            create({ externalId: name }),
            change(eve.id, { externalId: name }),
          ]).flat(),
        );
        const codes = countStatuses(replies);
        expect(Object.keys(codes).filter((code) => !['200', '201', '409'].includes(code))).toEqual([]);
        const { body } = await service.native('GET', `${users()}?limit=200`, service.account);
        const isNamed = (user: Reply['body']) => user.id === name || user.externalId === name;
        expect(body.data.filter(isNamed)).toHaveLength(1);
      },
    );
  });
}
