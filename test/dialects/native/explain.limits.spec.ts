import { newSecret } from '../../../src/tokens/secrets/secret.js';
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
import { newCustomer, newKey } from '../../support/vendors.js';
import { expectProblem, invalid, lacks } from './problem.js';

const path = '/v1/tokens/explain';

describe('POST /v1/tokens/explain, of what it knows or must not tell', () => {
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
  const unknown = {
    ...{ verdict: 'refused', reason: 'unknown', since: null, token: null },
    detail: 'No such token was minted here, or it is of another ecosystem, or its row is gone.',
  };

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
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'invalid-input', `/${pointer}`]);
  });
});
