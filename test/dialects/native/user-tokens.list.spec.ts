import { newTenant, newToken, newUser, type Service, startService } from '../../support/service.js';
import { expectProblem, lacks, noEcosystem, noUser } from './problem.js';

describe('GET /v1/ecosystems/:ecosystemId/users/:userId/tokens', () => {
  let service: Service;
  let user: { id: string };
  let path: string;
  const list = (query = '', secret = service.account) => service.native('GET', `${path}${query}`, secret);
  const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    user = await newUser(service, 'default');
    path = `/v1/ecosystems/default/users/${user.id}/tokens`;
  });
  afterAll(() => service.close());

  /** The ids of so many new tokens of the user, the newest first. */
  async function mintMany(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let one = 0; one < count; one++) {
      ids.unshift((await newToken(service, 'default', user.id)).token.id);
    }
    return ids;
  }

  it('200: nothing, for a user without tokens', async () => {
    const { status, body } = await list();
    expect(body).toEqual({ data: [], page: { nextCursor: null } });
    expect(status).toBe(200);
  });

  it('200: the records as they were minted, the newest first, dead ones with their state, no secret', async () => {
    const first = await newToken(service, 'default', user.id, { name: 'First', ttl: 60 });
    const second = await newToken(service, 'default', user.id, { expiryType: 'Infinite' });
    const third = await newToken(service, 'default', user.id);
    await service.native('DELETE', `/v1/ecosystems/default/tokens/${third.token.id}`, service.account);
    const revokedAt = new Date(service.clock.now()).toISOString();
    service.clock.advance(60_000);
    const reply = await list();
    expect(reply.body).toEqual({
      data: [
        { ...third.token, state: 'revoked', revokedAt },
        second.token,
        { ...first.token, state: 'expired' },
      ],
      page: { nextCursor: null },
    });
    for (const { secret } of [first, second, third]) expect(reply.text).not.toContain(secret);
  });

  it('200: pages of the limit, each token once, also when new ones are minted between the pages', async () => {
    const ids = await mintMany(5);
    const first = await list('?limit=2');
    expect(first.body).toMatchObject({ page: { nextCursor: expect.any(String) } });
    expect(idsOf(first.body)).toEqual(ids.slice(0, 2));
    await mintMany(3);
    const second = await list(`?limit=2&cursor=${first.body.page.nextCursor}`);
    expect(idsOf(second.body)).toEqual(ids.slice(2, 4));
    await mintMany(1);
    const third = await list(`?limit=2&cursor=${second.body.page.nextCursor}`);
    expect(idsOf(third.body)).toEqual(ids.slice(4));
    expect(third.body.page).toEqual({ nextCursor: null });
  });

  it('200: a page that just fits is the last one', async () => {
    const ids = await mintMany(2);
    const { body } = await list('?limit=2');
    expect({ ids: idsOf(body), page: body.page }).toEqual({ ids, page: { nextCursor: null } });
  });

  it('200: 50 when no limit is given', async () => {
    const ids = await mintMany(51);
    const { body } = await list();
    expect({ ids: idsOf(body), page: body.page }).toEqual({
      ids: ids.slice(0, 50),
      page: { nextCursor: expect.any(String) },
    });
  });

  it('200: a cursor leads to nobody else’s tokens', async () => {
    const [mine] = await mintMany(1);
    const other = await newUser(service, 'default');
    const theirs = await newToken(service, 'default', other.id);
    const cursor = Buffer.from(JSON.stringify([theirs.token.id])).toString('base64url');
    const { body } = await list(`?cursor=${cursor}`);
    expect(idsOf(body)).toEqual([mine]);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path)).status).toBe(401);
  });

  it('403: for a key without tokens:list', async () => {
    const minted = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
      permissions: ['tokens:mint'],
    });
    expectProblem(await list('', minted.body.secret), path, lacks('tokens:list'));
  });

  it('404: for an ecosystem of another tenant, a user that is not there and one of another tenant', async () => {
    const { ecosystemId, server } = await newTenant(service);
    expectProblem(await list('', server), path, noEcosystem);
    for (const id of ['nobody', '%00', user.id]) {
      const own = `/v1/ecosystems/${ecosystemId}/users/${id}/tokens`;
      expectProblem(await service.native('GET', own, server), own, noUser);
    }
  });

  it('422: naming every fault of the query at once', async () => {
    expectProblem(await list('?limit=0&cursor=&colour=red'), path, {
      status: 422,
      code: 'invalid-input',
      detail:
        'colour: is not a known field; limit must not be less than 1; cursor must be longer than or equal to 1 characters',
      errors: [
        { in: 'query', pointer: '/colour', code: 'unknown-field', detail: 'is not a known field' },
        { in: 'query', pointer: '/limit', code: 'min', detail: 'limit must not be less than 1' },
        {
          in: 'query',
          pointer: '/cursor',
          code: 'is-length',
          detail: 'cursor must be longer than or equal to 1 characters',
        },
      ],
    });
  });

  it.each([
    '?limit=201',
    '?limit=-1',
    '?limit=1.5',
    '?limit=1e1',
    '?limit=ten',
    '?limit=',
    '?limit=99999999999999999999',
    '?limit=1&limit=2',
    '?cursor=',
    '?cursor=x',
    '?cursor=WzFd',
    '?cursor=WyJcdTAwMDAiXQ',
    '?cursor=%00',
    '?cursor=a&cursor=b',
    `?cursor=${'x'.repeat(400)}`,
  ])('422: for %s', async (query) => {
    const { status, body } = await list(query);
    expect({ status, code: body.code, errors: body.errors.length }).toEqual({
      status: 422,
      code: 'invalid-input',
      errors: 1,
    });
  });
});
