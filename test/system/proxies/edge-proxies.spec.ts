import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '../../support/servers.js';
import { newToken, newUser, type Service, startService } from '../../support/service.js';
import { demandInstalled, proxies, startTls } from './edge-proxies.js';

describe.each(proxies)(
  'docs/edge.md with a real $name before a service that knows nothing of tokens',
  (proxy) => {
    let tokenwright: Service;
    let service: Server;
    let tls: TlsServer;
    let running: ChildProcess;
    let folder: string;
    let base: string;
    let userId: string;
    let server: string;
    /** What reached the service. */
    const seen: IncomingHttpHeaders[] = [];

    beforeAll(async () => {
      demandInstalled(proxy);
      tokenwright = await startService();
      // Apache's modules hold the end of a token against the time of the machine.
      tokenwright.clock.advance(Date.now() - tokenwright.clock.now());
      userId = (await newUser(tokenwright, 'default')).id;
      const key = await tokenwright.native(
        'POST',
        '/v1/ecosystems/default/server-tokens',
        tokenwright.account,
        {
          expiryType: 'Infinite',
        },
      );
      server = key.body.secret;
      service = createServer(({ headers }, response) => {
        seen.push(headers);
        response.end('behind the proxy');
      });
      await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
      folder = mkdtempSync(join(tmpdir(), 'tokenwright-edge-'));
      // Apache's children are somebody else than root.
      chmodSync(folder, 0o777);
      const places = {
        folder,
        proxy: await freePort(),
        service: (service.address() as AddressInfo).port,
        tokenwright: Number(new URL(tokenwright.base).port),
        tls: await freePort(),
        server,
      };
      tls = await startTls(folder, places.tls, places.tokenwright);
      running = spawn(proxy.program, proxy.setUp(places), {
        env: { PATH: `${process.env.PATH}:/usr/sbin`, HOME: folder },
        stdio: 'ignore',
      });
      base = `http://127.0.0.1:${places.proxy}`;
      await eventually(() => fetch(base), 30_000);
    });
    beforeEach(() => seen.splice(0));
    afterAll(async () => {
      running?.kill('SIGTERM');
      if (running?.exitCode === null) await new Promise((resolve) => running.once('exit', resolve));
      tls?.closeAllConnections();
      tls?.close();
      service?.closeAllConnections();
      service?.close();
      await tokenwright?.close();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    const ask = async (headers: Record<string, string> = {}, init: RequestInit = {}) => {
      const response = await fetch(`${base}/any/path?any=query`, { ...init, headers });
      return { status: response.status, challenge: response.headers.get('www-authenticate') };
    };
    const mint = (given: object) => newToken(tokenwright, 'default', userId, given);
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

    it('no token: 401 with the challenge, and nothing reaches the service', async () => {
      const { status, challenge } = await ask();
      expect({ status, challenge }).toEqual({
        status: 401,
        challenge: expect.stringMatching(proxy.challenge),
      });
      const garbage = await ask(bearer('nonsense'));
      expect(garbage.status).toBe(401);
      expect(garbage.challenge).toContain('error="invalid_token"');
      expect(seen).toEqual([]);
    });

    it('a live one: the service hears who it is, and never the secret, whatever the client says it were', async () => {
      const { secret, token } = await mint({});
      const forged = {
        'x-user-id': 'root',
        'x-permissions': 'everything',
        'x-token-holder': 'account',
        'x-ecosystem-id': 'other',
        'x-token-id': 'x',
      };
      expect((await ask({ ...bearer(secret), ...forged })).status).toBe(200);
      if (proxy.takesCookies) {
        expect((await ask({ cookie: `session=${secret}`, ...forged })).status).toBe(200);
      }
      const told = {
        'x-ecosystem-id': 'default',
        'x-token-id': token.id,
        'x-token-holder': 'user',
      };
      for (const headers of seen) {
        expect(headers['x-user-id']).toBe(userId);
        if (proxy.tells) expect(headers).toMatchObject(told);
        else for (const name of Object.keys(told)) expect(headers[name]).toBeUndefined();
        expect(headers['x-permissions']).toBe(proxy.tells ? 'self:manage' : undefined);
        expect(headers.authorization).toBeUndefined();
      }
      expect(seen).toHaveLength(proxy.takesCookies ? 2 : 1);
    });

    it('a body goes to the service, not to the check', async () => {
      const { secret } = await mint({});
      const headers = { ...bearer(secret), 'content-type': 'application/json' };
      expect((await ask(headers, { method: 'POST', body: '{"a":1}' })).status).toBe(200);
      expect(seen).toMatchObject([{ 'content-length': '7', 'content-type': 'application/json' }]);
    });

    it('a key where a user is demanded is refused', async () => {
      expect((await ask(bearer(server))).status).toBe(proxy.forbidden);
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
      const before = await Promise.all(Array.from({ length: 20 }, () => ask(bearer(secret))));
      expect(new Set(before.map(({ status }) => status))).toEqual(new Set([200]));
      const path = `/v1/ecosystems/default/tokens/${token.id}`;
      expect((await tokenwright.native('DELETE', path, tokenwright.account)).status).toBe(204);
      const after = await Promise.all(Array.from({ length: 20 }, () => ask(bearer(secret))));
      expect(new Set(after.map(({ status }) => status))).toEqual(new Set([401]));
      expect(seen).toHaveLength(20);
    });

    it('while Tokenwright is away nobody passes', async () => {
      const { secret } = await mint({ expiryType: 'Infinite' });
      await tokenwright.close();
      expect((await ask(bearer(secret))).status).toBe(proxy.away);
      expect(seen).toEqual([]);
    });
  },
);
