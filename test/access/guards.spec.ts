import { newTenant, newToken, newUser, sharedService } from '../support/service.js';

const service = sharedService({ CREATE_TOKENS_FOR_USERS: 'true' });
let tenant: { ecosystemId: string; server: string };
let user: { id: string };
let ofUser: string;

beforeAll(async () => {
  tenant = await newTenant(service);
  user = await newUser(service, tenant.ecosystemId, { username: 'ada' });
  ofUser = (await newToken(service, tenant.ecosystemId, user.id)).secret;
});

/** Who the header makes the caller; undefined when it is refused. */
async function whoIs(authorization: string): Promise<{ holder: string; ecosystemId: string } | undefined> {
  const { status, body } = await service.ask('/v1/self', { headers: { authorization } });
  return status === 200 ? { holder: body.holder, ecosystemId: body.ecosystemId } : undefined;
}

describe('Authorization with a secret', () => {
  it.each(['Bearer SECRET', 'bearer SECRET', 'BEARER SECRET', 'bEaReR SECRET', 'Bearer   SECRET', 'SECRET'])(
    'is known as %s, for every holder',
    async (form) => {
      const { ecosystemId, server } = tenant;
      expect(await whoIs(form.replace('SECRET', service.account))).toEqual({
        holder: 'account',
        ecosystemId: null,
      });
      expect(await whoIs(form.replace('SECRET', server))).toEqual({ holder: 'server', ecosystemId });
      expect(await whoIs(form.replace('SECRET', ofUser))).toEqual({ holder: 'user', ecosystemId });
    },
  );

  it.each([
    'Bearer',
    'Bearer ',
    'BearerSECRET',
    'Bearer SECRET SECRET',
    'Bearer SECRET,',
    'Bearer "SECRET"',
    'Bearer Bearer SECRET',
    'Basic SECRET',
    'Token SECRET',
    'Digest username="SECRET"',
    'Bearer :SECRET',
    'Bearer SECRET:',
    'Bearer default:x:SECRET',
    ':',
    'Bearer secret',
  ])('is 401 as %s', async (form) => {
    for (const secret of [service.account, tenant.server, ofUser]) {
      expect(await whoIs(form.replaceAll('SECRET', secret))).toBeUndefined();
    }
  });

  it('is 401 when its letters are in another case, or one is changed, or left off', async () => {
    const { server } = tenant;
    const changed = server.slice(0, -2) + (server.at(-2) === 'A' ? 'B' : 'A') + server.at(-1);
    for (const wrong of [
      server.toUpperCase(),
      server.toLowerCase(),
      changed,
      server.slice(0, -1),
      `${server}A`,
    ]) {
      expect(await whoIs(`Bearer ${wrong}`)).toBeUndefined();
    }
  });
});

