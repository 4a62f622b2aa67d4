import {
  newTenant,
  newUser,
  type Reply,
  type Service,
  sharedService,
  startService,
} from '../../support/service.js';
import { newKey, storingNothing } from '../../support/vendors.js';
import { expectProblem, invalid, lacks, noEcosystem, notAuthenticated } from './problem.js';

const hashedToken = `${'A'.repeat(43)}=`;
const hex = 'a'.repeat(64);

describe('POST /v1/ecosystems/:ecosystemId/tokens/import', () => {
  const service = sharedService();
  let ecosystemId: string;
  let server: string;
  let userId: string;
  let path: string;

  beforeAll(async () => {
    ({ ecosystemId, server } = await newTenant(service));
    userId = (await newUser(service, ecosystemId)).id;
    path = `/v1/ecosystems/${ecosystemId}/tokens/import`;
  });

  const send = (body: string, { secret = server, at = path, type = 'application/x-ndjson' } = {}) =>
    service.ask(at, {
      method: 'POST',
      headers: { ...(secret && { authorization: `Bearer ${secret}` }), 'content-type': type },
      body,
    });
  const refusedWhole = async (ask: () => Promise<Reply>) => storingNothing(service, ask);

  it('401, 403 and 404 as everywhere, and nothing is stored', async () => {
    const line = JSON.stringify({ format: 'sha256', userId, hash: hex, expiresAt: null });
    expectProblem(await refusedWhole(() => send(line, { secret: 'nonsense' })), path, notAuthenticated);
    const weak = await newKey(service, ecosystemId, { permissions: ['tokens:mint'] });
    expectProblem(await refusedWhole(() => send(line, { secret: weak })), path, lacks('tokens:import'));
    const other = await newTenant(service);
    const reply = await refusedWhole(() => send(line, { secret: other.server }));
    expectProblem(reply, path, noEcosystem);
  });

  it('415 for JSON, and for lines of JSON anywhere else', async () => {
    const expected = { status: 415, code: 'unsupported-media-type' } as const;
    expectProblem(await refusedWhole(() => send('{}', { type: 'application/json' })), path, {
      ...expected,
      detail: 'The body must be application/x-ndjson',
    });
    const at = `/v1/ecosystems/${ecosystemId}/users`;
    expectProblem(await refusedWhole(() => send('{}', { at })), at, {
      ...expected,
      detail: 'The body must be application/json',
    });
  });

  it('422 for no line and for more than 10,000; 413 beyond 8 MiB', async () => {
    const expected = invalid(['', 'lines', 'the body must have 1 to 10000 lines']);
    for (const body of ['', '\n \r\n', '{}\n'.repeat(10_001)]) {
      const { status, body: told } = await refusedWhole(() => send(body));
      expect([status, told.errors]).toEqual([422, expected.errors]);
    }
    expect((await refusedWhole(() => send(`"${'x'.repeat(8 * 1024 * 1024)}"`))).status).toBe(413);
  });

  it('400 for what is not UTF-8', async () => {
    const { status } = await fetch(`${service.base}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server}`, 'content-type': 'application/x-ndjson' },
      body: Buffer.from([0x7b, 0xff, 0x7d]),
    });
    expect(status).toBe(400);
  });

  it.each([
    ['nonsense', 'the line must be a JSON object'],
    ['[]', 'format must be one of rocketchat, sanctum, sha256, sha512'],
    ['{"format":"toString"}', 'format must be one of rocketchat, sanctum, sha256, sha512'],
    [{ format: 'rocketchat', hashedToken: hex }, 'hashedToken must be 32 bytes in base64, with ='],
    [{ format: 'rocketchat', hashedToken }, 'when is needed'],
    [{ format: 'rocketchat', hashedToken, when: 'now' }, 'when must be a time such as 2026-11-22T10:00:00Z'],
    [{ format: 'rocketchat', hashedToken, when: '2999-01-01T00:00:00Z' }, 'when must not be in the future'],
    [
      { format: 'rocketchat', hashedToken, when: '2026-11-20T10:00:00Z', name: 'a' },
      'name is for a personalAccessToken',
    ],
    [
      { format: 'rocketchat', hashedToken, type: 'personalAccessToken' },
      'name is needed for a personalAccessToken',
    ],
    [{ format: 'sanctum', id: 'x', token: hex }, 'id must be a number of up to 20 digits'],
    [{ format: 'sanctum', id: 1, token: 'x' }, 'token must be 64 hexadecimal digits'],
    [
      { format: 'sanctum', id: 1, token: hex, abilities: ['read'] },
      'permissions must say what a token with other abilities than * may do',
    ],
    [{ format: 'sha512', hash: hex, expiresAt: null }, 'hash must be the 64 bytes of a sha512'],
    [{ format: 'sha256', hash: hex }, 'expiresAt: either expiresAt or expiryType must be given'],
    [
      { format: 'sha256', hash: hex, expiresAt: null, expiryType: 'Infinite' },
      'expiresAt: either expiresAt or expiryType must be given',
    ],
    [{ format: 'sha256', hash: hex, expiresAt: null, ttl: 5 }, 'ttl and maxAge go with expiryType'],
    [{ format: 'sha256', hash: hex, expiresAt: null, secret: 'x' }, 'secret: is not a known field'],
    [
      { format: 'sha256', hash: hex, expiresAt: null, permissions: ['everything'] },
      /^permissions: each value in permissions must be one of/,
    ],
  ])('a line %j is refused in words, and the next one is imported', async (line, detail) => {
    const bad = typeof line === 'string' ? line : JSON.stringify({ userId, ...line });
    const hash = Buffer.from(bad.padEnd(32).slice(-32)).toString('hex');
    const good = JSON.stringify({ format: 'sha256', userId, hash, expiresAt: null });
    const { status, text } = await send(`${bad}\n\n${good}`);
    const results = text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as { result: string });
    expect([status, results]).toEqual([
      200,
      [
        {
          ...{ line: 1, result: 'refused', code: 'invalid-input' },
          detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
        },
        expect.objectContaining({ line: 3, result: expect.stringMatching(/imported|present/) }),
      ],
    ]);
  });

  it('permissions beyond those of the caller are refused line by line', async () => {
    const key = await newKey(service, ecosystemId, { permissions: ['tokens:import', 'users:read'] });
    const line = { format: 'sha256', userId, hash: 'b'.repeat(64), expiresAt: null };
    const wide = await send(JSON.stringify({ ...line, permissions: ['tokens:mint'] }), { secret: key });
    expect(JSON.parse(wide.text)).toMatchObject({ result: 'refused', code: 'permission-denied' });
    const fit = await send(JSON.stringify({ ...line, permissions: ['users:read'] }), { secret: key });
    expect(JSON.parse(fit.text)).toMatchObject({ result: 'imported' });
  });
});

