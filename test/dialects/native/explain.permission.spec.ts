import { newToken, newUser, type Reply, type Service, startService } from '../../support/service.js';
import { newCustomer, newKey } from '../../support/vendors.js';

const path = '/v1/tokens/explain';
const second = 1000;

describe('POST /v1/tokens/explain with a permission', () => {
  let service: Service;
  let ecosystemId: string;
  let server: string;
  let user: Reply['body'];

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    ({ ecosystemId, key: server } = await newCustomer(service));
    user = await newUser(service, ecosystemId, { roles: ['user'] });
  });
  afterAll(() => service.close());

  const explain = (json: object, secret = service.account) => service.native('POST', path, secret, json);
  const account = (method: string, of: string, json?: unknown) =>
    service.native(method, `/v1/ecosystems/${ecosystemId}${of}`, service.account, json);
  const mint = (given: object = {}) => newToken(service, ecosystemId, user.id, given);
  const now = () => new Date(service.clock.now()).toISOString();

  /** The explanation by the secret, and the same by the id, asked by an operator and by the tenant's own back end. */
  async function explained({ secret, token }: { secret: string; token: { id: string } }, more: object = {}) {
    const { status, body } = await explain({ token: secret, ...more });
    expect(status).toBe(200);
    for (const named of [{ token: secret }, { tokenId: token.id }]) {
      expect((await explain({ ...named, ...more }, server)).body).toEqual(body);
    }
    return body;
  }

  const granted = { granted: true, deniedBy: null, since: null };
  const of = async (minted: Parameters<typeof explained>[0], permission: string) =>
    (await explained(minted, { permission })).permission;

  it('200: granted by a role', async () => {
    await account('PUT', '/roles/reader', { permissions: ['users:read'] });
    user = await newUser(service, ecosystemId, { roles: ['reader', 'user'] });
    expect(await of(await mint(), 'users:read')).toEqual({
      ...{ name: 'users:read', ...granted, detail: 'The roles of the user give it.' },
      ...{ heldRoles: ['reader', 'user'], rolesThatGrantIt: ['admin', 'reader'] },
    });
  });

  it('200: denied by the roles, also when the token would leave it', async () => {
    const denied = {
      ...{ name: 'users:read', granted: false, deniedBy: 'roles', since: null },
      detail: 'No role of the user gives it. The audit shows since when.',
      ...{ heldRoles: ['user'], rolesThatGrantIt: ['admin'] },
    };
    expect(await of(await mint(), 'users:read')).toEqual(denied);
    expect(await of(await mint({ permissions: ['users:read'] }), 'users:read')).toEqual(denied);
  });

  it('200: denied by the token, which was narrowed when it was minted', async () => {
    user = await newUser(service, ecosystemId, { roles: ['admin'] });
    const minted = await mint({ permissions: ['users:read'] });
    service.clock.advance(second);
    expect(await of(minted, 'tokens:mint')).toEqual({
      ...{ name: 'tokens:mint', granted: false, deniedBy: 'token', since: minted.token.createdAt },
      detail: 'The token was minted with permissions that leave it out.',
      ...{ heldRoles: ['admin'], rolesThatGrantIt: ['admin'] },
    });
  });

  it('200: denied by the holder, who can never have it', async () => {
    const minted = await mint();
    expect(await of(minted, 'ecosystems:create')).toEqual({
      ...{ name: 'ecosystems:create', granted: false, deniedBy: 'holder', since: minted.token.createdAt },
      detail: 'Only an account token can have it, not one of a user.',
      ...{ heldRoles: ['user'], rolesThatGrantIt: [] },
    });
  });

  it('200: of keys, which have no roles', async () => {
    const narrow = await newKey(service, ecosystemId, { permissions: ['users:read'] });
    const keys = { heldRoles: [], rolesThatGrantIt: [] };
    const ask = async (token: string, permission: string) =>
      (await explain({ token, permission })).body.permission;
    expect(await ask(server, 'tokens:mint')).toEqual({
      ...{ name: 'tokens:mint', ...granted, detail: 'A server has it.', ...keys },
    });
    expect(await ask(narrow, 'tokens:mint')).toMatchObject({ granted: false, deniedBy: 'token', ...keys });
    expect(await ask(server, 'ecosystems:delete')).toMatchObject({ granted: false, deniedBy: 'holder' });
    expect(await ask(service.account, 'ecosystems:delete')).toMatchObject(granted);
  });

  it('200: denied with the token itself, when that is refused', async () => {
    user = await newUser(service, ecosystemId, { roles: ['admin'] });
    const minted = await mint();
    await account('DELETE', `/tokens/${minted.token.id}`);
    expect(await of(minted, 'users:read')).toEqual({
      ...{ name: 'users:read', granted: false, deniedBy: 'verdict', since: now() },
      detail: 'The token is refused: revoked.',
      ...{ heldRoles: ['admin'], rolesThatGrantIt: ['admin'] },
    });
  });

  it('200: says what the guards do, for every role, narrowing and permission here', async () => {
    await account('PUT', '/roles/reader', { permissions: ['users:read', 'roles:read'] });
    for (const roles of [[], ['reader'], ['admin'], ['reader', 'user']]) {
      user = await newUser(service, ecosystemId, { roles });
      for (const narrowed of [{}, { permissions: ['users:read'] }, { permissions: [] }]) {
        const { secret } = await mint(narrowed);
        for (const [permission, route] of [
          ['users:read', `/users/${user.id}`],
          ['roles:read', '/roles'],
          ['tokens:list', `/users/${user.id}/tokens`],
        ] as const) {
          const { body } = await explain({ token: secret, permission });
          const { status } = await service.native('GET', `/v1/ecosystems/${ecosystemId}${route}`, secret);
          expect([roles, narrowed, permission, body.permission.granted]).toEqual([
            ...[roles, narrowed, permission],
            status === 200,
          ]);
        }
      }
    }
  });
});
