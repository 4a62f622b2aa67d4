import { DataSource } from 'typeorm';
import { walkPages } from '../../support/pages.js';
import {
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

beforeAll(async () => {
  // The tests' own address is that of a proxy.
  service = await startService({ TRUST_PROXY: 'loopback' });
});
beforeEach(async () => {
  service.clock.advance(60_000);
  ({ ecosystemId, server } = await newTenant(service));
  path = `/v1/ecosystems/${ecosystemId}/audit/export`;
});
afterAll(() => service.close());

const linesOf = ({ status, headers, text }: Reply): Reply['body'][] => {
  expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};
const exported = async (query = '', secret = service.account, from = path) =>
  linesOf(await service.native('GET', `${from}${query}`, secret));
const listed = async (from = path.replace('/export', ''), query = '') =>
  (await walkPages(service, `${from}${query}`, service.account)).items;

describe('GET /v1/ecosystems/:ecosystemId/audit/export', () => {
  it('200: every entry once, the oldest first, each as the list has it', async () => {
    const user = await newUser(service, ecosystemId, { externalId: 'c-1' });
    const data = Array(1200).fill('c-1');
    await service.native('POST', '/v1/enterprise/user-tokens', server, { data });
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/users/${user.id}`, server);
    const entries = await exported();
    expect(entries).toHaveLength(1204);
    expect(entries).toEqual((await listed()).reverse());
    expect(await exported('', server)).toEqual(entries);
    expect(entries[0].action).toBe('ecosystem.create');
  });

  it('200: what the list’s filters let through, and from where a deed was done', async () => {
    const from = {
      authorization: `Bearer ${server}`,
      'x-forwarded-for': '2001:DB8::7',
      'x-request-id': 'r-1',
    };
    await service.ask(`/v1/ecosystems/${ecosystemId}/users`, { method: 'POST', headers: from, json: {} });
    const user = await newUser(service, ecosystemId);
    service.clock.advance(1000);
    const { token } = await newToken(service, ecosystemId, user.id);
    const moment = new Date(service.clock.now()).toISOString();
    const all = await exported();
    const [made, second, minted] = all.slice(-3);
    expect(made).toMatchObject({ callerAddress: '2001:db8::7', requestId: 'r-1', callerHolder: 'server' });
    expect(await exported('?callerAddress=2001:db8::7')).toEqual([made]);
    expect(await exported('?requestId=r-1')).toEqual([made]);
    expect(await exported('?callerHolder=server')).toEqual([made]);
    expect(await exported('?action=user.create')).toEqual([made, second]);
    expect(await exported(`?targetId=${token.id}`)).toEqual([minted]);
    expect(await exported(`?from=${moment}`)).toEqual([minted]);
    expect(await exported(`?before=${moment}`)).toEqual(all.slice(0, -1));
    expect(await exported('?action=role.delete')).toEqual([]);
  });

  it('200: an address that a proxy made up is none', async () => {
    const headers = { authorization: `Bearer ${server}`, 'x-forwarded-for': '<script>' };
    const users = `/v1/ecosystems/${ecosystemId}/users`;
    expect((await service.ask(users, { method: 'POST', headers, json: {} })).status).toBe(201);
    expect((await exported()).at(-1).callerAddress).toBeNull();
  });

  it('200: goes on after the entry where it was cut off', async () => {
    for (let count = 0; count < 4; count++) await newUser(service, ecosystemId);
    const all = await exported();
    expect(await exported(`?after=${all[2].id}`)).toEqual(all.slice(3));
    expect(await exported(`?after=${all.at(-1).id}`)).toEqual([]);
  });

  it('holds no secret and no hash of one', async () => {
    const user = await newUser(service, ecosystemId, { username: 'ada', password: 'correct horse' });
    const { secret } = await newToken(service, ecosystemId, user.id);
    const { text } = await service.native('GET', path, server);
    const rows: { hash: string }[] = await service.get(DataSource).query('SELECT hash FROM tokens');
    for (const one of [secret, server, service.account, 'correct horse', ...rows.map(({ hash }) => hash)]) {
      expect(text.includes(one)).toBe(false);
    }
  });

  it('401, 403, 404, 422: as the list', async () => {
    expect((await service.ask(path)).status).toBe(401);
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const { secret } = (await service.native('POST', keys, server, { permissions: ['tokens:list'] })).body;
    expectProblem(await service.native('GET', path, secret), path, lacks('audit:read'));
    const other = await newTenant(service);
    expectProblem(await service.native('GET', path, other.server), path, noEcosystem);
    for (const query of [
      'after=x',
      'callerAddress=1.2.3',
      'callerHolder=nobody',
      'requestId=a%20b',
      'limit=5',
    ]) {
      const { status, body } = await service.native('GET', `${path}?${query}`, server);
      expect([query, status, body.errors[0].pointer]).toEqual([query, 422, `/${query.split('=')[0]}`]);
    }
  });
});

describe('GET /v1/audit/export', () => {
  const all = '/v1/audit/export';

  it('200: of all ecosystems, deleted ones too, and of what belongs to none', async () => {
    await service.native('POST', '/v1/account-tokens', service.account, {});
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    const entries = await exported('', service.account, all);
    expect(entries).toEqual((await listed('/v1/audit')).reverse());
    const ofOne = await exported(`?ecosystemId=${ecosystemId}`, service.account, all);
    expect(ofOne).toEqual(entries.filter((entry) => entry.ecosystemId === ecosystemId));
    expect(ofOne.at(-1).action).toBe('ecosystem.delete');
  });

  it('HEAD: nothing but the headers', async () => {
    const headers = { authorization: `Bearer ${service.account}` };
    const { status, text } = await service.ask(all, { method: 'HEAD', headers });
    expect([status, text]).toEqual([200, '']);
  });

  it('403: for servers', async () => {
    const detail = 'This needs a token of: account';
    const refused = { status: 403, code: 'wrong-holder', detail };
    expectProblem(await service.native('GET', all, server), all, refused);
  });
});

describe('the audit', () => {
  it('refuses every statement that would change or remove an entry', async () => {
    const { manager } = service.get(DataSource);
    const before = await exported();
    for (const statement of ["UPDATE audit_entries SET action = 'x'", 'DELETE FROM audit_entries']) {
      await expect(manager.query(statement)).rejects.toThrow('audit_entries is append-only');
    }
    expect(await exported()).toEqual(before);
  });
});
