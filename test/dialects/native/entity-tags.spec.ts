import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  sharedService,
} from '../../support/service.js';
import { expectProblem, noEcosystem, noUser } from './problem.js';

const service = sharedService();

const changed = {
  status: 412,
  code: 'precondition-failed',
  detail: 'It is not at the version that If-Match names',
} as const;

const ask = (method: string, path: string, headers: Record<string, string> = {}, json?: unknown) =>
  service.ask(path, { method, headers: { authorization: `Bearer ${service.account}`, ...headers }, json });
const tagOf = ({ headers }: Reply) => headers.get('etag');

const resources = [
  [
    'a user',
    async () => `/v1/ecosystems/default/users/${(await newUser(service, 'default', { name: 'Before' })).id}`,
    noUser,
  ],
  [
    'an ecosystem',
    async () => {
      const json = { name: 'Before' };
      return `/v1/ecosystems/${(await service.native('POST', '/v1/ecosystems', service.account, json)).body.id}`;
    },
    noEcosystem,
  ],
] as const;

describe.each(resources)('the tag of %s', (_, make, notFound) => {
  let path: string;
  beforeEach(async () => {
    path = await make();
  });
  const read = () => ask('GET', path);
  const change = (ifMatch: string, json: object = { name: 'After' }) =>
    ask('PATCH', path, { 'if-match': ifMatch }, json);

  it('is strong, the same in POST, GET, HEAD and PATCH, and another after each change', async () => {
    const created = await ask('POST', path.slice(0, path.lastIndexOf('/')), {}, { name: 'Another' });
    expect(tagOf(created)).toBe('"1"');
    expect(tagOf(await ask('GET', `${path.slice(0, path.lastIndexOf('/'))}/${created.body.id}`))).toBe('"1"');
    expect(tagOf(await read())).toBe('"1"');
    const head = await ask('HEAD', path);
    expect([tagOf(head), head.text]).toEqual(['"1"', '']);
    const patched = await ask('PATCH', path, {}, { name: 'After' });
    expect(tagOf(patched)).toBe('"2"');
    expect(tagOf(await read())).toBe('"2"');
    // Also when the change is to what it was: updatedAt is another.
    expect(tagOf(await ask('PATCH', path, {}, { name: 'After' }))).toBe('"3"');
  });

  it.each(['"1"', 'W/"1"', '"7", W/"1"', '*', ' , "0","a,b" ,"1",'])(
    '304: GET with If-None-Match %s, without a body',
    async (known) => {
      const reply = await ask('GET', path, { 'if-none-match': known });
      expect([reply.status, reply.text, tagOf(reply)]).toEqual([304, '', '"1"']);
      expect(reply.headers.get('content-type')).toBeNull();
      expect((await ask('HEAD', path, { 'if-none-match': known })).status).toBe(304);
    },
  );

  it.each(['"2"', '1', "'1'", 'w/"1"', '"1', '""', '"1" "2"', '**', '"*"'])(
    '200: GET with If-None-Match %s',
    async (known) => {
      const reply = await ask('GET', path, { 'if-none-match': known });
      expect([reply.status, reply.body]).toEqual([200, (await read()).body]);
    },
  );

  it('404: GET with If-None-Match of what is not there', async () => {
    expectProblem(await ask('GET', `${path}x`, { 'if-none-match': '*' }), `${path}x`, notFound);
  });

  it.each(['"1"', '"7", "1"', '*', ' * ', '"x","1"'])('200: PATCH with If-Match %s', async (expected) => {
    const reply = await change(expected);
    expect([reply.status, reply.body.name, tagOf(reply)]).toEqual([200, 'After', '"2"']);
  });

  it.each([
    '"2"',
    'W/"1"',
    '"01"',
    '"1.0"',
    '"-1"',
    '"999999999999999999999"',
    '"x"',
    '""',
    '1',
    '"1',
    "'1'",
    '"1" "2"',
    '*, "1"',
    '',
    ',',
  ])('412: PATCH and DELETE with If-Match %s, and nothing is changed', async (expected) => {
    const before = await read();
    expectProblem(await change(expected), path, changed);
    expectProblem(await ask('DELETE', path, { 'if-match': expected }), path, changed);
    const after = await read();
    expect([after.body, tagOf(after)]).toEqual([before.body, tagOf(before)]);
  });

  it('412: with a tag that a change made old', async () => {
    await change('"1"', { name: 'Theirs' });
    expectProblem(await change('"1"', { name: 'Mine' }), path, changed);
    expect((await read()).body.name).toBe('Theirs');
  });

  it('204: DELETE with the tag that holds, and with *', async () => {
    expect((await ask('DELETE', path, { 'if-match': '"1"' })).status).toBe(204);
    expectProblem(await read(), path, notFound);
    path = await make();
    expect((await ask('DELETE', path, { 'if-match': '*' })).status).toBe(204);
  });

  it('404: PATCH and DELETE of what is not there, whatever If-Match says', async () => {
    for (const tag of ['"1"', '*', 'nonsense']) {
      const headers = { 'if-match': tag };
      expectProblem(await ask('PATCH', `${path}x`, headers, { name: 'A' }), `${path}x`, notFound);
      expectProblem(await ask('DELETE', `${path}x`, headers), `${path}x`, notFound);
    }
  });

  it('422: what is wrong with the body comes first', async () => {
    expect((await change('"7"', { name: 7 })).status).toBe(422);
  });

  it('of twenty who change the same state, one wins', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => change('"1"', { name: `Number ${index}` })),
    );
    const winners = replies.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const losers = replies.filter((reply) => reply !== winners[0]);
    for (const reply of losers) expectProblem(reply, path, changed);
    const now = await read();
    expect([now.body, tagOf(now)]).toEqual([winners[0]!.body, '"2"']);
  });

  it('of one who changes and one who deletes the same state, one wins', async () => {
    const [patched, deleted] = await Promise.all([change('"1"'), ask('DELETE', path, { 'if-match': '"1"' })]);
    const { status } = await read();
    if (deleted.status === 204) expect([412, 404]).toContain(patched.status);
    else expect([patched.status, deleted.status]).toEqual([200, 412]);
    expect(status).toBe(deleted.status === 204 ? 404 : 200);
  });
});

