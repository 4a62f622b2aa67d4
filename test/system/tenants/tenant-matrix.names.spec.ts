import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  sharedService,
} from '../../support/service.js';
import { at, headersOf, login, me } from '../../dialects/rocketchat/rocketchat.js';

const password = 'correct horse battery staple';
const host = 'chat.b.example';

/** Whether a tenant can take what is another's name, by which that one's clients get in, and whether they still do. */
describe('what has a name in the whole service', () => {
  const service = sharedService();
  let a: { ecosystemId: string; server: string };
  let b: { ecosystemId: string; server: string };
  let ada: Reply['body'];
  let secret: string;
  let adminOfA: string;

  beforeAll(async () => {
    [a, b] = [await newTenant(service), await newTenant(service)];
    const own = `/v1/ecosystems/${b.ecosystemId}`;
    await service.native('PATCH', own, service.account, { domain: host, registration: 'open' });
    ada = await newUser(service, b.ecosystemId, { id: 'chosen-by-b', username: 'ada', password });
    ({ secret } = await newToken(service, b.ecosystemId, ada.id, { expiryType: 'Infinite' }));
    const { id } = await newUser(service, a.ecosystemId, { username: 'ada', password, roles: ['admin'] });
    adminOfA = (await newToken(service, a.ecosystemId, id)).secret;
  });

  const ofA = (path: string) => `/v1/ecosystems/${a.ecosystemId}${path}`;
  const keyed = (caller: string, key: string, json: object) =>
    service.ask(ofA('/users'), {
      method: 'POST',
      headers: { authorization: `Bearer ${caller}`, 'idempotency-key': key },
      json,
    });
  const hash = () => createHash('sha256').update(secret).digest('hex');

  /** Each way to take a name: the statuses with which it may end. What is not refused has effect inside of A alone. */
  const takings: [what: string, statuses: number[], take: (caller: string) => Promise<Reply>][] = [
    ['the domain', [403], (caller) => service.native('PATCH', ofA(''), caller, { domain: host })],
    [
      'the domain in capitals',
      [403],
      (caller) => service.native('PATCH', ofA(''), caller, { domain: 'CHAT.B.example' }),
    ],
    [
      'the host of everybody',
      [403],
      (caller) => service.native('PATCH', ofA(''), caller, { domain: 'localhost' }),
    ],
    [
      'the id of the ecosystem',
      [403],
      (caller) => service.native('POST', '/v1/ecosystems', caller, { id: b.ecosystemId, name: 'B' }),
    ],
    [
      'a domain by a new ecosystem',
      [403],
      (caller) => service.native('POST', '/v1/ecosystems', caller, { name: 'B', domain: host }),
    ],
    [
      'the id of a user',
      [403],
      (caller) => service.native('POST', ofA('/users'), caller, { id: 'chosen-by-b' }),
    ],
    [
      'the id of a user as externalId',
      [201, 409],
      (caller) => service.native('POST', ofA('/users'), caller, { externalId: 'chosen-by-b' }),
    ],
    ['the username', [409], (caller) => service.native('POST', ofA('/users'), caller, { username: 'ADA' })],
    [
      'the origins',
      [200],
      (caller) => service.native('PATCH', ofA(''), caller, { origins: ['https://app.b.example'] }),
    ],
    [
      'a role of the same name',
      [200, 201],
      (caller) => service.native('PUT', ofA('/roles/support'), caller, { permissions: [] }),
    ],
    ['a key of an answer', [201, 409], (caller) => keyed(caller, 'key-of-b', {})],
    [
      'the hash of a token',
      [200],
      (caller) =>
        service.ask(ofA('/tokens/import'), {
          method: 'POST',
          headers: { authorization: `Bearer ${caller}`, 'content-type': 'application/x-ndjson' },
          body: JSON.stringify({ format: 'sha256', hash: hash(), user: 'ada', expiryType: 'Infinite' }),
        }),
    ],
  ];

  const record = async () => [
    (await service.native('GET', `/v1/ecosystems/${b.ecosystemId}`, service.account)).body,
    (await service.native('GET', `/v1/ecosystems/${b.ecosystemId}/users/${ada.id}`, service.account)).body,
  ];

  it.each(takings)('%s: A does not take it from B, whose clients still get in', async (_, statuses, take) => {
    const before = await record();
    const known = await keyed(b.server, 'key-of-b', {});
    for (const caller of [a.server, adminOfA]) expect(statuses).toContain((await take(caller)).status);
    expect(await record()).toEqual(before);
    expect(await introspect(service, secret)).toMatchObject({
      active: true,
      sub: ada.id,
      ecosystem_id: b.ecosystemId,
    });
    const there = at(service, host);
    expect((await me(there, headersOf(ada.id, secret))).status).toBe(200);
    const signedIn = await login(there, { user: 'ada', password });
    expect([signedIn.status, signedIn.body.data?.userId]).toEqual([200, ada.id]);
    expect((await service.native('GET', '/v1/self', b.server)).status).toBe(200);
    expect((await keyed(b.server, 'key-of-b', {})).status).toBe(known.status);
  });

  it('what is unique is unique inside of an ecosystem, or asked about above, or random', () => {
    const ofTheService = service.get(DataSource).entityMetadatas.flatMap((entity) => {
      const keys = [
        entity.primaryColumns,
        ...entity.indices.filter(({ isUnique }) => isUnique).map(({ columns }) => columns),
      ];
      return keys
        .map((columns) => columns.map(({ databaseName }) => databaseName))
        .filter((columns) => !columns.includes('ecosystem_id'))
        .map((columns) => `${entity.tableName}.${columns.join()}`);
    });
    const asked = ['ecosystems.id', 'ecosystems.domain', 'users.id', 'tokens.hash', 'idempotent_answers.id'];
    const random = ['audit_entries.id', 'tokens.id'];
    // Which formats there are, and which processes cache: no tenant names these.
    const nobodys = ['imported_formats.format'];
    const known = [...asked, ...random, ...nobodys];
    expect(ofTheService.filter((one) => !known.includes(one) && !one.startsWith('cache_'))).toEqual([]);
    expect(asked.filter((one) => !ofTheService.includes(one))).toEqual([]);
  });
});
