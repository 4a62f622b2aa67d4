import { Tokenwright, Verifier } from '../../packages/client/src/index.js';
import { newTenant, newToken, newUser, startService, type Service } from '../support/service.js';
import { frameworks, type Guarded } from './guarded.js';
import { type Line, openLine } from './line.js';

/** A real server of each framework before a real service. */
describe.each(frameworks)('verify() for %s', (_, start) => {
  let service: Service;
  let line: Line;
  let guarded: Guarded;
  let ecosystemId: string;
  let server: string;
  let user: string;
  let admin: string;
  let failures: unknown[];

  beforeAll(async () => {
    service = shared.service;
    ({ ecosystemId, server } = await newTenant(service));
    line = await openLine(service.base);
    failures = [];
    const client = new Tokenwright({ baseUrl: line.base, secret: server, minDelay: 1 });
    guarded = await start(new Verifier(client, { onUnavailable: (error) => failures.push(error) }));
    const mint = async (roles: string[]) => {
      const { id } = await newUser(service, ecosystemId, { roles });
      return (await newToken(service, ecosystemId, id, { expiryType: 'Infinite' })).secret;
    };
    [user, admin] = [await mint(['user']), await mint(['admin'])];
  });
  afterAll(async () => {
    await guarded.close();
    await line.close();
  });

  const ask = (path: string, authorization?: string) =>
    askWith(path, authorization === undefined ? {} : { authorization });
  const askWith = async (path: string, given: Record<string, string>) => {
    const response = await fetch(`${guarded.base}${path}`, { headers: given });
    const { headers, status } = response;
    const body = (await response.json()) as Record<string, unknown>;
    return { status, challenge: headers.get('www-authenticate'), headers, body };
  };

  it('200: sets request.token', async () => {
    const { status, body } = await ask('/mint', `Bearer ${admin}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ active: true, holder: 'user', ecosystem_id: ecosystemId });
    expect(body.permissions).toContain('tokens:mint');
    expect((await ask('/me', `bearer ${user}`)).status).toBe(200);
    expect((await ask(`/users/${ecosystemId}`, `Bearer ${user}`)).status).toBe(200);
  });

  it('200: takes the secret from a cookie, percent-encoded, quoted or the first of two', async () => {
    const encoded = user.replace('_', '%5F');
    for (const cookie of [`session=${user}`, `a=b; session="${user}";c`, `session=${encoded}; session=x`]) {
      expect(await askWith('/cookie', { cookie })).toMatchObject({ status: 200, body: { holder: 'user' } });
    }
  });

  it('200: takes the secret from where a function finds it', async () => {
    const { status, body } = await ask(`/query?secret=${user}`);
    expect([status, body.holder]).toEqual([200, 'user']);
  });

  it('401: a secret elsewhere than in the cookie, or where the function looks', async () => {
    const authorization = `Bearer ${user}`;
    for (const [path, given] of [
      ['/cookie', { authorization }],
      ['/cookie', { authorization, cookie: `other=${user}; session=` }],
      ['/cookie', { cookie: `xsession=${user}; Session=${user}` }],
      ['/query', { authorization, cookie: `session=${user}` }],
      ['/query?secret=', { authorization }],
      ['/me', { cookie: `session=${user}` }],
    ] as const) {
      const { status, challenge } = await askWith(path, { ...given });
      expect([path, status, challenge]).toEqual([path, 401, 'Bearer realm="tokenwright"']);
    }
  });

  it('401: a malformed secret in a cookie or where the function looks', async () => {
    for (const secret of ['unknown', '%', '%E0%A4%A', `${user},${user}`]) {
      for (const [path, given] of [
        ['/cookie', { cookie: `session=${secret}` }],
        [`/query?secret=${secret}`, {}],
      ] as const) {
        const { status, challenge } = await askWith(path, { ...given });
        expect([status, challenge]).toEqual([401, 'Bearer realm="tokenwright", error="invalid_token"']);
      }
    }
  });

  it('401: no token, or none of ours', async () => {
    for (const authorization of [undefined, 'Basic YTpi', 'Bearer']) {
      const { status, challenge } = await ask('/me', authorization);
      expect([status, challenge]).toEqual([401, 'Bearer realm="tokenwright"']);
    }
  });

  it('401: a token that is unknown, malformed, revoked or of an ecosystem that the service may not see', async () => {
    const { id } = await newUser(service, ecosystemId);
    const { secret: revoked } = await newToken(service, ecosystemId, id);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: revoked });
    const { server: foreign } = await newTenant(service);
    for (const secret of ['unknown', 'two words', 'ü', revoked, foreign]) {
      const encoded = Buffer.from(`Bearer ${secret}`, 'utf8').toString('latin1');
      const { status, challenge, headers, body } = await ask('/me', encoded);
      expect([status, challenge]).toEqual([401, 'Bearer realm="tokenwright", error="invalid_token"']);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
      expect(body).toMatchObject({ code: 'unauthenticated', status: 401 });
    }
  });

  it('403: lacks the permission, which the challenge names', async () => {
    const { status, challenge } = await ask('/mint', `Bearer ${user}`);
    expect(status).toBe(403);
    expect(challenge).toBe('Bearer realm="tokenwright", error="insufficient_scope", scope="tokens:mint"');
  });

  it('403: another ecosystem, or another kind of holder', async () => {
    const insufficient = 'Bearer realm="tokenwright", error="insufficient_scope"';
    for (const [path, secret] of [
      ['/users/another', user],
      [`/users/${ecosystemId}`, server],
    ] as const) {
      const { status, challenge } = await ask(path, `Bearer ${secret}`);
      expect([status, challenge]).toEqual([403, insufficient]);
    }
  });

  it('503: when Tokenwright cannot be asked, nobody passes', async () => {
    const cut = 'cut-before' as const;
    const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>{"active":true}</h1>' };
    const odd = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"active":"true"}' };
    const denied = { status: 401, headers: {}, body: '' };
    for (const faults of [[cut, cut], [html], [odd], [denied], [{ status: 503 }, { status: 503 }]]) {
      line.faults = [...faults];
      failures.length = 0;
      const { status, challenge, headers, body } = await ask('/me', `Bearer ${user}`);
      expect([status, challenge]).toEqual([503, null]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toContain('active');
      expect(failures).toHaveLength(1);
      expect(line.faults).toEqual([]);
    }
    expect((await ask('/me', `Bearer ${user}`)).status).toBe(200);
  });

  it('503: also when the service presents a token that has died itself', async () => {
    const { server: dead } = await newTenant(service);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: dead });
    const other = await start(new Tokenwright({ baseUrl: service.base, secret: dead }));
    const response = await fetch(`${other.base}/me`, { headers: { authorization: `Bearer ${user}` } });
    expect(response.status).toBe(503);
    await other.close();
  });
});

const shared = {} as { service: Service };
beforeAll(async () => {
  shared.service = await startService();
});
afterAll(() => shared.service.close());
