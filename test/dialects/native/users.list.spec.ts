import { idsOf, walkPages } from '../../support/pages.js';
import { newTenant, newUser, type Service, startService } from '../../support/service.js';
import { expectProblem, lacks, noEcosystem } from './problem.js';

describe('GET /v1/ecosystems/:ecosystemId/users', () => {
  let service: Service;
  let ecosystemId: string;
  let server: string;
  let path: string;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    ({ ecosystemId, server } = await newTenant(service));
    path = `/v1/ecosystems/${ecosystemId}/users`;
  });
  afterAll(() => service.close());

  const make = async (given: object = {}): Promise<string> => (await newUser(service, ecosystemId, given)).id;
  const found = (query: Record<string, string>) =>
    idsOf(service, `${path}?${new URLSearchParams(query).toString()}`);

  it('200: nothing, where there is nobody', async () => {
    const reply = await service.native('GET', path, server);
    expect([reply.status, reply.body]).toEqual([200, { data: [], page: { nextCursor: null } }]);
    expect(reply.headers.get('link')).toBeNull();
  });

  it('200: the users as they are, the newest first, no deleted one, none of another tenant', async () => {
    const first = await newUser(service, ecosystemId, { username: 'ada', password: 'correct horse' });
    service.clock.advance(1);
    const second = await newUser(service, ecosystemId, { roles: [], active: false });
    service.clock.advance(1);
    const gone = await make();
    await service.native('DELETE', `${path}/${gone}`, service.account);
    await newUser(service, 'default');
    for (const secret of [server, service.account]) {
      const { body } = await service.native('GET', path, secret);
      expect(body).toEqual({ data: [second, first], page: { nextCursor: null } });
    }
  });

  it('200: by username and by e-mail address in any case of letters, by external id in its own', async () => {
    const ada = await make({ username: 'Ada.Löve', email: 'Ada@Acme.example', externalId: 'C|4711&x' });
    const bob = await make({ username: 'bob', email: 'bob@acme.example', externalId: 'c|4711&x' });
    expect(await found({ username: 'aDA.lÖVE' })).toEqual([ada]);
    expect(await found({ username: 'ada' })).toEqual([]);
    expect(await found({ email: 'ADA@acme.EXAMPLE' })).toEqual([ada]);
    expect(await found({ externalId: 'C|4711&x' })).toEqual([ada]);
    expect(await found({ externalId: 'c|4711&x' })).toEqual([bob]);
    expect(await found({ username: 'ada.löve', email: 'bob@acme.example' })).toEqual([]);
    await service.native('DELETE', `${path}/${ada}`, service.account);
    expect(await found({ username: 'ada.löve' })).toEqual([]);
  });

  it('200: by any of their roles, exactly', async () => {
    const admin = await make({ roles: ['user', 'admin'] });
    service.clock.advance(1);
    const user = await make();
    await make({ roles: [] });
    expect(await found({ role: 'admin' })).toEqual([admin]);
    expect(await found({ role: 'user' })).toEqual([user, admin]);
    for (const role of ['Admin', 'adm_n', 'dmin', 'adminuser']) expect(await found({ role })).toEqual([]);
  });

  it('200: by whether they are active', async () => {
    const active = await make();
    const inactive = await make({ active: false });
    expect(await found({ active: 'true' })).toEqual([active]);
    expect(await found({ active: 'false' })).toEqual([inactive]);
    expect(await found({ active: 'false', role: 'admin' })).toEqual([]);
  });

  it('200: each once, page by page, when others come and go meanwhile, also of one moment', async () => {
    const ids: string[] = [];
    for (let one = 0; one < 9; one++) {
      if (one % 4 === 0) service.clock.advance(1000);
      ids.push(await make());
    }
    const { items, sizes } = await walkPages(service, `${path}?limit=2&active=true`, server, async () => {
      await make();
      await service.native('DELETE', `${path}/${await make()}`, service.account);
    });
    expect(
      items
        .map(({ id }) => id)
        .filter((id) => ids.includes(id))
        .sort(),
    ).toEqual([...ids].sort());
    const moments = items.map(({ createdAt }) => createdAt);
    expect(moments).toEqual([...moments].sort().reverse());
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(sizes.every((size) => size <= 2)).toBe(true);
  });

  it('200: a cursor of another tenant’s list leads to nobody else’s users', async () => {
    const mine = await make();
    service.clock.advance(1000);
    const { ecosystemId: other } = await newTenant(service);
    for (let one = 0; one < 2; one++) await newUser(service, other);
    const theirs = await service.native('GET', `/v1/ecosystems/${other}/users?limit=1`, service.account);
    expect(await found({ cursor: theirs.body.page.nextCursor })).toEqual([mine]);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path)).status).toBe(401);
  });

  it('403: for a key without users:read', async () => {
    const minted = await service.native('POST', `/v1/ecosystems/${ecosystemId}/server-tokens`, server, {
      permissions: ['users:create'],
    });
    expectProblem(await service.native('GET', path, minted.body.secret), path, lacks('users:read'));
  });

  it('404: for an ecosystem of another tenant, a deleted one and one that never was', async () => {
    const other = await newTenant(service);
    expectProblem(await service.native('GET', path, other.server), path, noEcosystem);
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    for (const gone of [path, '/v1/ecosystems/nobody/users', '/v1/ecosystems/%00/users']) {
      expectProblem(await service.native('GET', gone, service.account), gone, noEcosystem);
    }
  });

  it.each([
    ['active=1', 'active', 'is-boolean'],
    ['active=', 'active', 'is-boolean'],
    ['active=true&active=true', 'active', 'is-boolean'],
    ['role=a%20b', 'role', 'matches'],
    ['username=', 'username', 'is-length'],
    [`username=${'x'.repeat(129)}`, 'username', 'is-length'],
    ['username=a&username=b', 'username', 'is-string'],
    ['email=%00', 'email', 'no-nul'],
    [`externalId=${'x'.repeat(129)}`, 'externalId', 'is-length'],
    ['name=Ada', 'name', 'unknown-field'],
  ])('422: for %s', async (query, pointer, code) => {
    const { status, body } = await service.native('GET', `${path}?${query}`, service.account);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ in: 'query', pointer: `/${pointer}`, code, detail: expect.any(String) }]);
  });
});
