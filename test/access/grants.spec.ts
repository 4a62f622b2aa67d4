import { permissions } from '../../src/common/permission.js';
import { introspect, newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';

/** Nobody can give what they do not have: not to a key, not to a user's token, not by a role. */
const service = sharedService({ CREATE_TOKENS_FOR_USERS: 'true' });
let keys: string;
let users: string;
let ecosystemId: string;

beforeAll(async () => {
  ecosystemId = (await newTenant(service)).ecosystemId;
  keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
  users = `/v1/ecosystems/${ecosystemId}/users`;
});

/** A server token that may do this and nothing else. */
async function keyWith(...wanted: string[]): Promise<string> {
  return (await service.native('POST', keys, service.account, { permissions: wanted })).body.secret;
}
/** A token of a user who is an admin, that may do this and nothing else. */
async function adminWith(...wanted: string[]): Promise<{ id: string; secret: string }> {
  const { id } = await newUser(service, ecosystemId, { roles: ['admin'] });
  return { id, secret: (await newToken(service, ecosystemId, id, { permissions: wanted })).secret };
}
const scopeOf = async (secret: string) => (await introspect(service, secret)).scope ?? '';

function expectRefused(reply: Reply, detail: string): void {
  expect({ status: reply.status, code: reply.body.code, detail: reply.body.detail }).toEqual({
    status: 403,
    code: 'permission-denied',
    detail,
  });
}
const cannotGrant = (permission: string) => `You cannot grant ${permission}: you lack it`;
const needs = (permission: string) => `This needs the permission ${permission}`;

describe('a key', () => {
  const routes: [what: string, path: () => string][] = [
    ['a server token', () => keys],
    ['an account token', () => '/v1/account-tokens'],
  ];

  it.each(routes)('mints %s that may do no more than itself, when nothing is said', async (_, path) => {
    const narrow = await service.native('POST', '/v1/account-tokens', service.account, {
      permissions: ['keys:mint', 'users:read'],
    });
    const minted = await service.native('POST', path(), narrow.body.secret, {});
    expect(minted.status).toBe(201);
    expect([...minted.body.token.permissions].sort()).toEqual(['keys:mint', 'users:read']);
    const next = await service.native('POST', path(), minted.body.secret, {});
    expect([...next.body.token.permissions].sort()).toEqual(['keys:mint', 'users:read']);
    expect((await scopeOf(minted.body.secret)).split(' ').sort()).toEqual(['keys:mint', 'users:read']);
  });

  it.each(routes)('cannot mint %s with a permission that it lacks', async (_, path) => {
    const narrow = await service.native('POST', '/v1/account-tokens', service.account, {
      permissions: ['keys:mint', 'users:read'],
    });
    const beyondOneEcosystem = ['ecosystems:create', 'ecosystems:delete', 'metrics:read'];
    const lacking = permissions.filter(
      (one) => !['keys:mint', 'users:read', ...beyondOneEcosystem].includes(one),
    );
    for (const wanted of lacking) {
      const json = { permissions: ['users:read', wanted] };
      expectRefused(await service.native('POST', path(), narrow.body.secret, json), cannotGrant(wanted));
    }
    for (const wanted of beyondOneEcosystem) {
      const { status } = await service.native('POST', path(), narrow.body.secret, { permissions: [wanted] });
      expect(status).toBe(path() === keys ? 422 : 403);
    }
  });

  it('mints a user’s token that may do no more than itself, also once the user may do everything', async () => {
    const narrow = await keyWith('tokens:mint', 'users:read');
    const { id } = await newUser(service, ecosystemId);
    const minted = await service.native('POST', `${users}/${id}/tokens`, narrow, {});
    expect(minted.status).toBe(201);
    expect(await scopeOf(minted.body.secret)).toBe('');
    await service.native('PATCH', `${users}/${id}`, service.account, { roles: ['admin'] });
    expect((await scopeOf(minted.body.secret)).split(' ').sort()).toEqual(['tokens:mint', 'users:read']);
  });

  it('cannot mint a user’s token with a permission that it lacks', async () => {
    const narrow = await keyWith('tokens:mint');
    const { id } = await newUser(service, ecosystemId, { roles: ['admin'] });
    const json = { permissions: ['tokens:mint', 'users:delete'] };
    expectRefused(
      await service.native('POST', `${users}/${id}/tokens`, narrow, json),
      cannotGrant('users:delete'),
    );
  });

  it('that may do everything leaves the user’s token all that the roles give, then and later', async () => {
    const { id } = await newUser(service, ecosystemId);
    const { secret } = await newToken(service, ecosystemId, id);
    expect(await scopeOf(secret)).toBe('self:manage');
    await service.native('PATCH', `${users}/${id}`, service.account, { roles: ['admin'] });
    expect(await scopeOf(secret)).toContain('users:delete');
  });

  it('that is narrow mints no wider token through another dialect either', async () => {
    const boss = { username: 'boss', email: 'boss@acme.example', externalId: 'boss' };
    await newUser(service, ecosystemId, { ...boss, roles: ['admin'] });
    const narrow = await keyWith('tokens:mint', 'users:create');
    const ask = (path: string, authorization: string, json?: unknown) =>
      service.ask(path, { method: 'POST', headers: { authorization }, json });
    const strigo = await ask('/api/v1/academy/users/token', `Bearer ${ecosystemId}:${narrow}`, {
      email: boss.email,
    });
    const sfox = await ask('/v1/enterprise/user-tokens/boss', `Bearer ${narrow}`);
    const droplit = await ask(`/api/users/${ecosystemId};boss/tokens`, narrow);
    for (const secret of [strigo.body.data.token, sfox.body.data.token, droplit.body.token]) {
      expect((await scopeOf(secret)).split(' ').sort()).toEqual(['tokens:mint', 'users:create']);
    }
  });
});

describe('a user with a narrowed token', () => {
  it('gets no wider token for oneself, whatever is asked for', async () => {
    const { id, secret } = await adminWith('tokens:mint', 'users:read');
    const path = `${users}/${id}/tokens`;
    const same = await service.native('POST', path, secret, {});
    expect(same.body.token.permissions).toEqual(['tokens:mint', 'users:read']);
    const wider = await service.native('POST', path, secret, { permissions: ['users:read', 'users:delete'] });
    expect(wider.body.token.permissions).toEqual(['users:read']);
    expect(await scopeOf(wider.body.secret)).toBe('users:read');
  });

  it('cannot widen it by a password of one’s own, a new role or a key', async () => {
    const { id, secret } = await adminWith('users:update', 'users:create', 'keys:mint');
    const change = (json: object) => service.native('PATCH', `${users}/${id}`, secret, json);
    expectRefused(await change({ password: 'a password of my own' }), needs('ecosystems:read'));
    expectRefused(await change({ roles: ['user'] }), needs('ecosystems:read'));
    const key = await service.native('POST', keys, secret, {});
    expect([...key.body.token.permissions].sort()).toEqual(['keys:mint', 'users:create', 'users:update']);
  });
});

describe('roles', () => {
  it('that may do more than the caller cannot be given to a new user, and nobody is made', async () => {
    const narrow = await keyWith('users:create', 'users:read');
    const json = { username: 'usurper', roles: ['user', 'admin'] };
    expectRefused(await service.native('POST', users, narrow, json), needs('ecosystems:read'));
    expect((await service.native('POST', users, narrow, { ...json, roles: ['user'] })).status).toBe(201);
  });

  it('that may do more than the caller cannot be given to a user who is there', async () => {
    const narrow = await keyWith('users:update');
    const user = await newUser(service, ecosystemId);
    const path = `${users}/${user.id}`;
    expectRefused(
      await service.native('PATCH', path, narrow, { roles: ['admin'] }),
      needs('ecosystems:read'),
    );
    expect((await service.native('GET', path, service.account)).body).toEqual(user);
    // The role of every user carries self:manage, which a key takes from nobody unless it has it.
    expectRefused(
      await service.native('PATCH', path, narrow, { roles: [], name: 'x' }),
      needs('self:manage'),
    );
    const own = await keyWith('users:update', 'self:manage');
    expect((await service.native('PATCH', path, own, { roles: [], name: 'x' })).status).toBe(200);
  });

  it('that may do more than the caller shield the user from being changed, locked out or deleted', async () => {
    const narrow = await keyWith('users:update', 'users:delete');
    const boss = await newUser(service, ecosystemId, { roles: ['admin'] });
    const path = `${users}/${boss.id}`;
    for (const json of [
      { password: 'a password of mine' },
      { active: false },
      { roles: [] },
      { email: 'a@b.example' },
    ]) {
      expectRefused(await service.native('PATCH', path, narrow, json), needs('ecosystems:read'));
    }
    expectRefused(await service.native('DELETE', path, narrow), needs('ecosystems:read'));
    expect((await service.native('GET', path, service.account)).body).toEqual(boss);
  });

  it('are given by one who has all that they give: a server, an admin', async () => {
    const { id } = await newUser(service, ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, ecosystemId, id);
    const server = (await service.native('POST', keys, service.account, {})).body.secret;
    for (const caller of [secret, server]) {
      expect((await service.native('POST', users, caller, { roles: ['admin'] })).status).toBe(201);
    }
  });
});
