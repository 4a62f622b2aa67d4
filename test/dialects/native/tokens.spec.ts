import { introspect, newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { expectProblem, lacks, noEcosystem, noToken, noUser } from './problem.js';

const tokens = '/v1/ecosystems/default/tokens';

const service = sharedService();
let user: { id: string };

beforeAll(async () => {
  user = await newUser(service, 'default');
});

/** A server token of the default ecosystem that may do this and nothing else. */
async function keyWith(...permissions: string[]): Promise<string> {
  const path = '/v1/ecosystems/default/server-tokens';
  return (await service.native('POST', path, service.account, { permissions })).body.secret;
}

/** Ids that name no token. */
const nobodies: [which: string, id: string][] = [
  ['that never was', '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11'],
  ['whose id cannot be one', 'x'],
  ['whose id holds NUL', '%00'],
  ['whose id has 1,000 characters', 'x'.repeat(1000)],
];

describe('GET /v1/ecosystems/:ecosystemId/tokens/:tokenId', () => {
  it('200: the record, for tokens of a user and of a server', async () => {
    const ofUser = await newToken(service, 'default', user.id);
    const path = '/v1/ecosystems/default/server-tokens';
    const ofServer = (await service.native('POST', path, service.account, { name: 'Shop' })).body;
    for (const { token, secret } of [ofUser, ofServer]) {
      const reply = await service.native('GET', `${tokens}/${token.id}`, service.account);
      expect(reply.body).toEqual(token);
      expect(reply.status).toBe(200);
      expect(reply.text).not.toContain(secret);
    }
  });

  it('200: shows the last use and what it does to a sliding end', async () => {
    const { token, secret } = await newToken(service, 'default', user.id, {
      expiryType: 'SlidingTtl',
      ttl: 600,
    });
    service.clock.advance(300_000);
    await introspect(service, secret);
    const seen = async () => (await service.native('GET', `${tokens}/${token.id}`, service.account)).body;
    const usedAt = service.clock.now();
    const wanted = {
      ...token,
      lastUsedAt: new Date(usedAt).toISOString(),
      expiresAt: new Date(usedAt + 600_000).toISOString(),
    };
    // The use is stored beside the verify path, in the turns after its answer.
    for (let turn = 0; turn < 50 && (await seen()).lastUsedAt === null; turn++);
    expect(await seen()).toEqual(wanted);
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${tokens}/x`)).status).toBe(401);
  });

  it('403: for a key without tokens:list', async () => {
    const reply = await service.native('GET', `${tokens}/x`, await keyWith('tokens:revoke'));
    expectProblem(reply, `${tokens}/x`, lacks('tokens:list'));
  });

  it.each(nobodies)('404: for a token %s', async (_, id) => {
    const reply = await service.native('GET', `${tokens}/${id}`, service.account);
    expectProblem(reply, `${tokens}/${id}`, noToken);
  });

  it('404: for an account token, which is of no ecosystem', async () => {
    const { tokenId } = (await service.native('GET', '/v1/self', service.account)).body;
    const reply = await service.native('GET', `${tokens}/${tokenId}`, service.account);
    expectProblem(reply, `${tokens}/${tokenId}`, noToken);
  });

  it('404: for a token of another tenant, under either ecosystem', async () => {
    const { token } = await newToken(service, 'default', user.id);
    const { ecosystemId, server } = await newTenant(service);
    const theirs = `${tokens}/${token.id}`;
    expectProblem(await service.native('GET', theirs, server), theirs, noEcosystem);
    const own = `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`;
    expectProblem(await service.native('GET', own, server), own, noToken);
  });
});

describe('DELETE /v1/ecosystems/:ecosystemId/tokens/:tokenId', () => {
  it('204: the token is dead when it answers, the others live; once more changes nothing', async () => {
    const { token, secret } = await newToken(service, 'default', user.id);
    const neighbour = await newToken(service, 'default', user.id);
    expect(await introspect(service, secret)).toMatchObject({ active: true });
    const path = `${tokens}/${token.id}`;
    const reply = await service.native('DELETE', path, service.account);
    expect({ status: reply.status, text: reply.text }).toEqual({ status: 204, text: '' });
    expect(await introspect(service, secret)).toEqual({ active: false });
    expect(await introspect(service, neighbour.secret)).toMatchObject({ active: true });

    const revoked = (await service.native('GET', path, service.account)).body;
    service.clock.advance(1000);
    expect((await service.native('DELETE', path, service.account)).status).toBe(204);
    expect((await service.native('GET', path, service.account)).body).toEqual(revoked);
    expect(revoked).toMatchObject({ state: 'revoked', revokedAt: expect.any(String) });
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${tokens}/x`, { method: 'DELETE' })).status).toBe(401);
  });

  it('403: for a key without tokens:revoke', async () => {
    const reply = await service.native('DELETE', `${tokens}/x`, await keyWith('tokens:list'));
    expectProblem(reply, `${tokens}/x`, lacks('tokens:revoke'));
  });

  it.each(nobodies)('404: for a token %s', async (_, id) => {
    const reply = await service.native('DELETE', `${tokens}/${id}`, service.account);
    expectProblem(reply, `${tokens}/${id}`, noToken);
  });

  it('404: for a token of another tenant, which lives on', async () => {
    const { token, secret } = await newToken(service, 'default', user.id);
    const { ecosystemId, server } = await newTenant(service);
    const theirs = `${tokens}/${token.id}`;
    expectProblem(await service.native('DELETE', theirs, server), theirs, noEcosystem);
    const own = `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`;
    expectProblem(await service.native('DELETE', own, server), own, noToken);
    expect(await introspect(service, secret)).toMatchObject({ active: true });
  });
});

