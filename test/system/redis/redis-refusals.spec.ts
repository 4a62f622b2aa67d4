import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { as, newTokenOf, newUserOf, withAccount } from '../../support/processes.js';
import { eventually, freePort, PrivateRedis, SlowProxy } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres } from '../../support/stores.js';

let folder: string;
let tlsPort: number;
let redis: PrivateRedis;
let admin: Redis;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenwright-certificate-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const made = ['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await promisify(execFile)('openssl', ['req', ...kind, ...made]);
  redis = await PrivateRedis.start();
  admin = new Redis(redis.url);
  tlsPort = await freePort();
  await admin.config('SET', 'tls-cert-file', certificate, 'tls-key-file', key, 'tls-auth-clients', 'no', 'tls-port', tlsPort); // prettier-ignore
  await admin.config('SET', 'requirepass', 'the-right-one');
});
afterAll(async () => {
  admin.disconnect();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a Redis that refuses the service from its start on', () => {
  it.each([
    ['a wrong password', 'redis://:open-sesame@127.0.0.1', /: ReplyError, WRONGPASS$/],
    ['a user whom it does not know', 'redis://ali-baba:open-sesame@127.0.0.1', /: ReplyError, WRONGPASS$/],
    ['no password where one is demanded', 'redis://127.0.0.1', /: ReplyError, NOAUTH$/],
    [
      'a certificate that nobody trusts',
      'rediss://:open-sesame@127.0.0.1',
      /: Error, code DEPTH_ZERO_SELF_SIGNED_CERT$/,
    ],
  ])('for %s: the reason is logged once, and nothing of the URL', async (_, url, reason) => {
    const store = await newPostgres();
    const way = await SlowProxy.before(url.startsWith('rediss') ? tlsPort : redis.port);
    const service = await ServiceProcess.start({
      ...store.environment,
      ...withAccount,
      REDIS_URL: `${url}:${way.port}`,
      REDIS_PREFIX: 'refusing:',
      RATE_LIMITS: 'on',
    });
    try {
      // Both users of Redis, the cache and the rate limits, have tried several times.
      await eventually(async () => expect(way.connections).toBeGreaterThan(10), 60_000);
      const lines = service
        .logged()
        .split('\n')
        .filter((line) => line.includes('"context":"RedisLink"'))
        .map((line) => (JSON.parse(line) as { msg: string }).msg);
      expect(lines.sort()).toEqual([
        expect.stringMatching(/^Rate limits are counted separately in each process: /),
        expect.stringMatching(/^Redis is away, the database is asked instead: /),
      ]);
      for (const line of lines) expect(line).toMatch(reason);
      const all = service.logged() + service.said();
      for (const piece of ['open-sesame', 'ali-baba', '://', String(way.port)]) {
        expect(all.replaceAll(service.base, '')).not.toContain(piece);
      }
      const token = await newTokenOf(service, await newUserOf(service));
      const revoked = await as(service, 'DELETE', `/v1/ecosystems/default/tokens/${token.id}`);
      expect(revoked.status).toBe(503);
    } finally {
      await service.kill('SIGTERM');
      await way.close();
      await store.remove();
    }
  });
});