describe('Authorization with ORG_ID:API_KEY', () => {
  it.each(['Bearer ', 'bearer ', ''])('is known with the right ecosystem, after %p', async (scheme) => {
    const { ecosystemId, server } = tenant;
    expect(await whoIs(`${scheme}${ecosystemId}:${server}`)).toEqual({ holder: 'server', ecosystemId });
    expect(await whoIs(`${scheme}${ecosystemId}:${ofUser}`)).toEqual({ holder: 'user', ecosystemId });
  });

  it('is 401 with an ecosystem that is foreign, never was, or cannot be', async () => {
    const other = await newTenant(service);
    for (const id of [other.ecosystemId, 'default', 'nobody', 'a%b', '__proto__', 'x'.repeat(5000)]) {
      expect(await whoIs(`Bearer ${id}:${tenant.server}`)).toBeUndefined();
      expect(await whoIs(`Bearer ${id}:${ofUser}`)).toBeUndefined();
    }
  });

  it('is 401 with the right ecosystem and a wrong key', async () => {
    const other = await newTenant(service);
    for (const key of [other.server, 'x', tenant.ecosystemId]) {
      expect(await whoIs(`Bearer ${tenant.ecosystemId}:${key}`)).toBeUndefined();
    }
  });

  it('is 401 once the ecosystem is deleted, for its own keys and for an account’s', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const credentials = [`${ecosystemId}:${server}`, `${ecosystemId}:${service.account}`, server];
    for (const one of credentials) expect(await whoIs(`Bearer ${one}`)).toMatchObject({ ecosystemId });
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    for (const one of credentials) expect(await whoIs(`Bearer ${one}`)).toBeUndefined();
    expect(await whoIs(`Bearer ${service.account}`)).toEqual({ holder: 'account', ecosystemId: null });
  });

  it('makes an account token speak within that ecosystem only', async () => {
    const { ecosystemId } = tenant;
    const within = `${ecosystemId}:${service.account}`;
    expect(await whoIs(`Bearer ${within}`)).toEqual({ holder: 'account', ecosystemId });
    expect((await service.native('GET', `/v1/ecosystems/${ecosystemId}`, within)).status).toBe(200);
    expect(
      (await service.native('GET', `/v1/ecosystems/${ecosystemId}/users/${user.id}`, within)).status,
    ).toBe(200);
    expect((await service.native('GET', '/v1/ecosystems/default', within)).status).toBe(404);
    expect((await service.native('POST', '/v1/ecosystems/default/users', within, {})).status).toBe(404);
    expect((await service.native('DELETE', '/v1/ecosystems/default', within)).status).toBe(403);
    expect((await service.native('POST', '/v1/account-tokens', within, {})).status).toBe(403);
  });

  it('is 401 for a nonsense ecosystem also with an account token', async () => {
    for (const id of ['nobody', 'a%b', '..'])
      expect(await whoIs(`Bearer ${id}:${service.account}`)).toBeUndefined();
  });
});

describe('X-Auth-Token with X-User-Id', () => {
  const statusOf = async (headers: Record<string, string>) =>
    (await service.ask('/api/v1/me', { headers })).status;

  it('is known as a pair that belongs together', async () => {
    expect(await statusOf({ 'x-auth-token': ofUser, 'x-user-id': user.id })).toBe(200);
    expect(await statusOf({ 'X-AUTH-TOKEN': ofUser, 'X-USER-ID': user.id })).toBe(200);
  });

  it('is 401 when either half is missing or empty', async () => {
    expect(await statusOf({})).toBe(401);
    expect(await statusOf({ 'x-auth-token': ofUser })).toBe(401);
    expect(await statusOf({ 'x-user-id': user.id })).toBe(401);
    expect(await statusOf({ 'x-auth-token': '', 'x-user-id': user.id })).toBe(401);
    expect(await statusOf({ 'x-auth-token': ofUser, 'x-user-id': '' })).toBe(401);
  });

  it('is 401 when the halves are of two users, of one tenant or of two', async () => {
    const neighbour = await newUser(service, tenant.ecosystemId);
    const stranger = await newUser(service, 'default');
    for (const [ecosystemId, { id }] of [
      [tenant.ecosystemId, neighbour],
      ['default', stranger],
    ] as const) {
      const { secret } = await newToken(service, ecosystemId, id);
      expect(await statusOf({ 'x-auth-token': secret, 'x-user-id': id })).toBe(200);
      expect(await statusOf({ 'x-auth-token': secret, 'x-user-id': user.id })).toBe(401);
      expect(await statusOf({ 'x-auth-token': ofUser, 'x-user-id': id })).toBe(401);
    }
  });

  it('is 401 for a scheme word or an ecosystem before the token: those belong to Authorization', async () => {
    for (const form of [`Bearer ${ofUser}`, `${tenant.ecosystemId}:${ofUser}`]) {
      expect(await statusOf({ 'x-auth-token': form, 'x-user-id': user.id })).toBe(401);
    }
  });

  it('is 401 for keys, whatever id is beside them', async () => {
    for (const key of [tenant.server, service.account]) {
      const { tokenId } = (await service.native('GET', '/v1/self', key)).body;
      for (const id of [user.id, tokenId, tenant.ecosystemId, 'null']) {
        expect(await statusOf({ 'x-auth-token': key, 'x-user-id': id })).toBe(401);
      }
    }
  });
});
