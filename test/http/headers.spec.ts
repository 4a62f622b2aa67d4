import { filled, routesOf } from '../access/routes.js';
import { registry } from '../../src/dialects/registry.js';
import { version } from '../../src/common/version.js';
import { RawClient } from '../support/raw-client.js';
import { type Reply, sharedService } from '../support/service.js';

/** What every answer says to browsers and caches, and what it does not say of us. */
const service = sharedService({ CREATE_TOKENS_FOR_USERS: 'true', TRUST_PROXY: 'loopback' });

const bearer = () => ({ authorization: `Bearer ${service.account}` });
const documents = registry.map(({ dialect }) => `/openapi/${dialect.name}.json`);
const reader = [
  '/docs',
  '/docs/',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-bundle.js',
  '/docs/reader.js',
  '/docs/strigo',
];
const nothing = [
  '/nothing',
  '/v1/nothing',
  '/api/v1/nothing',
  '/v1/enterprise/nothing',
  '/v1/%zz',
  '/docs/nothing',
];

const isPublic = (path: string) => path.startsWith('/problems') || path.startsWith('/docs/');

/** Every address, asked with and without a token, with each of its methods. */
async function everywhere(headers: Record<string, string> = {}): Promise<[path: string, reply: Reply][]> {
  const replies: [string, Reply][] = [];
  for (const { method: declared, path } of routesOf(service)) {
    const method = declared === 'ALL' ? 'GET' : declared;
    for (const credentials of [{}, bearer()]) {
      const asked = {
        method,
        headers: { ...headers, ...credentials },
        json: method === 'POST' ? {} : undefined,
      };
      // To delete what all the others need would prove nothing of them.
      if (method === 'DELETE' && 'authorization' in credentials) continue;
      replies.push([filled(path), await service.ask(filled(path), asked)]);
    }
  }
  for (const path of [...documents, ...reader, ...nothing])
    replies.push([path, await service.ask(path, { headers })]);
  return replies;
}

describe('every answer', () => {
  let replies: [path: string, reply: Reply][];
  beforeAll(async () => {
    replies = await everywhere({ origin: 'https://elsewhere.example' });
    expect(new Set(replies.map(([, { status }]) => Math.floor(status / 100)))).toEqual(new Set([2, 4]));
  });

  it('has the headers that OWASP asks for', () => {
    const wrong = replies.filter(([path, { headers }]) => {
      const policy = headers.get('content-security-policy') ?? '';
      const isCached = /^(no-store|public, max-age=(0|3600))$/.test(headers.get('cache-control') ?? '');
      return !(
        headers.get('x-content-type-options') === 'nosniff' &&
        headers.get('x-frame-options') === 'DENY' &&
        headers.get('referrer-policy') === 'no-referrer' &&
        headers.get('cross-origin-resource-policy') === 'same-origin' &&
        /^camera=\(\), /.test(headers.get('permissions-policy') ?? '') &&
        /^default-src 'none'; /.test(policy) &&
        /frame-ancestors 'none'/.test(policy) &&
        (headers.get('cache-control') === 'no-store' || (isCached && isPublic(path)))
      );
    });
    expect(wrong.map(([path, { headers }]) => ({ path, headers: [...headers] }))).toEqual([]);
  });

  it('lets no script run, but for the reader of the documents, which runs its own', () => {
    const policies = new Set(
      replies
        .filter(([path]) => !path.startsWith('/problems'))
        .map(
          ([path, { headers }]) => `${/^\/docs(\/|$)/.test(path)} ${headers.get('content-security-policy')}`,
        ),
    );
    expect([...policies].sort()).toEqual([
      "false default-src 'none'; frame-ancestors 'none'",
      "true default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ]);
  });

  it('lets no page of another origin read it', () => {
    const open = replies.filter(([, { headers }]) =>
      [...headers.keys()].some((name) => name.startsWith('access-control')),
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it('says nothing of what answers: no program, no version but in the documents of the API, no stack', () => {
    for (const [path, { headers, text }] of replies) {
      expect({ path, server: headers.get('server'), by: headers.get('x-powered-by') }).toEqual({
        path,
        server: null,
        by: null,
      });
      // The metrics tell an operator of the build; nobody else is told them.
      if (path.startsWith('/docs/swagger-ui-') || path === '/metrics') continue;
      const said = JSON.stringify([...headers]) + text;
      expect({
        path,
        tells: /fastify|nestjs|express|node_modules|\bat \S+ \(|v20\.|Node\.js/i.exec(said)?.[0],
      }).toEqual({ path, tells: undefined });
      expect({ path, tells: said.includes(`"${version}"`) }).toEqual({
        path,
        // The entry page and the documents are there to be known by.
        tells: path === '/' || documents.includes(path),
      });
    }
  });

  it('is told to be asked by HTTPS only where a trusted proxy says that it was', async () => {
    for (const [scheme, expected] of [
      ['https', 'max-age=31536000'],
      ['http', null],
    ] as const) {
      for (const [path, { headers }] of await everywhere({ 'x-forwarded-proto': scheme })) {
        // Of a request whose address cannot be read, Fastify does not say by what it came.
        if (path.includes('%zz')) continue;
        expect({ path, transport: headers.get('strict-transport-security') }).toEqual({
          path,
          transport: expected,
        });
      }
    }
  });

  it('has them too where the request could not be read', async () => {
    const client = new RawClient(Number(new URL(service.base).port));
    const answer = await client.ask({ method: 'FOO', target: '/v1/self', headers: [] });
    client.close();
    expect(Object.fromEntries(answer!.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

it('a preflight is refused wherever the documents do not have it', async () => {
  const preflight = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };
  const declared = routesOf(service).filter(({ method }) => ['OPTIONS', 'ALL'].includes(method));
  const open = new Set(declared.map(({ path }) => path));
  for (const { path } of routesOf(service).filter(({ path }) => !open.has(path))) {
    const { status, headers } = await service.ask(filled(path), { method: 'OPTIONS', headers: preflight });
    expect({ path, status, allowed: headers.get('access-control-allow-origin') }).toEqual({
      path,
      status: 405,
      allowed: null,
    });
  }
});