describe('DELETE /v1/ecosystems/:ecosystemId/users/:userId/tokens', () => {
  it('200: says how many were not revoked before, and all are dead when it answers', async () => {
    const { id } = await newUser(service, 'default');
    const path = `/v1/ecosystems/default/users/${id}/tokens`;
    const secrets = [];
    for (let one = 0; one < 3; one++) secrets.push((await newToken(service, 'default', id)).secret);
    const other = await newToken(service, 'default', user.id);
    for (const secret of secrets) expect(await introspect(service, secret)).toMatchObject({ active: true });
    const reply = await service.native('DELETE', path, service.account);
    expect(reply.body).toEqual({ revoked: 3 });
    expect(reply.status).toBe(200);
    for (const secret of secrets) expect(await introspect(service, secret)).toEqual({ active: false });
    expect(await introspect(service, other.secret)).toMatchObject({ active: true });
    const listed = (await service.native('GET', path, service.account)).body;
    const revokedAt = new Date(service.clock.now()).toISOString();
    expect(listed.data).toMatchObject([1, 2, 3].map(() => ({ state: 'revoked', revokedAt })));
    expect((await service.native('DELETE', path, service.account)).body).toEqual({ revoked: 0 });
    const next = await newToken(service, 'default', id);
    expect(await introspect(service, next.secret)).toMatchObject({ active: true });
  });

  it('401: without a token', async () => {
    const path = `/v1/ecosystems/default/users/${user.id}/tokens`;
    expect((await service.ask(path, { method: 'DELETE' })).status).toBe(401);
  });

  it('403: for a key without tokens:revoke', async () => {
    const path = `/v1/ecosystems/default/users/${user.id}/tokens`;
    const reply = await service.native('DELETE', path, await keyWith('tokens:list'));
    expectProblem(reply, path, lacks('tokens:revoke'));
  });

  it('404: for an ecosystem of another tenant, a user that is not there and one of another tenant', async () => {
    const { secret } = await newToken(service, 'default', user.id);
    const { ecosystemId, server } = await newTenant(service);
    const theirs = `/v1/ecosystems/default/users/${user.id}/tokens`;
    expectProblem(await service.native('DELETE', theirs, server), theirs, noEcosystem);
    for (const id of ['nobody', '%00', user.id]) {
      const own = `/v1/ecosystems/${ecosystemId}/users/${id}/tokens`;
      expectProblem(await service.native('DELETE', own, server), own, noUser);
    }
    expect(await introspect(service, secret)).toMatchObject({ active: true });
  });
});
