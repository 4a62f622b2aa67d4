import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Service,
  sharedService,
  startService,
} from '../../support/service.js';
import { expectProblem, invalid, lacks, noEcosystem, notAuthenticated } from './problem.js';

const path = '/v1/ecosystems';

describe('POST /v1/ecosystems', () => {
  const service = sharedService();
  const create = (json: unknown, secret = service.account) => service.native('POST', path, secret, json);

  it('201: makes the ecosystem with the id and the domain that are given', async () => {
    const reply = await create({ id: 'acme', name: 'Acme Ltd', domain: 'Chat.Acme.example' });
    expect(reply.body).toEqual({
      id: 'acme',
      name: 'Acme Ltd',
      domain: 'chat.acme.example',
      origins: [],
      registration: 'closed',
      createdAt: '2026-11-22T12:00:00.000Z',
      updatedAt: '2026-11-22T12:00:00.000Z',
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  });

  it('201: makes an id of 17 characters when none is given, or null', async () => {
    const replies = [await create({ name: 'One' }), await create({ id: null, domain: null, name: 'Other' })];
    for (const { status, body } of replies) {
      expect(status).toBe(201);
      expect(body.id).toMatch(/^[2-9A-HJ-NP-Za-km-z]{17}$/);
      expect(body.domain).toBeNull();
    }
    expect(replies[0]!.body.id).not.toBe(replies[1]!.body.id);
  });

  it('201: keeps the origins as they are given', async () => {
    const origins = ['https://app.acme.example', 'http://localhost:8080', 'https://[::1]:8443'];
    const { status, body } = await create({ name: 'With pages', origins });
    expect([status, body.origins]).toEqual([201, origins]);
    const read = await service.native('GET', `${path}/${body.id}`, service.account);
    expect(read.body.origins).toEqual(origins);
    expect((await create({ name: 'Without', origins: [] })).body.origins).toEqual([]);
  });

  it('201: gives it the roles admin and user', async () => {
    const { body } = await create({ name: 'With roles' });
    const roles = ['admin', 'user'];
    expect(await newUser(service, body.id, { roles })).toMatchObject({ ecosystemId: body.id, roles });
  });

  it('401: without a token, and with one that is not known', async () => {
    const without = await service.ask(path, { method: 'POST', json: { name: 'No' } });
    expectProblem(without, path, {
      ...notAuthenticated,
      detail: 'This needs a token in the header Authorization: Bearer SECRET',
    });
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="tokenwright"');
    const wrong = await create({ name: 'No' }, 'tw_a_nonsense');
    expectProblem(wrong, path, notAuthenticated);
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="tokenwright", error="invalid_token"');
  });

  it('403: for a server token, which is of one ecosystem', async () => {
    const { server } = await newTenant(service);
    const reply = await create({ name: 'No' }, server);
    expectProblem(reply, path, lacks('ecosystems:create'));
    expect(reply.headers.get('www-authenticate')).toBe(
      'Bearer realm="tokenwright", error="insufficient_scope", scope="ecosystems:create"',
    );
  });

  it('409: for an id that is taken; 201 for that of a deleted one, whose users and tokens stay dead', async () => {
    const conflict = { status: 409, code: 'conflict', detail: 'Another ecosystem has this id' };
    await create({ id: 'gone', name: 'Gone' });
    await service.native('DELETE', `${path}/gone`, service.account);
    service.clock.advance(600_000);
    expect((await create({ id: 'gone', name: 'Again' })).status).toBe(201);
    expectProblem(await create({ id: 'gone', name: 'Once more' }), path, conflict);
  });

  it('409: for a domain that is taken, in any case of letters', async () => {
    await create({ name: 'First', domain: 'taken.example' });
    const reply = await create({ id: 'second', name: 'Second', domain: 'TAKEN.example' });
    expectProblem(reply, path, {
      status: 409,
      code: 'conflict',
      detail: 'Another ecosystem has this domain',
    });
    expectProblem(
      await service.native('GET', `${path}/second`, service.account),
      `${path}/second`,
      noEcosystem,
    );
  });

  it('422: naming every fault at once', async () => {
    const reply = await create({ id: 'a:b', domain: 'not a host', colour: 'red' });
    expectProblem(
      reply,
      path,
      invalid(
        ['colour', 'unknown-field', 'is not a known field'],
        ['id', 'matches', 'id must be 1 to 64 characters of A-Z a-z 0-9 _ -'],
        ['name', 'isString', 'name must be a string'],
        ['domain', 'isFqdn', 'domain must be a valid domain name'],
      ),
    );
  });

  it.each([
    ['an empty name', { name: '' }],
    ['a name of 201 characters', { name: 'x'.repeat(201) }],
    ['a number for the name', { name: 7 }],
    ['an id of 65 characters', { name: 'A', id: 'x'.repeat(65) }],
    ['an empty id', { name: 'A', id: '' }],
    ['a number for the id', { name: 'A', id: 7 }],
    ['a list for the domain', { name: 'A', domain: ['a.example'] }],
    ['a text for the origins', { name: 'A', origins: 'https://a.example' }],
    ['null for the origins', { name: 'A', origins: null }],
    ['an origin with a path', { name: 'A', origins: ['https://a.example/'] }],
    ['an origin in capitals', { name: 'A', origins: ['https://A.example'] }],
    ['an origin with the port of its scheme', { name: 'A', origins: ['https://a.example:443'] }],
    ['an origin of any host', { name: 'A', origins: ['https://*'] }],
    ['the origin null', { name: 'A', origins: ['null'] }],
    ['an origin of another scheme', { name: 'A', origins: ['file://'] }],
    ['an origin twice', { name: 'A', origins: ['https://a.example', 'https://a.example'] }],
    ['101 origins', { name: 'A', origins: Array.from({ length: 101 }, (_, n) => `https://a${n}.example`) }],
    ['an address for the domain', { name: 'A', domain: 'https://a.example' }],
    ['a list for the body', [{ name: 'A' }]],
  ])('422: for %s', async (_, json) => {
    const { status, body } = await create(json);
    expect({ status, code: body.code, errors: body.errors.length }).toEqual({
      status: 422,
      code: 'invalid-input',
      errors: 1,
    });
  });
});

describe('GET /v1/ecosystems/:ecosystemId', () => {
  let service: Service;
  let tenant: { ecosystemId: string; server: string };

  beforeAll(async () => {
    service = await startService();
    tenant = await newTenant(service);
  });
  afterAll(() => service.close());

  it('200: for an account token and for its own server token', async () => {
    for (const secret of [service.account, tenant.server]) {
      const { status, body } = await service.native('GET', `${path}/${tenant.ecosystemId}`, secret);
      expect(body).toEqual({
        id: tenant.ecosystemId,
        name: 'A tenant',
        domain: null,
        origins: [],
        registration: 'closed',
        createdAt: '2026-11-22T12:00:00.000Z',
        updatedAt: '2026-11-22T12:00:00.000Z',
      });
      expect(status).toBe(200);
    }
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${path}/default`)).status).toBe(401);
  });

  it('403: for a key without ecosystems:read', async () => {
    const own = `${path}/${tenant.ecosystemId}`;
    const minted = await service.native('POST', `${own}/server-tokens`, service.account, {
      permissions: ['tokens:mint'],
    });
    expectProblem(await service.native('GET', own, minted.body.secret), own, lacks('ecosystems:read'));
  });

  it.each([
    ['that never was', 'nobody'],
    ['of another tenant', 'default'],
    ['whose id cannot be one', 'a%3Ab'],
    ['whose id holds NUL', '%00'],
    ['whose id is long', 'x'.repeat(1000)],
  ])('404: for one %s', async (_, id) => {
    const reply = await service.native('GET', `${path}/${id}`, tenant.server);
    expectProblem(reply, `${path}/${id}`, noEcosystem);
  });
});

describe('DELETE /v1/ecosystems/:ecosystemId', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  it('204: and every token in it is dead, its users and itself are not found', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const user = await newUser(service, ecosystemId);
    const { secret } = await newToken(service, ecosystemId, user.id, { expiryType: 'Infinite' });
    for (const one of [server, secret])
      expect(await introspect(service, one)).toMatchObject({ active: true });

    const reply = await service.native('DELETE', `${path}/${ecosystemId}`, service.account);
    expect({ status: reply.status, text: reply.text }).toEqual({ status: 204, text: '' });

    for (const one of [server, secret]) {
      expect(await introspect(service, one)).toEqual({ active: false });
      expect((await service.native('GET', '/v1/self', one)).status).toBe(401);
    }
    for (const gone of [`${path}/${ecosystemId}`, `${path}/${ecosystemId}/users/${user.id}`]) {
      expectProblem(await service.native('GET', gone, service.account), gone, noEcosystem);
    }
    const twice = await service.native('DELETE', `${path}/${ecosystemId}`, service.account);
    expectProblem(twice, `${path}/${ecosystemId}`, noEcosystem);
  });

  it('204: and the tokens of a neighbour live on', async () => {
    const [one, other] = [await newTenant(service), await newTenant(service)];
    await service.native('DELETE', `${path}/${one.ecosystemId}`, service.account);
    expect(await introspect(service, other.server)).toMatchObject({ active: true });
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${path}/default`, { method: 'DELETE' })).status).toBe(401);
  });

  it('403: for a server token, also of that ecosystem, and it stands', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const own = `${path}/${ecosystemId}`;
    expectProblem(await service.native('DELETE', own, server), own, lacks('ecosystems:delete'));
    expect((await service.native('GET', own, server)).status).toBe(200);
  });

  it('404: for one that never was', async () => {
    const nobody = `${path}/nobody`;
    expectProblem(await service.native('DELETE', nobody, service.account), nobody, noEcosystem);
  });
});
