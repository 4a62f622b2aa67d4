import { ecosystemPermissions } from '../../src/common/permission.js';
import { introspect, newTenant, newToken, newUser, type Service, sharedService } from '../support/service.js';

/** Nobody can give what they do not have: not to many at once, not by a rotation. */
const service = sharedService();
let keys: string;
let users: string;
let bulk: string;
let ecosystemId: string;

beforeAll(async () => {
  ecosystemId = (await newTenant(service)).ecosystemId;
  keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
  users = `/v1/ecosystems/${ecosystemId}/users`;
  bulk = `/v1/ecosystems/${ecosystemId}/tokens/bulk`;
});

const mintKey = async (path: string, ...permissions: string[]) =>
  (await service.native('POST', path, service.account, permissions.length > 0 ? { permissions } : {}))
    .body as {
    token: { id: string };
    secret: string;
  };
const scopeOf = async (secret: string) => (await introspect(service, secret)).scope.split(' ').sort();
const refusal = async (asked: ReturnType<Service['native']>) => {
  const { status, body } = await asked;
  return { status, detail: body.detail as string };
};
const cannotGrant = (permission: string) => ({
  status: 403,
  detail: `You cannot grant ${permission}: you lack it`,
});

describe('a bulk mint', () => {
  it('by a narrow key gives no wider token, also once the users may do everything', async () => {
    const narrow = await mintKey(keys, 'tokens:mint', 'users:read');
    const userIds = [(await newUser(service, ecosystemId)).id, (await newUser(service, ecosystemId)).id];
    const { status, body } = await service.native('POST', bulk, narrow.secret, { userIds });
    expect(status).toBe(201);
    for (const id of userIds) {
      await service.native('PATCH', `${users}/${id}`, service.account, { roles: ['admin'] });
    }
    for (const { secret } of body.data) expect(await scopeOf(secret)).toEqual(['tokens:mint', 'users:read']);
  });

  it('by a narrow key cannot name a permission that it lacks', async () => {
    const narrow = await mintKey(keys, 'tokens:mint');
    const json = { userIds: [(await newUser(service, ecosystemId)).id], permissions: ['users:delete'] };
    const asked = service.native('POST', bulk, narrow.secret, json);
    expect(await refusal(asked)).toEqual(cannotGrant('users:delete'));
  });

  it('by a user with a narrowed token gives oneself no wider one, nor others', async () => {
    const roles = ['admin'];
    const [self, other] = [
      await newUser(service, ecosystemId, { roles }),
      await newUser(service, ecosystemId, { roles }),
    ];
    const permissions = ['tokens:mint', 'users:read'];
    const { secret } = await newToken(service, ecosystemId, self.id, { permissions });
    const userIds = [self.id, other.id];
    const { body } = await service.native('POST', bulk, secret, { userIds });
    for (const minted of body.data) expect(await scopeOf(minted.secret)).toEqual(permissions);
  });
});

describe.each([
  ['a server token', () => keys],
  ['an account token', () => '/v1/account-tokens'],
])('the rotation of %s', (_, path) => {
  const rotate = (id: string, secret: string) => service.native('POST', `${path()}/${id}/rotate`, secret, {});

  it('is refused to one who has less than the key, named or by default', async () => {
    const caller = await mintKey('/v1/account-tokens', 'keys:mint', 'users:read');
    const wide = await mintKey(path(), 'users:read', 'users:delete');
    expect(await refusal(rotate(wide.token.id, caller.secret))).toEqual(cannotGrant('users:delete'));
    const widest = await mintKey(path());
    const first = path() === keys ? 'ecosystems:read' : 'ecosystems:create';
    expect(await refusal(rotate(widest.token.id, caller.secret))).toEqual(cannotGrant(first));
    expect((await introspect(service, widest.secret)).active).toBe(true);
  });

  it('gives what the key had, not what the caller has', async () => {
    const narrow = await mintKey(path(), 'users:read');
    const { body } = await rotate(narrow.token.id, service.account);
    expect(body.token.permissions).toEqual(['users:read']);
    expect(await scopeOf(body.secret)).toEqual(['users:read']);
  });

  it('by the key itself leaves it as it was', async () => {
    const wide = await mintKey(path());
    const { body } = await rotate(wide.token.id, wide.secret);
    expect(body.token.permissions).toBe(null);
    expect(await scopeOf(body.secret)).toEqual(await scopeOf(wide.secret));
  });
});

it('a user who may mint keys rotates one that may do no more than the user', async () => {
  const { id } = await newUser(service, ecosystemId, { roles: ['admin'] });
  const { secret } = await newToken(service, ecosystemId, id);
  const { token } = await mintKey(keys);
  const { status, body } = await service.native('POST', `${keys}/${token.id}/rotate`, secret, {});
  expect(status).toBe(201);
  expect(await scopeOf(body.secret)).toEqual([...ecosystemPermissions].sort());
});
