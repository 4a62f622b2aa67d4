import { DataSource } from 'typeorm';
import { newSecret } from '../../../src/tokens/secret.js';
import { Token } from '../../../src/tokens/token.entity.js';
import { everythingStored } from '../../contract/core.support.js';
import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { deactivate, newCustomer, newKey, remove, storingNothing } from '../../support/vendors.js';
import { expectProblem, invalid, lacks } from './problem.js';

const path = '/v1/tokens/explain';
const second = 1000;
const minute = 60 * second;

describe('POST /v1/tokens/explain', () => {
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
  const unknown = {
    ...{ verdict: 'refused', reason: 'unknown', since: null, token: null },
    detail: 'No such token was minted here, or it is of another ecosystem, or its row is gone.',
  };

  /** The explanation by the secret, and the same by the id, asked by an operator and by the tenant's own back end. */
  async function explained({ secret, token }: { secret: string; token: { id: string } }, more: object = {}) {
    const { status, body } = await explain({ token: secret, ...more });
    expect(status).toBe(200);
    for (const named of [{ token: secret }, { tokenId: token.id }]) {
      expect((await explain({ ...named, ...more }, server)).body).toEqual(body);
    }
    return body;
  }

  it('200: a live token, with its record', async () => {
    const minted = await mint({ name: 'Telephone' });
    const live = { verdict: 'live', reason: null, since: null, detail: 'It is accepted.' };
    expect(await explained(minted)).toEqual({ ...live, token: minted.token });
  });

  it('200: a revoked one, since the first revocation', async () => {
    const minted = await mint();
    service.clock.advance(second);
    const at = now();
    await account('DELETE', `/tokens/${minted.token.id}`);
    service.clock.advance(second);
    await account('DELETE', `/users/${user.id}/tokens`);
    expect(await explained(minted)).toEqual({
      ...{ verdict: 'refused', reason: 'revoked', since: at, detail: 'It was revoked.' },
      token: { ...minted.token, state: 'revoked', revokedAt: at },
    });
  });

  it('200: one of those that were all revoked at once', async () => {
    const minted = await mint();
    service.clock.advance(second);
    const at = now();
    await account('DELETE', `/users/${user.id}/tokens`);
    expect(await explained(minted)).toEqual({
      ...{ verdict: 'refused', reason: 'revoked', since: at },
      detail: 'All tokens that the user then had were revoked.',
      token: { ...minted.token, state: 'revoked', revokedAt: at },
    });
  });

  it('200: one of a deactivated user, since the first deactivation', async () => {
    const minted = await mint();
    service.clock.advance(second);
    const at = now();
    await deactivate(service, user);
    service.clock.advance(second);
    await deactivate(service, user);
    await account('PATCH', `/users/${user.id}`, { name: 'Ada' });
    expect(await explained(minted)).toEqual({
      ...{ verdict: 'refused', reason: 'user-disabled', since: at },
      ...{ detail: `The user ${user.id} is not active.`, token: minted.token },
    });
    await account('PATCH', `/users/${user.id}`, { active: true });
    expect(await explained(minted)).toMatchObject({ verdict: 'live', since: null });
    service.clock.advance(second);
    await deactivate(service, user);
    expect(await explained(minted)).toMatchObject({ reason: 'user-disabled', since: now() });
  });

  it('200: one of a deleted user', async () => {
    const minted = await mint();
    service.clock.advance(second);
    await remove(service, user);
    expect(await explained(minted)).toEqual({
      ...{ verdict: 'refused', reason: 'user-deleted', since: now() },
      ...{ detail: `The user ${user.id} was deleted.`, token: minted.token },
    });
  });

  it('200: one of a deleted ecosystem', async () => {
    const [minted, key] = [await mint(), (await introspect(service, server)).jti];
    service.clock.advance(second);
    await account('DELETE', '');
    const detail = `The ecosystem ${ecosystemId} was deleted.`;
    for (const named of [
      { token: minted.secret },
      { tokenId: minted.token.id },
      { token: server },
      { tokenId: key },
    ]) {
      expect((await explain(named)).body).toEqual({
        ...{ verdict: 'refused', reason: 'ecosystem-deleted', since: now(), detail },
        token: expect.objectContaining({ ecosystemId, state: 'live' }),
      });
    }
  });

  it('200: an expired one, since its end', async () => {
    const minted = await mint({ expiryType: 'FixedTtl', ttl: 60 });
    service.clock.advance(minute);
    const end = now();
    service.clock.advance(minute);
    expect(await explained(minted)).toEqual({
      ...{ verdict: 'refused', reason: 'expired', since: end, detail: 'Its ttl of 60 s is over.' },
      token: { ...minted.token, state: 'expired' },
    });
  });

  it.each(['Infinite', 'SlidingTtl'])('200: one of %s whose maxAge is over', async (expiryType) => {
    const ttl = expiryType === 'Infinite' ? {} : { ttl: 60 };
    const minted = await mint({ expiryType, ...ttl, maxAge: 90 });
    service.clock.advance(50 * second);
    await introspect(service, minted.secret);
    service.clock.advance(40 * second);
    const end = now();
    service.clock.advance(second);
    expect(await explained(minted)).toMatchObject({
      ...{ verdict: 'refused', reason: 'expired', since: end, detail: 'Its maxAge of 90 s is over.' },
      token: { state: 'expired' },
    });
  });

  it('200: a sliding one to the very millisecond, as the verification has it', async () => {
    const minted = await mint({ expiryType: 'SlidingTtl', ttl: 3600 });
    service.clock.advance(20 * second);
    expect((await introspect(service, minted.secret)).active).toBe(true);
    service.clock.advance(3600 * second - 1);
    expect(await explained(minted)).toMatchObject({ verdict: 'live', token: { state: 'live' } });
    service.clock.advance(1);
    const end = now();
    expect(await explained(minted)).toMatchObject({
      ...{ verdict: 'refused', reason: 'expired', since: end, detail: 'It was not used for 3600 s.' },
      token: { state: 'expired' },
    });
    expect(await introspect(service, minted.secret)).toEqual({ active: false });
  });

  it('200: a sliding one that no cache remembers, by the row, and says how exact that is', async () => {
    const minted = await mint({ expiryType: 'SlidingTtl', ttl: 3600 });
    service.clock.advance(3659 * second);
    expect(await explained(minted)).toMatchObject({ verdict: 'live' });
    service.clock.advance(second);
    expect(await explained(minted)).toMatchObject({
      ...{ verdict: 'refused', reason: 'expired', since: now() },
      detail:
        'It was not used for 3600 s. The cache forgot its last use: the exact end is up to 60 s earlier.',
    });
    expect(await introspect(service, minted.secret)).toEqual({ active: false });
  });

  it('200: it is no use: nothing slides, nothing is written, however often it is asked', async () => {
    const minted = await mint({ expiryType: 'SlidingTtl', ttl: 600 });
    await introspect(service, minted.secret);
    const { manager } = service.get(DataSource);
    const row = await manager.findOneByOrFail(Token, { id: minted.token.id });
    for (let passed = 0; passed < 590; passed += 59) {
      service.clock.advance(59 * second);
      await storingNothing(service, () => explain({ token: minted.secret, permission: 'users:read' }));
      await storingNothing(service, () => explain({ tokenId: minted.token.id }));
    }
    expect(await manager.findOneByOrFail(Token, { id: minted.token.id })).toEqual(row);
    service.clock.advance(10 * second);
    expect(await introspect(service, minted.secret)).toEqual({ active: false });
  });

  it('200: what was never minted is unknown, by its secret and by its id', async () => {
    expect((await explain({ token: newSecret('prefixed', 'user') })).body).toEqual(unknown);
    expect((await explain({ tokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11' })).body).toEqual(unknown);
  });

  it.each(['garbage', 'with white space', 'cut off'])(
    '200: what can be no secret is malformed: %s',
    async (which) => {
      const { secret } = await mint();
      const text = { garbage: 'x', 'with white space': `${secret} `, 'cut off': secret.slice(0, -1) }[which];
      expect((await explain({ token: text })).body).toEqual({
        ...{ verdict: 'refused', reason: 'malformed', since: null, token: null },
        detail: 'This is no secret of ours: it is cut off, mistyped, or has something added to it.',
      });
    },
  );

  it('200: what can be no id is malformed', async () => {
    for (const tokenId of ['x', '01964F3E-7E9C-7A31-8A41-0F6D3F1F2B11', "' OR 1=1 --"]) {
      expect((await explain({ tokenId })).body).toEqual({
        ...{ verdict: 'refused', reason: 'malformed', since: null, token: null },
        detail: 'This is no id of a token.',
      });
    }
  });

  it('200: a secret that the operator chose is known, though it has no checksum', async () => {
    const chosen = await startService({
      TOKENWRIGHT_BOOTSTRAP_TOKEN: 'a-secret-that-the-operator-has-chosen',
    });
    const { body } = await chosen.native('POST', path, chosen.account, { token: chosen.account });
    await chosen.close();
    expect(body).toMatchObject({ verdict: 'live', token: { holder: 'account', ecosystemId: null } });
  });

  it('200: another tenant’s token, live or dead, and an account’s look exactly like an unknown one', async () => {
    const other = await newTenant(service);
    const minted = await mint();
    const permission = 'users:read';
    const nobodys = (await explain({ token: newSecret('prefixed', 'user'), permission }, other.server)).body;
    expect(nobodys).toEqual({ ...unknown, permission: expect.objectContaining({ granted: false }) });
    const accountId = (await introspect(service, service.account)).jti;
    const foreign = async () => {
      for (const named of [
        ...[{ token: minted.secret }, { tokenId: minted.token.id }],
        ...[{ token: service.account }, { tokenId: accountId }, { token: server }],
      ]) {
        const reply = await explain({ ...named, permission }, other.server);
        expect([reply.status, reply.body]).toEqual([200, nobodys]);
      }
      const within = `${other.ecosystemId}:${service.account}`;
      expect((await explain({ token: minted.secret, permission }, within)).body).toEqual(nobodys);
    };
    await foreign();
    await account('DELETE', `/tokens/${minted.token.id}`);
    await foreign();
  });

  describe('with a permission', () => {
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
        detail: 'No role of the user gives it. Since when, the audit tells.',
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

  it('200: is not to be cached; the secret is neither told back nor stored', async () => {
    const { secret } = await mint();
    const reply = await explain({ token: secret, permission: 'users:read' });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.text).not.toContain(secret.slice(5));
    expect(await everythingStored(service)).not.toContain(secret.slice(5));
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: { token: 'x' } })).status).toBe(401);
  });

  it('403: without tokens:explain, also about one’s own token', async () => {
    const { secret } = await mint();
    expectProblem(await explain({ token: secret }, secret), path, lacks('tokens:explain'));
    const key = await newKey(service, ecosystemId, { permissions: ['tokens:introspect', 'audit:read'] });
    expectProblem(await explain({ token: secret }, key), path, lacks('tokens:explain'));
  });

  it('422: for neither or both of the two names', async () => {
    const fault = invalid(['token', 'one-of', 'give either token or tokenId']);
    const either = { ...fault, detail: 'token: give either token or tokenId' };
    for (const json of [{}, { token: 'x', tokenId: 'y' }, { permission: 'users:read' }, { token: null }]) {
      expectProblem(await explain(json), path, either);
    }
  });

  it.each([
    ['an empty token', { token: '' }, 'token'],
    ['a number', { token: 7 }, 'token'],
    ['a token of 4,097 characters', { token: 'x'.repeat(4097) }, 'token'],
    ['NUL', { token: 'a\0' }, 'token'],
    ['an object as the id', { tokenId: {} }, 'tokenId'],
    ['an id of 129 characters', { tokenId: 'x'.repeat(129) }, 'tokenId'],
    ['an unknown permission', { token: 'x', permission: 'users:fly' }, 'permission'],
    ['an unknown field', { token: 'x', secret: 'x' }, 'secret'],
  ])('422: for %s', async (_, json, pointer) => {
    const { status, body } = await explain(json);
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'invalid-input', pointer]);
  });
});
