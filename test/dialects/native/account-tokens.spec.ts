import { flushUses } from '../../contract/core.support.js';
import { idsOf, walkPages } from '../../support/pages.js';
import { introspect, newTenant, type Reply, sharedService } from '../../support/service.js';
import { expectProblem, lacks, noToken } from './problem.js';

const path = '/v1/account-tokens';
const service = sharedService();

const mint = async (given: object = {}): Promise<Reply['body']> =>
  (await service.native('POST', path, service.account, given)).body;
const wrongHolder = { status: 403, code: 'wrong-holder', detail: 'This needs a token of: account' };
const onlyAccount = { status: 403, code: 'wrong-holder', detail: 'Only an account token may do this' };

/** Routes that a caller must not pass, and the path of each. */
const routes: [method: string, path: (id: string) => string, permission: string][] = [
  ['GET', () => path, 'tokens:list'],
  ['GET', (id) => `${path}/${id}`, 'tokens:list'],
  ['DELETE', (id) => `${path}/${id}`, 'tokens:revoke'],
];

describe('GET /v1/account-tokens', () => {
  it('200: the keys of the operators, the newest first, and no other token', async () => {
    await newTenant(service);
    const { token, secret } = await mint({ name: 'Operator' });
    const reply = await service.native('GET', path, service.account);
    expect(reply.status).toBe(200);
    const [newest, first] = reply.body.data;
    expect(reply.body).toEqual({ data: [newest, first], page: { nextCursor: null } });
    expect(newest).toEqual(token);
    expect(first).toMatchObject({ holder: 'account', ecosystemId: null, name: 'First account token' });
    expect(reply.text).not.toContain(secret);
  });

  it('200: by state and by the token of who minted it', async () => {
    const mintedBy = (await introspect(service, service.account)).jti;
    const [dead, live] = [(await mint()).token.id, (await mint()).token.id];
    await service.native('DELETE', `${path}/${dead}`, service.account);
    expect(await idsOf(service, `${path}?state=revoked`)).toEqual([dead]);
    expect(await idsOf(service, `${path}?state=live&mintedBy=${mintedBy}&limit=1`)).toContain(live);
    expect(await idsOf(service, `${path}?mintedBy=${live}`)).toEqual([]);
  });

  it('200: each once, page by page, when others are minted meanwhile', async () => {
    for (let one = 0; one < 4; one++) await mint();
    const ids = await idsOf(service, path);
    const { items } = await walkPages(service, `${path}?limit=2`, undefined, () => mint());
    expect(items.map(({ id }) => id)).toEqual(ids);
  });
});

describe('GET /v1/account-tokens/:tokenId', () => {
  it('200: the record', async () => {
    const { token, secret } = await mint({ name: 'Operator', expiryType: 'Infinite' });
    const reply = await service.native('GET', `${path}/${token.id}`, service.account);
    expect([reply.status, reply.body]).toEqual([200, token]);
    expect(reply.text).not.toContain(secret);
  });
});

describe('DELETE /v1/account-tokens/:tokenId', () => {
  it('204: it is dead when it answers, others live; once more changes nothing', async () => {
    const { token, secret } = await mint();
    const live = await introspect(service, secret);
    await flushUses(service);
    const reply = await service.native('DELETE', `${path}/${token.id}`, service.account);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect((await service.native('GET', '/v1/self', secret)).status).toBe(401);
    const revokedAt = new Date(service.clock.now()).toISOString();
    expect(live).toMatchObject({ active: true, jti: token.id });
    const dead = { ...token, state: 'revoked', revokedAt, lastUsedAt: revokedAt };
    service.clock.advance(1000);
    expect((await service.native('DELETE', `${path}/${token.id}`, service.account)).status).toBe(204);
    expect((await service.native('GET', `${path}/${token.id}`, service.account)).body).toEqual(dead);
  });

  it('204: a key can revoke itself', async () => {
    const { token, secret } = await mint();
    expect((await service.native('DELETE', `${path}/${token.id}`, secret)).status).toBe(204);
    expect((await service.native('GET', '/v1/self', secret)).status).toBe(401);
  });
});

describe.each(routes)('%s %s', (method, pathOf, permission) => {
  const ask = (id: string, secret: string) => service.native(method, pathOf(id), secret);

  it('401: without a token', async () => {
    expect((await service.ask(pathOf('x'), { method })).status).toBe(401);
  });

  it('403: for a server token, and for an account token that speaks within one ecosystem', async () => {
    const { token, secret } = await mint();
    const { ecosystemId, server } = await newTenant(service);
    expectProblem(await ask(token.id, server), pathOf(token.id), wrongHolder);
    expectProblem(await ask(token.id, `${ecosystemId}:${service.account}`), pathOf(token.id), onlyAccount);
    expect(await introspect(service, secret)).toMatchObject({ active: true });
  });

  it(`403: for an account token without ${permission}`, async () => {
    const others = ['tokens:list', 'tokens:revoke', 'keys:mint'].filter((one) => one !== permission);
    const { token, secret } = await mint({ permissions: others });
    expectProblem(await ask(token.id, secret), pathOf(token.id), lacks(permission));
  });

  it('404: for a token that never was, that cannot be, and for one of a server', async () => {
    if (pathOf('x') === path) return;
    const { server } = await newTenant(service);
    const ofServer = (await introspect(service, server)).jti;
    for (const id of ['01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11', 'x', '%00', ofServer]) {
      expectProblem(await ask(id, service.account), pathOf(id), noToken);
    }
    expect(await introspect(service, server)).toMatchObject({ active: true });
  });
});