describe('POST /v1/ecosystems/:ecosystemId/users with an id', () => {
  let service: Service;
  let ecosystemId: string;
  let server: string;

  beforeAll(async () => {
    service = await startService();
    ({ ecosystemId, server } = await newTenant(service));
  });
  afterAll(() => service.close());

  const create = (secret: string, given: object) =>
    service.native('POST', `/v1/ecosystems/${ecosystemId}/users`, secret, given);

  it('an operator may choose it once in the whole service, also after a deletion', async () => {
    expect(await create(service.account, { id: 'rocket.cat' })).toMatchObject({
      status: 201,
      body: { id: 'rocket.cat' },
    });
    const taken = { status: 409, body: { code: 'conflict', detail: 'Another user has this id' } };
    expect(await create(service.account, { id: 'rocket.cat' })).toMatchObject(taken);
    const path = `/v1/ecosystems/${ecosystemId}/users/rocket.cat`;
    expect((await service.native('DELETE', path, server)).status).toBe(204);
    expect(await create(service.account, { id: 'rocket.cat' })).toMatchObject(taken);
  });

  it('a back end may not, and nobody may change it', async () => {
    const { status, body } = await create(server, { id: 'chosen' });
    expect([status, body.code]).toEqual([403, 'wrong-holder']);
    const { id } = await newUser(service, ecosystemId);
    const path = `/v1/ecosystems/${ecosystemId}/users/${id}`;
    expect((await service.native('PATCH', path, service.account, { id: 'other' })).status).toBe(422);
  });
});
