import { walkPages, idsOf } from '../../support/pages.js';
import { newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { expectProblem, invalid, lacks, noEcosystem } from './problem.js';

const path = '/v1/ecosystems';
const service = sharedService();

const make = async (given: object) =>
  (await service.native('POST', path, service.account, { name: 'Any', ...given })).body;

describe('GET /v1/ecosystems', () => {
  it('200: all live ones, as they were made, for an account token', async () => {
    const made = [
      await make({ id: 'list-b', domain: 'b.example' }),
      await make({ id: 'list-a', name: 'First' }),
    ];
    await make({ id: 'list-gone', name: 'Gone' });
    await service.native('DELETE', `${path}/list-gone`, service.account);
    const { status, body } = await service.native('GET', path, service.account);
    expect(status).toBe(200);
    expect(body.page).toEqual({ nextCursor: null });
    expect(body.data.find(({ id }: { id: string }) => id === 'list-b')).toEqual(made[0]);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['default', 'list-a', 'list-b']);
  });

  it('200: only its own, for a server token and for a user’s, and for an account token that speaks within one', async () => {
    const { ecosystemId, server } = await newTenant(service);
    await newTenant(service);
    const admin = await newUser(service, ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, ecosystemId, admin.id);
    for (const one of [server, secret, `${ecosystemId}:${service.account}`]) {
      expect(await idsOf(service, path, one)).toEqual([ecosystemId]);
      expect(await idsOf(service, `${path}?name=Default`, one)).toEqual([]);
    }
  });

  it('200: by name, exactly', async () => {
    const one = await make({ name: 'Acme & Söhne 100%' });
    const other = await make({ name: 'Acme & Söhne 100%' });
    await make({ name: 'acme & söhne 100%' });
    const found = await idsOf(service, `${path}?limit=1&name=${encodeURIComponent('Acme & Söhne 100%')}`);
    expect(found).toEqual([one.id, other.id].sort());
    expect(await idsOf(service, `${path}?name=Acme`)).toEqual([]);
  });

  it('200: by domain, in any case of letters', async () => {
    const { id } = await make({ domain: 'Chat.Acme.example' });
    expect(await idsOf(service, `${path}?domain=CHAT.acme.Example`)).toEqual([id]);
    expect(await idsOf(service, `${path}?domain=acme.example`)).toEqual([]);
    expect(await idsOf(service, `${path}?domain=chat.acme.example&name=Other`)).toEqual([]);
  });

  it('200: each once, page by page, when others are made and deleted meanwhile', async () => {
    const name = 'Paged';
    const ids: string[] = [];
    for (let one = 0; one < 7; one++) ids.push((await make({ id: `paged-${one}`, name })).id);
    let count = 0;
    const { items, sizes } = await walkPages(service, `${path}?limit=3&name=${name}`, undefined, async () => {
      await make({ id: `paged-${count}-before`, name });
      await service.native('DELETE', `${path}/paged-${count++}`, service.account);
    });
    const seen = items.map(({ id }) => id).filter((id) => ids.includes(id));
    expect(seen).toEqual(ids);
    expect(sizes.slice(0, -1)).toEqual(sizes.slice(0, -1).map(() => 3));
  });

  it('401: without a token', async () => {
    expect((await service.ask(path)).status).toBe(401);
  });

  it('403: for a key without ecosystems:read', async () => {
    const minted = await service.native('POST', '/v1/account-tokens', service.account, {
      permissions: ['ecosystems:create'],
    });
    expectProblem(await service.native('GET', path, minted.body.secret), path, lacks('ecosystems:read'));
  });

  it('422: naming every fault of the query at once', async () => {
    const reply = await service.native('GET', `${path}?name=&domain=a&domain=b&active=true`, service.account);
    const faults = [
      ['active', 'unknown-field', 'is not a known field'],
      ['domain', 'is-string', 'domain must be a string'],
      ['name', 'is-length', 'name must be longer than or equal to 1 characters'],
    ];
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveLength(3);
    expect(reply.body.errors).toEqual(
      expect.arrayContaining(
        faults.map(([pointer, code, detail]) => ({ in: 'query', pointer: `/${pointer}`, code, detail })),
      ),
    );
  });
});

describe('PATCH /v1/ecosystems/:ecosystemId', () => {
  let id: string;
  let own: string;
  const change = (json: unknown, secret = service.account) => service.native('PATCH', own, secret, json);
  const read = async () => (await service.native('GET', own, service.account)).body;

  beforeEach(async () => {
    ({ id } = await make({ name: 'Before' }));
    own = `${path}/${id}`;
  });

  it('200: changes what is given and leaves the rest; null takes the domain away', async () => {
    const before = await read();
    service.clock.advance(1000);
    const updatedAt = new Date(service.clock.now()).toISOString();
    const domain = `${id}.Example`;
    const named = await change({ domain });
    expect(named.body).toEqual({ ...before, domain: domain.toLowerCase(), updatedAt });
    expect(named.status).toBe(200);
    const renamed = await change({ name: 'After' });
    expect(renamed.body).toEqual({ ...named.body, name: 'After' });
    const taken = await change({ domain: null });
    expect(taken.body).toEqual({ ...renamed.body, domain: null });
    expect(await read()).toEqual(taken.body);
    expect((await make({ domain })).domain).toBe(domain.toLowerCase());
  });

  it('200: a server token changes its own ecosystem; 404 for any other, which stays as it was', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const theirs = `${path}/${ecosystemId}`;
    expect((await service.native('PATCH', theirs, server, { name: 'New' })).body.name).toBe('New');
    expectProblem(await change({ name: 'New' }, server), own, noEcosystem);
    expect((await read()).name).toBe('Before');
  });

  it('401: without a token', async () => {
    expect((await service.ask(own, { method: 'PATCH', json: {} })).status).toBe(401);
  });

  it('403: for a key without ecosystems:update', async () => {
    const minted = await service.native('POST', '/v1/account-tokens', service.account, {
      permissions: ['ecosystems:read'],
    });
    expectProblem(await change({ name: 'No' }, minted.body.secret), own, lacks('ecosystems:update'));
  });

  it('404: for one that never was, and for a deleted one', async () => {
    await service.native('DELETE', own, service.account);
    for (const gone of [own, `${path}/nobody`]) {
      const reply = await service.native('PATCH', gone, service.account, { name: 'New' });
      expectProblem(reply, gone, noEcosystem);
    }
  });

  it('409: for a domain that another has, in any case of letters, and nothing is changed', async () => {
    await make({ domain: `${id}.example` });
    const reply = await change({ name: 'New', domain: `${id}.EXAMPLE` });
    const detail = 'Another ecosystem has this domain';
    expectProblem(reply, own, { status: 409, code: 'conflict', detail });
    expect((await read()).name).toBe('Before');
  });

  it('422: naming every fault, and nothing is changed', async () => {
    const reply = await change({ id: 'other', name: null, domain: 'not a host' });
    expectProblem(
      reply,
      own,
      invalid(
        ['id', 'unknown-field', 'is not a known field'],
        ['name', 'is-string', 'name must be a string'],
        ['domain', 'is-fqdn', 'domain must be a valid domain name'],
      ),
    );
    expect((await read()).name).toBe('Before');
  });
});
