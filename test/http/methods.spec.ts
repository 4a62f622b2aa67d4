import { maxParameterLength } from '../../src/http/allowed-methods.js';
import { dialectFor } from '../../src/dialects/registry.js';
import { newToken, newUser, type Service, startService } from '../support/service.js';
import { filled, routesOf } from '../access/routes.js';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** RFC 9110 on every address that any controller answers. */
describe('every address', () => {
  let service: Service;
  /** The methods that each path is declared for, HEAD with every GET. */
  const declared = new Map<string, Set<string>>();

  beforeAll(async () => {
    service = await startService({ CREATE_TOKENS_FOR_USERS: 'true' });
    // What answers every method has none that is wrong.
    for (const { method, path } of routesOf(service).filter((route) => route.method !== 'ALL')) {
      const known = declared.get(path) ?? new Set();
      declared.set(path, known.add(method));
      if (method === 'GET') known.add('HEAD');
    }
    // `tokens/bulk` is an address of `tokens/:tokenId` too.
    for (const [path, known] of declared) {
      for (const [other, methods] of declared) {
        const pattern = new RegExp(`^${other.replace(/:\w+/g, '[^/]+')}$`);
        if (other !== path && pattern.test(path)) for (const method of methods) known.add(method);
      }
    }
  });
  beforeAll(async () => {
    const admin = await newUser(service, 'default', { roles: ['admin'] });
    const { secret } = await newToken(service, 'default', admin.id);
    const path = '/v1/ecosystems/default/server-tokens';
    const server = await service.native('POST', path, service.account, {});
    credentials.account = bearer();
    credentials.server = { authorization: `Bearer ${server.body.secret}` };
    const other = await newToken(service, 'default', admin.id);
    // One of Rocket.Chat's calls ends the token that asks.
    credentials.user = { authorization: `Bearer ${other.secret}` };
    credentials.admin = { 'x-auth-token': secret, 'x-user-id': admin.id };
  });
  afterAll(() => service.close());

  const bearer = () => ({ authorization: `Bearer ${service.account}` });

  /** Credentials with which a body of the path is looked at at all, by holder. */
  const credentials: Record<string, Record<string, string>> = {};
  const mayAsk = (path: string): Record<string, string> => {
    const { access } = routesOf(service).find((route) => route.path === path)!;
    if (access.credentials === 'auth-token') return credentials.admin!;
    return credentials[access.holders?.includes('account') === false ? access.holders[0]! : 'account']!;
  };

  it('is walked', () => {
    expect([...declared.keys()]).toEqual(
      expect.arrayContaining(['/v1/self', '/problems/:code', '/api/v1/me']),
    );
    expect(declared.size).toBeGreaterThan(20);
  });

  it('answers 405 to every other method, and names in Allow exactly those that it answers', async () => {
    const wrong: object[] = [];
    for (const [path, answered] of declared) {
      for (const method of methods.filter((one) => !answered.has(one))) {
        const { status, headers } = await service.ask(filled(path), { method, headers: bearer() });
        const allow = headers.get('allow')?.split(', ').sort() ?? [];
        const isRight = status === 405 && String(allow) === String([...answered].sort());
        if (!isRight) wrong.push({ path, method, status, allow });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('answers 404 and names no method where there is nothing', async () => {
    for (const path of [
      '/v1/nothing',
      '/problems/a/b',
      '/health',
      `/problems/${'x'.repeat(maxParameterLength + 1)}`,
    ]) {
      const { status, headers } = await service.ask(path, { method: 'DELETE', headers: bearer() });
      expect({ path, status, allow: headers.get('allow') }).toEqual({ path, status: 404, allow: null });
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of [
      '/v1/self',
      '/health/live',
      '/problems',
      '/problems/conflict',
      '/v1/ecosystems/default',
    ]) {
      const got = await service.ask(path, { headers: bearer() });
      const head = await service.ask(path, { method: 'HEAD', headers: bearer() });
      const shape = (reply: typeof got) => ({
        status: reply.status,
        type: reply.headers.get('content-type'),
        length: reply.headers.get('content-length'),
      });
      expect({ path, ...shape(head), text: head.text }).toEqual({ path, ...shape(got), text: '' });
    }
  });

  it('answers 415 to a body of a kind that it does not read, in the words of its dialect', async () => {
    const wrong: object[] = [];
    for (const [path, answered] of declared) {
      for (const method of [...answered].filter((one) => !['GET', 'HEAD'].includes(one))) {
        for (const type of ['application/xml', 'text/plain', 'multipart/form-data; boundary=x']) {
          const headers = { ...mayAsk(path), 'content-type': type };
          const { status, body } = await service.ask(filled(path), { method, headers, body: '<a/>' });
          const isNative = dialectFor(filled(path)).name === 'native';
          if (status !== 415 || (isNative && body.code !== 'unsupported-media-type')) {
            wrong.push({ path, method, type, status });
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('answers 415 to a form, but for the two operations of OAuth and for Rocket.Chat', async () => {
    const taken = new Set<string>();
    for (const [path, answered] of declared) {
      for (const method of [...answered].filter((one) => !['GET', 'HEAD'].includes(one))) {
        const headers = { ...mayAsk(path), 'content-type': 'application/x-www-form-urlencoded' };
        const { status } = await service.ask(filled(path), { method, headers, body: 'token=x' });
        if (status !== 415) taken.add(`${method} ${path}`);
      }
    }
    const others = [...taken].filter((one) => !one.includes(' /api/v1/'));
    expect(others.sort()).toEqual(['POST /v1/tokens/introspect', 'POST /v1/tokens/revoke']);
  });
});
