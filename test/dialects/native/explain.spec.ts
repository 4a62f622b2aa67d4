import { DataSource } from 'typeorm';
import { Token } from '../../../src/tokens/token.entity.js';
import {
  introspect,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { deactivate, newCustomer, remove, storingNothing } from '../../support/vendors.js';

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
});
