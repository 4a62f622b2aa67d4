import { DataSource } from 'typeorm';
import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { auditAfter, auditCount, type Environment } from '../contract/core.support.js';
import { minute } from '../sessions/sessions.js';

/** Each mint, revocation and change leaves a row, in the same transaction; what failed leaves none. */
export function auditContract(environment: Environment): void {
  describe('audit', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let accountTokenId: string;

    beforeAll(async () => {
      accountTokenId = (await introspect(service, service.account)).jti;
    });
    beforeEach(async () => {
      service.clock.advance(minute);
      ({ ecosystemId } = await newTenant(service));
    });

    const inTenant = (path = '') => `/v1/ecosystems/${ecosystemId}${path}`;
    const account = (method: string, path: string, json?: unknown) =>
      service.native(method, path, service.account, json);

    /** The rows that `deed` leaves, but for their own ids. */
    const rowsOf = async (deed: () => Promise<unknown>): Promise<object[]> => {
      const before = await auditCount(service);
      await deed();
      return (await auditAfter(service, before)).map(({ id, ...row }) => {
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
        return row;
      });
    };
    /** A row that tells of a deed by the first account token, now. */
    const byAccount = (
      action: string,
      targetType: string,
      targetId: string,
      detail: object | null = null,
    ) => ({
      ...{ at: service.clock.now(), ecosystemId, action, targetType, targetId, detail },
      ...{ callerHolder: 'account', callerTokenId: accountTokenId, callerUserId: null },
      callerAddress: '127.0.0.1',
      requestId: expect.any(String),
    });

    it('the first boot left two rows, by the system', async () => {
      const [ecosystem, token] = await auditAfter(service, 0);
      const bySystem = {
        ...{ callerHolder: 'system', callerTokenId: null, callerUserId: null },
        ...{ callerAddress: null, requestId: null },
      };
      expect(ecosystem).toMatchObject({ ...bySystem, action: 'ecosystem.create', targetId: 'default' });
      expect(token).toMatchObject({
        ...bySystem,
        action: 'token.mint',
        targetId: accountTokenId,
        ecosystemId: null,
      });
    });

    it('of an ecosystem: made and deleted', async () => {
      const id = `${ecosystemId}-2`;
      const rows = await rowsOf(async () => {
        await account('POST', '/v1/ecosystems', { id, name: 'Another' });
        await account('DELETE', `/v1/ecosystems/${id}`);
      });
      expect(rows).toEqual([
        {
          ...byAccount('ecosystem.create', 'ecosystem', id, {
            after: { domain: null, origins: null, registration: null },
          }),
          ecosystemId: id,
        },
        { ...byAccount('ecosystem.delete', 'ecosystem', id), ecosystemId: id },
      ]);
    });

    it('of a user: made, changed (which fields; of roles and active also the values) and deleted', async () => {
      let id = '';
      const rows = await rowsOf(async () => {
        ({ id } = await newUser(service, ecosystemId, { username: 'ada', password: 'correct horse' }));
        await account('PATCH', inTenant(`/users/${id}`), {
          name: 'Ada',
          password: 'battery staple',
          active: false,
          roles: ['admin', 'user'],
        });
        await account('DELETE', inTenant(`/users/${id}`));
      });
      expect(rows).toEqual([
        byAccount('user.create', 'user', id, { after: { roles: ['user'], active: true } }),
        byAccount('user.update', 'user', id, {
          fields: ['name', 'password', 'roles', 'active'],
          before: { roles: ['user'], active: true },
          after: { roles: ['admin', 'user'], active: false },
          tokensRevoked: true,
        }),
        byAccount('user.delete', 'user', id, { before: { roles: ['admin', 'user'], active: false } }),
      ]);
    });

    it('of a token: minted and revoked, once however often it is revoked', async () => {
      const user = await newUser(service, ecosystemId);
      let id = '';
      const rows = await rowsOf(async () => {
        ({ id } = (
          await newToken(service, ecosystemId, user.id, {
            expiryType: 'SlidingTtl',
            permissions: ['users:read'],
          })
        ).token);
        await account('DELETE', inTenant(`/tokens/${id}`));
        await account('DELETE', inTenant(`/tokens/${id}`));
      });
      const about = { holder: 'user', userId: user.id };
      const expiresAt = new Date(service.clock.now() + 3_600_000).toISOString();
      const kind = { dialect: 'native', expiryType: 'SlidingTtl' };
      const detail = { ...about, ...kind, expiresAt, permissions: ['users:read'] };
      expect(rows).toEqual([
        byAccount('token.mint', 'token', id, detail),
        byAccount('token.revoke', 'token', id, about),
      ]);
    });

    it('of revoking all of a user: one row, that says how many', async () => {
      const user = await newUser(service, ecosystemId);
      for (let count = 0; count < 3; count++) await newToken(service, ecosystemId, user.id);
      const rows = await rowsOf(() => account('DELETE', inTenant(`/users/${user.id}/tokens`)));
      expect(rows).toEqual([byAccount('token.revoke-all', 'user', user.id, { count: 3 })]);
    });

    it('of a deed by a user’s token: which token, which user, which request', async () => {
      const user = await newUser(service, ecosystemId, { roles: ['admin'] });
      const { token, secret } = await newToken(service, ecosystemId, user.id);
      const rows = await rowsOf(() =>
        service.ask(inTenant('/users'), {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'x-request-id': 'request-4711' },
          json: {},
        }),
      );
      const caller = { callerHolder: 'user', callerTokenId: token.id, callerUserId: user.id };
      const detail = { after: { roles: ['user'], active: true } };
      const row = byAccount('user.create', 'user', expect.any(String) as string, detail);
      expect(rows).toEqual([{ ...row, ...caller, requestId: 'request-4711' }]);
    });

    it('of a bulk mint: one row for each token', async () => {
      const user = await newUser(service, ecosystemId, { externalId: 'c-1' });
      const { body } = await account('POST', inTenant('/server-tokens'), {});
      const rows = await rowsOf(() =>
        service.native('POST', '/v1/enterprise/user-tokens', body.secret, { data: Array(1200).fill('c-1') }),
      );
      const detail = { holder: 'user', userId: user.id, dialect: 'sfox', expiryType: 'FixedTtl' };
      expect(rows).toHaveLength(1200);
      expect(rows[1199]).toMatchObject({ action: 'token.mint', callerTokenId: body.token.id, detail });
    });

    it('reading, verifying and what is refused leave no row', async () => {
      const user = await newUser(service, ecosystemId, { username: 'ada' });
      const { secret } = await newToken(service, ecosystemId, user.id);
      const { body } = await account('POST', inTenant('/server-tokens'), {});
      const bulk = { data: [user.id, 'nobody'] };
      const rows = await rowsOf(async () => {
        await account('GET', inTenant(`/users/${user.id}/tokens`));
        await introspect(service, secret);
        const refused = await Promise.all([
          account('POST', inTenant('/users'), { username: 'ADA' }),
          account('POST', inTenant('/users'), { roles: ['wizard'] }),
          account('PATCH', inTenant('/users/nobody'), { name: 'x' }),
          account('DELETE', inTenant('/users/nobody')),
          account('POST', '/v1/ecosystems', { id: ecosystemId, name: 'Taken' }),
          account('POST', inTenant(`/users/${user.id}/tokens`), { ttl: -1 }),
          account('DELETE', inTenant('/tokens/01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11')),
          service.native('POST', inTenant('/users'), secret, {}),
          service.native('POST', '/v1/enterprise/user-tokens', body.secret, bulk),
        ]);
        const statuses = refused.map(({ status }) => status);
        expect(statuses).toEqual([409, 422, 404, 404, 409, 422, 404, 403, 404]);
      });
      expect(rows).toEqual([]);
    });

    it('no row holds a secret, a password, or the hash of one', async () => {
      const user = await newUser(service, ecosystemId, { username: 'ada', password: 'correct horse' });
      const { secret } = await newToken(service, ecosystemId, user.id);
      await account('POST', '/v1/tokens/revoke', { token: secret });
      const told = JSON.stringify(await auditAfter(service, 0));
      const hashes: { hash: string }[] = await service.get(DataSource).query('SELECT hash FROM tokens');
      const passwords: { password_hash: string }[] = await service
        .get(DataSource)
        .query('SELECT password_hash FROM users WHERE password_hash IS NOT NULL');
      const texts = [secret, service.account, 'correct horse', ...hashes.map(({ hash }) => hash)];
      expect(passwords.length).toBeGreaterThan(0);
      for (const text of [...texts, ...passwords.map((row) => row.password_hash)]) {
        expect(told.includes(text)).toBe(false);
      }
    });

    it('when the row cannot be written, nothing was done: no deed without its row', async () => {
      const dataSource = service.get(DataSource);
      const user = await newUser(service, ecosystemId, { username: 'before' });
      const { token, secret } = await newToken(service, ecosystemId, user.id);
      const { body } = await account('POST', inTenant('/server-tokens'), {});
      const tables = dataSource.entityMetadatas.map(({ tableName }) => tableName);
      const counts = () =>
        Promise.all(
          tables.map((table) => dataSource.query(`SELECT COUNT(*) AS n, '${table}' AS name FROM ${table}`)),
        );
      const before = await counts();
      await dataSource.query('ALTER TABLE audit_entries RENAME COLUMN action TO gone');
      const failed = [
        await account('POST', '/v1/ecosystems', { id: `${ecosystemId}-3`, name: 'Never' }),
        await account('POST', inTenant('/users'), { username: 'never' }),
        await account('PATCH', inTenant(`/users/${user.id}`), { username: 'never', roles: ['admin'] }),
        await account('POST', inTenant(`/users/${user.id}/tokens`), {}),
        await service.native('POST', '/v1/enterprise/user-tokens', body.secret, {
          data: Array(700).fill(user.id),
        }),
        await account('DELETE', inTenant(`/tokens/${token.id}`)),
        await account('DELETE', inTenant(`/users/${user.id}/tokens`)),
        await account('DELETE', inTenant(`/users/${user.id}`)),
        await account('DELETE', inTenant()),
      ];
      await dataSource.query('ALTER TABLE audit_entries RENAME COLUMN gone TO action');
      expect(failed.map(({ status }) => status)).toEqual(failed.map(() => 503));
      expect(await counts()).toEqual(before);
      expect((await account('GET', inTenant(`/users/${user.id}`))).body).toEqual(user);
      expect(await introspect(service, secret)).toMatchObject({ active: true });
    });
  });
}
