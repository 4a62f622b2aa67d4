import { Redis } from 'ioredis';
import { hashOf } from '../../../src/tokens/secrets/secret.js';
import { everythingStored, verdictOf } from '../../contract/core.support.js';
import { PrivateRedis } from '../../support/servers.js';
import { type Service, startService } from '../../support/service.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { deactivate, newKey } from '../../support/vendors.js';
import { newTenant, newToken, newUser } from '../../support/service.js';
import { deaths, newVictim } from '../interleavings/deaths.js';

describe('what the service leaves in Redis', () => {
  let postgres: Store;
  let redis: PrivateRedis;
  let direct: Redis;
  let service: Service;
  const prefix = 'our.prefix_1-2:';

  beforeAll(async () => {
    postgres = await newPostgres();
    redis = await PrivateRedis.start();
    direct = new Redis(redis.url);
    const environment = { ...postgres.environment, REDIS_URL: redis.url, REDIS_PREFIX: prefix };
    service = await startService({ CREATE_TOKENS_FOR_USERS: 'true', ...environment });
  });
  afterAll(async () => {
    await service.close();
    direct.disconnect();
    await redis.stop();
    await postgres.remove();
  });

  const password = 'correct horse battery staple';

  /** Secrets of every shape and holder, each used; some of the tokens are dead by now. */
  const live = async (): Promise<string[]> => {
    const { ecosystemId } = await newTenant(service);
    const person = { username: 'ada', email: 'ada@acme.example', name: 'Ada', password, roles: ['admin'] };
    const user = await newUser(service, ecosystemId, person);
    const key = await newKey(service, ecosystemId);
    const bearer = { authorization: `Bearer ${key}` };
    const strigo = await service.ask('/api/v1/academy/users/token', {
      method: 'POST',
      headers: { authorization: `Bearer ${ecosystemId}:${key}` },
      json: { email: 'ada@acme.example' },
    });
    const path = `/api/users/${ecosystemId};${user.id}/tokens?expiryType=SlidingTtl&ttl=3600`;
    const secrets = [
      service.account,
      key,
      strigo.body.data.token,
      (await service.ask(`/v1/enterprise/user-tokens/${user.id}`, { method: 'POST', headers: bearer })).body
        .data.token,
      (await service.ask(path, { method: 'POST', headers: { authorization: key } })).body.token,
    ];
    for (const expiryType of ['Infinite', 'FixedTtl', 'SlidingTtl']) {
      for (const maxAge of [undefined, 86_400]) {
        secrets.push((await newToken(service, ecosystemId, user.id, { expiryType, maxAge })).secret);
      }
    }
    for (const { act } of Object.values(deaths)) {
      const victim = await newVictim(service);
      await verdictOf(service, victim.secret);
      await act(service, victim);
      await verdictOf(service, victim.secret);
      secrets.push(victim.secret);
    }
    await deactivate(service, await newUser(service, ecosystemId));
    for (const secret of [...secrets, ...secrets]) await verdictOf(service, secret);
    return secrets;
  };

  it('begins with the prefix, has an expiry but for the name of the cache, and holds no secret, no name and no password', async () => {
    const secrets = await live();
    const keys = await direct.keys('*');
    const values = await Promise.all(
      keys.map(async (key) => [key, await direct.hgetall(key).catch(() => direct.get(key))]),
    );
    const kept = JSON.stringify(values);
    // What lives is there, by its hash: the rest of this test looks at the right place.
    for (const secret of secrets.slice(0, -Object.keys(deaths).length)) {
      expect(keys).toContain(`${prefix}s:{${hashOf(secret)}}`);
    }
    for (const key of keys) {
      const expires = (await direct.pttl(key)) > 0;
      expect([key, key.startsWith(prefix), expires]).toEqual([key, true, key !== `${prefix}id`]);
    }
    // The random part of a secret stands behind its prefix.
    for (const secret of secrets) expect(kept.includes(secret.replace(/^(tw_._|_)/, ''))).toBe(false);
    for (const text of ['ada@acme', 'Ada', password, '$argon2']) expect(kept.includes(text)).toBe(false);
    expect(await everythingStored(service)).toContain('$argon2');
  });

  it('is a session of each live token, a tombstone of each invalidation and the name of the cache, nothing else', async () => {
    const name = await direct.get(`${prefix}id`);
    await direct.flushall();
    await direct.set(`${prefix}id`, name!);
    const victim = await newVictim(service);
    await verdictOf(service, victim.secret);
    await verdictOf(service, service.account);
    const hashes = [service.account, victim.secret].map(hashOf);
    expect((await direct.keys('*')).sort()).toEqual(
      [`${prefix}id`, ...hashes.map((hash) => `${prefix}s:{${hash}}`)].sort(),
    );
    await deaths['the token is revoked']!.act(service, victim);
    await deaths['the user is disabled']!.act(service, victim);
    await deaths['the ecosystem is deleted']!.act(service, victim);
    await verdictOf(service, victim.secret);
    expect((await direct.keys('*')).sort()).toEqual(
      [
        `${prefix}id`,
        `${prefix}s:{${hashOf(service.account)}}`,
        `${prefix}d:{${hashOf(victim.secret)}}`,
        `${prefix}d:u:${victim.userId}`,
        `${prefix}d:e:${victim.ecosystemId}`,
      ].sort(),
    );
  });
});
