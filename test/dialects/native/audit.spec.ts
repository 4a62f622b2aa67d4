import { walkPages, idsOf } from '../../support/pages.js';
import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { expectProblem, lacks, noEcosystem } from './problem.js';

let service: Service;
let ecosystemId: string;
let server: string;
let path: string;
let accountTokenId: string;

beforeAll(async () => {
  service = await startService();
  accountTokenId = (await introspect(service, service.account)).jti;
});
beforeEach(async () => {
  service.clock.advance(60_000);
  ({ ecosystemId, server } = await newTenant(service));
  path = `/v1/ecosystems/${ecosystemId}/audit`;
});
afterAll(() => service.close());

const read = async (query: Record<string, string> = {}, secret = service.account, from = path) =>
  (await walkPages(service, `${from}?${new URLSearchParams(query).toString()}`, secret)).items;
const deedsIn = (entries: Reply['body'][]) => entries.map(({ action, targetId }) => [action, targetId]);

describe('GET /v1/ecosystems/:ecosystemId/audit', () => {
  it('200: who did what to whom, the newest first, whole entries', async () => {
    const user = await newUser(service, ecosystemId, { name: 'Ada' });
    service.clock.advance(1000);
    const reply = await service.ask(`/v1/ecosystems/${ecosystemId}/users/${user.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${server}`, 'x-request-id': 'request-1' },
      json: { name: 'Ada Lovelace' },
    });
    expect(reply.status).toBe(200);
    const { status, body } = await service.native('GET', path, service.account);
    const serverTokenId = (await introspect(service, server)).jti;
    const made = '2026-11-22T12:01:00.000Z';
    const entry = {
      ...{ id: expect.any(String), at: made, ecosystemId },
      ...{ callerHolder: 'account', callerTokenId: accountTokenId, callerUserId: null },
      ...{ callerAddress: '127.0.0.1', requestId: expect.any(String), detail: null },
    };
    const minted = { holder: 'server', userId: null, dialect: 'native', expiryType: 'FixedTtl' };
    const detail = { ...minted, expiresAt: '2026-11-22T13:01:00.000Z', permissions: null };
    const bare = { domain: null, origins: null, registration: null };
    expect(body).toEqual({
      data: [
        {
          ...entry,
          ...{ at: '2026-11-22T12:01:01.000Z', action: 'user.update', targetType: 'user', targetId: user.id },
          ...{ callerHolder: 'server', callerTokenId: serverTokenId, requestId: 'request-1' },
          detail: { fields: ['name'] },
        },
        {
          ...{ ...entry, action: 'user.create', targetType: 'user', targetId: user.id },
          detail: { after: { roles: ['user'], active: true } },
        },
        { ...entry, action: 'token.mint', targetType: 'token', targetId: serverTokenId, detail },
        {
          ...{ ...entry, action: 'ecosystem.create', targetType: 'ecosystem', targetId: ecosystemId },
          detail: { after: bare },
        },
      ],
      page: { nextCursor: null },
    });
    expect(status).toBe(200);
    expect(await read({}, server)).toEqual(body.data);
  });

  it('200: by action, by target, by caller', async () => {
    const admin = await newUser(service, ecosystemId, { roles: ['admin'] });
    const { token, secret } = await newToken(service, ecosystemId, admin.id);
    const users = `/v1/ecosystems/${ecosystemId}/users`;
    const made = (await service.native('POST', users, secret, {})).body.id;
    await service.native('PATCH', `${users}/${made}`, service.account, { name: 'x' });
    await service.native('DELETE', `${users}/${made}`, secret);
    const byUser = [
      ['user.delete', made],
      ['user.create', made],
    ];
    const byAccount = ['user.update', made];
    expect(deedsIn(await read({ action: 'user.update' }))).toEqual([byAccount]);
    expect(deedsIn(await read({ action: 'no-such.action' }))).toEqual([]);
    expect(deedsIn(await read({ targetId: made }))).toEqual([byUser[0], byAccount, byUser[1]]);
    expect(deedsIn(await read({ targetType: 'ecosystem' }))).toEqual([['ecosystem.create', ecosystemId]]);
    expect(await read({ targetType: 'role' })).toEqual([]);
    expect(deedsIn(await read({ callerTokenId: token.id }))).toEqual(byUser);
    expect(deedsIn(await read({ callerUserId: admin.id }))).toEqual(byUser);
    const both = { callerTokenId: accountTokenId, targetId: made, targetType: 'user' };
    expect(deedsIn(await read(both))).toEqual([byAccount]);
    expect(await read({ ...both, action: 'user.delete' })).toEqual([]);
  });

  it('200: from a moment on, before a moment', async () => {
    const start = service.clock.now();
    const ids: string[] = [];
    for (let one = 0; one < 3; one++) {
      service.clock.advance(1000);
      ids.push((await newUser(service, ecosystemId)).id);
    }
    const at = (ms: number) => new Date(start + ms).toISOString();
    const targets = async (query: Record<string, string>) => {
      return (await read({ ...query, action: 'user.create' })).map(({ targetId }) => targetId);
    };
    expect(await targets({ from: at(2000) })).toEqual([ids[2], ids[1]]);
    expect(await targets({ before: at(2000) })).toEqual([ids[0]]);
    expect(await targets({ from: at(1001), before: at(3000) })).toEqual([ids[1]]);
  });

  it('200: each once, page by page, when more is done meanwhile', async () => {
    for (let one = 0; one < 5; one++) await newUser(service, ecosystemId);
    const ids = await idsOf(service, path);
    const { items, sizes } = await walkPages(service, `${path}?limit=3`, server, () =>
      newUser(service, ecosystemId),
    );
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('200: a change of an ecosystem is told with its fields, and what strangers come in by before and after; reading leaves nothing', async () => {
    const own = `/v1/ecosystems/${ecosystemId}`;
    const given = { domain: 'a.acme.example', origins: ['https://a.acme.example'], registration: 'open' };
    await service.native('PATCH', own, service.account, given);
    await service.native('PATCH', own, service.account, { name: 'Unheard of', domain: 'b.acme.example' });
    await service.native('GET', own, server);
    await service.native('PATCH', own, server, { name: 7 });
    const [entry, first, next] = await read();
    expect([entry.action, entry.detail]).toEqual([
      'ecosystem.update',
      {
        fields: ['name', 'domain'],
        before: { domain: 'a.acme.example' },
        after: { domain: 'b.acme.example' },
      },
    ]);
    expect(first.detail).toEqual({
      fields: ['domain', 'origins', 'registration'],
      before: { domain: null, origins: null, registration: null },
      after: given,
    });
    expect(next.action).toBe('token.mint');
    expect(JSON.stringify(entry)).not.toContain('Unheard');
  });

  it('401, 403, 404: for who may not see it', async () => {
    expect((await service.ask(path)).status).toBe(401);
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const { secret } = (await service.native('POST', keys, server, { permissions: ['tokens:list'] })).body;
    expectProblem(await service.native('GET', path, secret), path, lacks('audit:read'));
    const other = await newTenant(service);
    expectProblem(await service.native('GET', path, other.server), path, noEcosystem);
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    for (const gone of [path, '/v1/ecosystems/nobody/audit']) {
      expectProblem(await service.native('GET', gone, service.account), gone, noEcosystem);
    }
  });

  it.each([
    ['action=mint', 'action', 'matches'],
    ['action=token.mint&action=token.revoke', 'action', 'matches'],
    ['targetType=secret', 'targetType', 'is-in'],
    ['targetId=', 'targetId', 'is-length'],
    ['callerTokenId=x', 'callerTokenId', 'matches'],
    ['callerUserId=a/b', 'callerUserId', 'matches'],
    ['from=now', 'from', 'is-moment'],
    ['before=2026-13-01T00:00:00Z', 'before', 'is-moment'],
    ['ecosystemId=default', 'ecosystemId', 'unknown-field'],
  ])('422: for %s', async (query, pointer, code) => {
    const { status, body } = await service.native('GET', `${path}?${query}`, service.account);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ in: 'query', pointer: `/${pointer}`, code, detail: expect.any(String) }]);
  });
});

