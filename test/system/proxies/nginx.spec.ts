import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newToken, newUser, type Service, startService } from '../../support/service.js';
import { eventually, freePort } from '../../support/servers.js';

/** The blocks of the page, with the addresses of this test. */
function configuration(
  folder: string,
  ports: { nginx: number; service: number; tokenwright: number },
): string {
  const page = readFileSync(join(__dirname, '../../../docs/edge.md'), 'utf8');
  const [locations, upstream] = [...page.matchAll(/```nginx\n(.*?)```/gs)].map(([, text]) => text!);
  if (!locations || !upstream) throw new Error('docs/edge.md has not the two blocks for nginx');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  return `
    daemon off;
    pid ${folder}/pid;
    error_log ${folder}/error.log;
    events {}
    http {
      access_log off;
      ${temporary}
      ${upstream.replace('127.0.0.1:3000', `127.0.0.1:${ports.tokenwright}`)}
      upstream service { server 127.0.0.1:${ports.service}; }
      server {
        listen 127.0.0.1:${ports.nginx};
        ${locations}
      }
    }`;
}

describe('docs/edge.md with a real nginx before a service that knows nothing of tokens', () => {
  let tokenwright: Service;
  let service: Server;
  let nginx: ChildProcess;
  let folder: string;
  let base: string;
  let userId: string;
  /** What reached the service. */
  const seen: IncomingHttpHeaders[] = [];

  beforeAll(async () => {
    tokenwright = await startService();
    userId = (await newUser(tokenwright, 'default')).id;
    service = createServer(({ headers }, response) => {
      seen.push(headers);
      response.end('behind the proxy');
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'tokenwright-nginx-'));
    const port = await freePort();
    const ports = {
      nginx: port,
      service: (service.address() as AddressInfo).port,
      tokenwright: Number(new URL(tokenwright.base).port),
    };
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, ports));
    nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'inherit' });
    base = `http://127.0.0.1:${port}`;
    await eventually(() => fetch(base));
  });
  beforeEach(() => seen.splice(0));
  afterAll(async () => {
    nginx.kill('SIGTERM');
    await new Promise((resolve) => nginx.once('exit', resolve));
    service.close();
    await tokenwright.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const response = await fetch(`${base}/any/path?any=query`, { ...init, headers });
    return { status: response.status, challenge: response.headers.get('www-authenticate') };
  };
  const mint = (given: object) => newToken(tokenwright, 'default', userId, given);
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  it('no token: 401 with the challenge, and nothing reaches the service', async () => {
    expect(await ask()).toEqual({ status: 401, challenge: 'Bearer realm="tokenwright"' });
    expect(await ask(bearer('nonsense'))).toEqual({
      status: 401,
      challenge: 'Bearer realm="tokenwright", error="invalid_token"',
    });
    expect(seen).toEqual([]);
  });

  it('a live one: the service hears who it is, and never the secret, whatever the client says it were', async () => {
    const { secret, token } = await mint({});
    const forged = { 'x-user-id': 'root', 'x-permissions': 'everything', 'x-token-holder': 'account' };
    expect((await ask({ ...bearer(secret), ...forged })).status).toBe(200);
    expect((await ask({ cookie: `session=${secret}`, ...forged })).status).toBe(200);
    for (const headers of seen) {
      expect(headers).toMatchObject({
        ...{
          'x-user-id': userId,
          'x-ecosystem-id': 'default',
          'x-token-id': token.id,
          'x-token-holder': 'user',
        },
      });
      expect(headers['x-permissions']).toBe('self:manage');
      expect(headers.authorization).toBeUndefined();
    }
    expect(seen).toHaveLength(2);
  });

  it('a body goes to the service, not to the check', async () => {
    const { secret } = await mint({});
    const headers = { ...bearer(secret), 'content-type': 'application/json' };
    expect((await ask(headers, { method: 'POST', body: '{"a":1}' })).status).toBe(200);
    expect(seen).toMatchObject([{ 'content-length': '7', 'content-type': 'application/json' }]);
  });

  it('a key where a user is demanded: 403', async () => {
    expect((await ask(bearer(tokenwright.account))).status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('a sliding one lives over several windows, and dies a full window after the last use', async () => {
    const { secret } = await mint({ expiryType: 'SlidingTtl', ttl: 60 });
    for (let window = 0; window < 5; window += 1) {
      tokenwright.clock.advance(59_000);
      expect((await ask(bearer(secret))).status).toBe(200);
    }
    tokenwright.clock.advance(60_000);
    expect((await ask(bearer(secret))).status).toBe(401);
    expect(seen).toHaveLength(5);
  });

  it('one that is revoked mid-stream is refused in the next request, on the kept connections too', async () => {
    const { secret, token } = await mint({ expiryType: 'Infinite' });
    const before = await Promise.all(Array.from({ length: 50 }, () => ask(bearer(secret))));
    expect(new Set(before.map(({ status }) => status))).toEqual(new Set([200]));
    const path = `/v1/ecosystems/default/tokens/${token.id}`;
    expect((await tokenwright.native('DELETE', path, tokenwright.account)).status).toBe(204);
    const after = await Promise.all(Array.from({ length: 50 }, () => ask(bearer(secret))));
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([401]));
    expect(seen).toHaveLength(50);
  });

  it('while Tokenwright is away nobody passes', async () => {
    const { secret } = await mint({ expiryType: 'Infinite' });
    await tokenwright.close();
    expect((await ask(bearer(secret))).status).toBe(500);
    expect(seen).toEqual([]);
  });
});