describe('the tag of a user', () => {
  it('is another after a change by Strigo’s mint; the same after a revocation of all tokens', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const user = await newUser(service, ecosystemId, { email: 'ada@acme.example' });
    const path = `/v1/ecosystems/${ecosystemId}/users/${user.id}`;
    const strigo = (name: string) =>
      service.ask('/api/v1/academy/users/token', {
        method: 'POST',
        headers: { authorization: `Bearer ${ecosystemId}:${server}` },
        json: { email: 'ada@acme.example', name },
      });
    expect((await strigo('Ada')).status).toBe(201);
    expect(tagOf(await ask('GET', path))).toBe('"2"');
    await strigo('Ada');
    await ask('DELETE', `${path}/tokens`);
    expect(tagOf(await ask('GET', path))).toBe('"2"');
  });

  it('412: a deactivation that is too late ends no token', async () => {
    const user = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', user.id);
    const path = `/v1/ecosystems/default/users/${user.id}`;
    expectProblem(await ask('PATCH', path, { 'if-match': '"9"' }, { active: false }), path, changed);
    expectProblem(await ask('DELETE', path, { 'if-match': '"9"' }), path, changed);
    expect(await introspect(service, secret)).toMatchObject({ active: true });
  });
});

describe('the tag of a token’s record', () => {
  const paths: [which: string, make: () => Promise<string>][] = [
    [
      'of a user',
      async () => {
        const user = await newUser(service, 'default');
        return `/v1/ecosystems/default/tokens/${(await newToken(service, 'default', user.id)).token.id}`;
      },
    ],
    [
      'of an operator',
      async () =>
        `/v1/account-tokens/${(await ask('POST', '/v1/account-tokens', {}, { ttl: 3600 })).body.token.id}`,
    ],
  ];

  it.each(paths)('%s is weak, and another when it looks another', async (_, make) => {
    const path = await make();
    const live = tagOf(await ask('GET', path))!;
    expect(live).toMatch(/^W\/"[A-Za-z0-9_-]{22}"$/);
    expect(tagOf(await ask('GET', path))).toBe(live);
    for (const known of [live, live.slice(2), '*']) {
      const reply = await ask('GET', path, { 'if-none-match': known });
      expect([reply.status, reply.text, tagOf(reply)]).toEqual([304, '', live]);
    }
    service.clock.advance(3_600_000);
    const expired = await ask('GET', path, { 'if-none-match': live });
    expect([expired.status, expired.body.state]).toEqual([200, 'expired']);
    await ask('DELETE', path);
    const revoked = await ask('GET', path, { 'if-none-match': `${live}, ${tagOf(expired)}` });
    expect([revoked.status, revoked.body.state]).toEqual([200, 'revoked']);
  });
});