describe('GET /v1/audit', () => {
  const all = '/v1/audit';

  it('200: of every ecosystem, deleted ones too, and of what belongs to none', async () => {
    const since = new Date(service.clock.now()).toISOString();
    const { token } = (await service.native('POST', '/v1/account-tokens', service.account, {})).body;
    await newUser(service, 'default');
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    const entries = await read({ from: since, limit: '2' }, service.account, all);
    expect(entries.map((entry) => [entry.action, entry.ecosystemId])).toEqual([
      ['ecosystem.delete', ecosystemId],
      ['user.create', 'default'],
      ['token.mint', null],
      ['token.mint', ecosystemId],
      ['ecosystem.create', ecosystemId],
    ]);
    expect(entries[2].targetId).toBe(token.id);
    const told = await read({ ecosystemId, action: 'ecosystem.delete' }, service.account, all);
    expect(deedsIn(told)).toEqual([['ecosystem.delete', ecosystemId]]);
    expect(await read({ ecosystemId: 'nobody' }, service.account, all)).toEqual([]);
    expect((await read({ targetId: token.id }, service.account, all)).map(({ id }) => id)).toEqual([
      entries[2].id,
    ]);
  });

  it('200: each once, page by page, when more is done meanwhile', async () => {
    const ids = await idsOf(service, all);
    const { items } = await walkPages(service, `${all}?limit=5`, undefined, () => newTenant(service));
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('401 and 403: for servers, for account tokens within one ecosystem, and without audit:read', async () => {
    expect((await service.ask(all)).status).toBe(401);
    const refused = async (secret: string, detail: string) =>
      expectProblem(await service.native('GET', all, secret), all, {
        status: 403,
        code: 'wrong-holder',
        detail,
      });
    await refused(server, 'This needs a token of: account');
    await refused(`${ecosystemId}:${service.account}`, 'Only an account token may do this');
    const { secret } = (
      await service.native('POST', '/v1/account-tokens', service.account, { permissions: ['tokens:list'] })
    ).body;
    expectProblem(await service.native('GET', all, secret), all, lacks('audit:read'));
  });
});
