import { createHash } from 'node:crypto';
import { newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';
import { auditAfter, auditCount, countStatuses, type Environment } from '../contract/core.support.js';

/** Clients name users by `external:` and their own id, and create them so. */
export function externalContract(environment: Environment): void {
  describe('users by external:', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;
    let ada: Reply['body'];

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
      ada = await newUser(service, ecosystemId, { username: 'ada', externalId: 'customer-4711' });
    });

    const at = (path: string) => `/v1/ecosystems/${ecosystemId}${path}`;
    const ask = (method: string, path: string, json?: object) =>
      service.native(method, at(path), server, json);
    const introspected = async (token: string) =>
      (await service.native('POST', '/v1/tokens/introspect', server, { token })).body;
    const external = `external:${encodeURIComponent('customer-4711')}`;

    it('are read, changed, given tokens, listed, revoked and deleted', async () => {
      expect((await ask('GET', `/users/${external}`)).body).toEqual(ada);
      expect((await ask('GET', `/users/${external}/permissions`)).status).toBe(200);
      expect((await ask('PATCH', `/users/${external}`, { name: 'Ada' })).body).toMatchObject({ name: 'Ada' });
      const minted = await ask('POST', `/users/${external}/tokens`, {});
      expect([minted.status, minted.body.token.userId]).toEqual([201, ada.id]);
      const many = await ask('POST', '/tokens/bulk', { userIds: ['external:customer-4711', ada.id] });
      expect(many.body.data.map(({ userId }: Reply['body']) => userId)).toEqual([ada.id, ada.id]);
      expect((await ask('GET', `/users/${external}/tokens`)).body.data).toHaveLength(3);
      expect((await ask('GET', '/tokens?userId=external:customer-4711')).body.data).toHaveLength(3);
      const dry = await ask('POST', '/tokens/revoke', { userId: 'external:customer-4711', dryRun: true });
      expect(dry.body).toEqual({ revoked: 3, dryRun: true });
      const done = await ask('GET', '/audit?targetType=user&targetId=external:customer-4711');
      expect(done.body.data.map(({ action }: Reply['body']) => action)).toEqual([
        'user.update',
        'user.create',
      ]);
      expect((await ask('DELETE', `/users/${external}/tokens`)).body).toEqual({ revoked: 3 });
      expect(await introspected(minted.body.secret)).toEqual({ active: false });
      expect((await ask('DELETE', `/users/${external}`)).status).toBe(204);
      expect((await ask('GET', `/users/${external}`)).status).toBe(404);
    });

    it('name the caller of audit entries, in one ecosystem and in all', async () => {
      await ask('PATCH', `/users/${external}`, { roles: ['admin'] });
      const { secret } = await newToken(service, ecosystemId, ada.id);
      await service.native('GET', at(`/users/${external}`), secret);
      await service.native('PATCH', at(`/users/${external}`), secret, { name: 'Ada' });
      const filter = 'callerUserId=external:customer-4711';
      expect((await ask('GET', `/audit?${filter}`)).body.data).toHaveLength(1);
      expect((await ask('GET', `/audit/export?${filter}`)).text.trim().split('\n')).toHaveLength(1);
      const all = (query: string) => service.native('GET', `/v1/audit?${query}`, service.account);
      expect((await all(`${filter}&ecosystemId=${ecosystemId}`)).body.data).toHaveLength(1);
      const everywhere = await all(filter);
      expect([everywhere.status, everywhere.body.errors[0].pointer]).toEqual([422, '/ecosystemId']);
    });

    it('are imported for', async () => {
      const hash = (text: string) => createHash('sha256').update(text).digest('hex');
      const line = (userId: string) =>
        JSON.stringify({ format: 'sha256', userId, hash: hash(ecosystemId + userId), expiresAt: null });
      const users = ['external:customer-4711', `external:${ada.id}`, 'external:nobody', 'customer-4711'];
      const { text } = await service.ask(at('/tokens/import'), {
        method: 'POST',
        headers: { authorization: `Bearer ${server}`, 'content-type': 'application/x-ndjson' },
        body: users.map(line).join('\n'),
      });
      const results = text
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one));
      expect(results.map(({ result, code }) => code ?? result)).toEqual([
        'imported',
        'user-not-found',
        'user-not-found',
        'imported',
      ]);
    });

    it('that nobody has are not found, where the request names them and in its words', async () => {
      for (const name of ['nobody', ada.id, 'a%2Fb', 'a%3Bb', '', '%00', 'x'.repeat(200)]) {
        for (const [method, path] of [
          ['GET', `/users/external:${name}`],
          ['DELETE', `/users/external:${name}/tokens`],
          ['POST', `/users/external:${name}/tokens`],
        ] as const) {
          const { status, body } = await ask(method, path, method === 'POST' ? {} : undefined);
          expect([path, status, body.code]).toEqual([path, 404, 'user-not-found']);
        }
      }
      const bulk = await ask('POST', '/tokens/bulk', {
        userIds: ['external:customer-4711', 'external:nobody'],
      });
      expect([bulk.status, bulk.body.errors[0].pointer]).toEqual([404, '/userIds/1']);
      expect((await ask('POST', '/tokens/revoke', { userId: 'external:nobody' })).status).toBe(404);
      for (const query of [
        '/tokens?userId',
        '/audit?callerUserId',
        '/audit?targetId',
        '/audit/export?targetId',
      ]) {
        const { status, body } = await ask('GET', `${query}=external:nobody`);
        expect([status, body.code]).toEqual([404, 'user-not-found']);
      }
    });

    it('are those of one ecosystem: another’s are as if they did not exist', async () => {
      const other = await newTenant(service);
      const foreign = (path: string) => service.native('GET', path, other.server);
      expect((await foreign(at(`/users/${external}`))).body.code).toBe('ecosystem-not-found');
      const own = await foreign(`/v1/ecosystems/${other.ecosystemId}/users/${external}`);
      const nobody = await foreign(`/v1/ecosystems/${other.ecosystemId}/users/external:nobody`);
      expect([own.status, own.body.detail]).toEqual([404, nobody.body.detail]);
      const [hidden, unknown] = await Promise.all([
        foreign(at('/tokens?userId=external:customer-4711')),
        foreign(at('/tokens?userId=external:nobody')),
      ]);
      expect([hidden.body.code, unknown.body.code]).toEqual(['ecosystem-not-found', 'ecosystem-not-found']);
    });

    it('an externalId that begins with external: has the prefix twice, and no id begins so', async () => {
      const odd = await newUser(service, ecosystemId, { externalId: 'external:customer-4711' });
      expect((await ask('GET', '/users/external:external:customer-4711')).body).toEqual(odd);
      expect((await ask('GET', `/users/${external}`)).body).toEqual(ada);
      const chosen = await service.native('POST', at('/users'), service.account, { id: 'external:x' });
      expect([chosen.status, chosen.body.errors[0].pointer]).toEqual([422, '/id']);
    });

    it('a new externalId and a new username hold at once, for warm tokens too', async () => {
      const { secret } = await newToken(service, ecosystemId, ada.id, { expiryType: 'SlidingTtl', ttl: 600 });
      const names = { username: 'ada', external_id: 'customer-4711' };
      expect(await introspected(secret)).toMatchObject(names);
      expect(await introspected(secret)).toMatchObject(names);
      await ask('PATCH', `/users/${external}`, { externalId: 'customer-1' });
      expect(await introspected(secret)).toMatchObject({ username: 'ada', external_id: 'customer-1' });
      expect((await ask('GET', `/users/${external}`)).status).toBe(404);
      expect((await ask('GET', '/users/external:customer-1')).body.id).toBe(ada.id);
      await ask('PATCH', '/users/external:customer-1', { username: 'countess' });
      expect(await introspected(secret)).toMatchObject({ username: 'countess' });
      await ask('PATCH', '/users/external:customer-1', { username: null, externalId: null });
      const bare = await introspected(secret);
      expect([bare.active, 'username' in bare, 'external_id' in bare]).toEqual([true, false, false]);
      const { body } = await service.native('GET', '/v1/self', secret);
      expect(body.user).toMatchObject({ username: null, externalId: null });
    });

    it('an answer to an Idempotency-Key is given again after the externalId has moved', async () => {
      const keyed = () =>
        service.ask(at(`/users/${external}/tokens`), {
          method: 'POST',
          headers: { authorization: `Bearer ${server}`, 'idempotency-key': 'moved' },
          json: {},
        });
      const first = await keyed();
      await ask('PATCH', `/users/${external}`, { externalId: null });
      await newUser(service, ecosystemId, { externalId: 'customer-4711' });
      const again = await keyed();
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
      expect(again.body).toEqual(first.body);
    });

    describe('who do not exist, with createUser', () => {
      const mint = (json: object, secret = server, key?: string) =>
        service.ask(at('/users/external:new/tokens'), {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, ...(key && { 'idempotency-key': key }) },
          json,
        });
      const named = async () => (await ask('GET', '/users?externalId=new')).body.data as Reply['body'][];

      it('are created with the token, once, and left alone after that', async () => {
        const before = await auditCount(service);
        const made = await mint({
          createUser: true,
          ttl: 60,
          user: { email: 'new@acme.example', name: 'New' },
        });
        expect(made.status).toBe(201);
        const events = (await auditAfter(service, before)).map(({ action }) => action);
        expect(events).toEqual(['user.create', 'token.mint']);
        const [user] = await named();
        expect(user).toMatchObject({ id: made.body.token.userId, email: 'new@acme.example', name: 'New' });
        const again = await mint({ createUser: true, user: { name: 'Other' } });
        expect([again.status, again.body.token.userId]).toEqual([201, user.id]);
        expect(await named()).toEqual([user]);
        expect(await introspected(again.body.secret)).toMatchObject({ external_id: 'new' });
      });

      it('are not created when the token is refused, nor the token when they are', async () => {
        await newUser(service, ecosystemId, { email: 'taken@acme.example' });
        for (const [json, status, pointer] of [
          [{ createUser: true, user: { email: 'taken@acme.example' } }, 409, undefined],
          [{ createUser: true, user: { email: 7 } }, 422, '/user/email'],
          [{ createUser: true, user: { username: 'a b' } }, 422, '/user/username'],
          [{ createUser: true, user: { roles: ['none'] } }, 422, '/user/roles'],
          [{ createUser: true, user: { externalId: 'x' } }, 422, '/user/externalId'],
          [{ createUser: true, permissions: ['ecosystems:create'] }, 422, '/permissions'],
          [{ createUser: true, expiryType: 'Infinite', ttl: 5 }, 422, '/ttl'],
          [{ user: { name: 'New' } }, 422, '/user'],
          [{ createUser: false }, 404, undefined],
        ] as const) {
          const reply = await mint(json);
          expect([json, reply.status, reply.body.errors?.[0].pointer]).toEqual([json, status, pointer]);
          expect(await named()).toEqual([]);
        }
        const unknown = await ask('POST', '/users/nobody/tokens', { createUser: true });
        expect([unknown.status, unknown.body.code]).toEqual([404, 'user-not-found']);
      });

      it('need users:create, and no more authority in their roles than the caller has', async () => {
        const permissions = ['tokens:mint', 'tokens:introspect'];
        const narrow = (await ask('POST', '/server-tokens', { permissions })).body.secret;
        const refused = await mint({ createUser: true }, narrow);
        expect([refused.status, refused.body.code]).toEqual([403, 'permission-denied']);
        const more = [...permissions, 'users:create'];
        const creating = (await ask('POST', '/server-tokens', { permissions: more })).body.secret;
        expect((await mint({ createUser: true, user: { roles: ['admin'] } }, creating)).status).toBe(403);
        expect(await named()).toEqual([]);
      });

      it.each([2, 8, 64])(
        'of %i at once all get a token of one user, with keys and without',
        async (count) => {
          const user = { email: 'new@acme.example', username: 'new' };
          const replies = await Promise.all(
            Array.from({ length: count }, (_, index) =>
              mint({ createUser: true, user }, server, index % 2 ? `key-${index}` : undefined),
            ),
          );
          const codes = countStatuses(replies);
          expect(Object.keys(codes).filter((code) => !['201', '503'].includes(code))).toEqual([]);
          const made = replies.filter(({ status }) => status === 201);
          expect(made.length).toBeGreaterThan(0);
          const holders = new Set(made.map(({ body }) => body.token.userId));
          expect([...holders]).toEqual((await named()).map(({ id }) => id));
        },
      );
    });
  });
}
