import { DataSource } from 'typeorm';
import { systemCaller } from '../../../src/common/caller.js';
import { newSecret } from '../../../src/tokens/secrets/secret.js';
import { Token } from '../../../src/tokens/token.entity.js';
import { MintService } from '../../../src/tokens/mint/mint.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import { flushUses, nothing, Statements, verdictOf } from '../../contract/core.support.js';
import { hour, minute, second } from '../../sessions/sessions.js';
import { newToken, newUser, type Service } from '../../support/service.js';
import { Instances, topologies } from '../../support/instances.js';

/** What verification costs PostgreSQL when several instances share their sessions on Redis. */
describe('PostgreSQL with Redis, two instances', () => {
  let instances: Instances;
  let first: Service;
  let last: Service;
  let userId: string;
  let heard: Statements[];

  beforeAll(async () => {
    instances = await Instances.start(topologies['PostgreSQL with Redis']!);
    ({ first, last } = instances);
    userId = (await newUser(first, 'default')).id;
  });
  beforeEach(async () => {
    await flush();
    heard = instances.all.map((service) => new Statements(service));
  });
  afterAll(() => instances.close());

  const flush = async () => {
    for (const service of instances.all) await flushUses(service);
  };
  /** Statements since the last call, of both instances together. */
  const take = () => {
    const sums = { ...nothing };
    for (const statements of heard) {
      const { reads, writes, others } = statements.take();
      sums.reads += reads;
      sums.writes += writes;
      sums.others += others;
    }
    return sums;
  };
  const mint = async (given: object = { expiryType: 'SlidingTtl', ttl: 3600 }) =>
    (await newToken(first, 'default', userId, given)).secret;

  it('a token that one instance has verified is warm on the other: no statement', async () => {
    const secret = await mint();
    expect(await verdictOf(first, secret)).toBe('live');
    await flush();
    take();
    for (let passed = 0; passed < 25; passed += 1) {
      instances.advance(second);
      for (const service of instances.all) expect(await verdictOf(service, secret)).toBe('live');
    }
    await flush();
    expect(take()).toEqual(nothing);
  });

  it('200: a whole introspection of a warm token with a warm token asks the database nothing', async () => {
    const secret = await mint();
    const ask = (service: Service) =>
      service.native('POST', '/v1/tokens/introspect', service.account, { token: secret });
    for (const service of instances.all) await ask(service);
    await flush();
    take();
    for (let time = 0; time < 20; time += 1) {
      for (const service of instances.all) expect((await ask(service)).body.active).toBe(true);
    }
    await flush();
    expect(take()).toEqual(nothing);
  });

  it('one confirmation a minute serves both instances', async () => {
    const secret = await mint({ expiryType: 'Infinite' });
    for (const service of instances.all) await verdictOf(service, secret);
    await flush();
    take();
    for (let passed = 0; passed < 5 * minute; passed += second) {
      instances.advance(second);
      for (const service of instances.all) expect(await verdictOf(service, secret)).toBe('live');
    }
    await flush();
    const { reads, writes } = take();
    expect(reads).toBe(5);
    // At each 31st second at the most, by each instance.
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThanOrEqual(2 * Math.floor(300 / 31));
  });

  it('two hundred concurrent misses for one hash share one read on each instance', async () => {
    for (const secret of [await mint(), newSecret('prefixed', 'user')]) {
      await flush();
      take();
      const asked = Array.from({ length: 200 }, (_, index) => verdictOf(instances.all[index % 2]!, secret));
      expect(new Set(await Promise.all(asked)).size).toBe(1);
      const { reads } = take();
      expect(reads).toBeGreaterThan(0);
      expect(reads).toBeLessThanOrEqual(2);
      await flush();
    }
  });

  it('five hundred misses at once are a few reads, and five hundred uses to be stored at once a few writes', async () => {
    const user = (await first.get(UsersService).findById('default', userId))!;
    const lifetime = { expiryType: 'SlidingTtl', ttl: hour } as const;
    const request = { lifetime, shape: 'prefixed', dialect: 'native' } as const;
    const users = Array.from({ length: 500 }, () => user);
    const minted = await first.get(MintService).mintForUsers('default', users, request, systemCaller);
    const secrets = minted.map(({ secret }) => secret);
    take();
    const verify = async () => {
      const verdicts = await Promise.all(secrets.map((secret) => verdictOf(last, secret)));
      expect(new Set(verdicts)).toEqual(new Set(['live']));
    };
    await verify();
    expect(take()).toEqual({ ...nothing, reads: 3 });
    instances.advance(minute - second);
    await verify();
    await flush();
    const { reads, writes } = take();
    expect(reads).toBe(0);
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThanOrEqual(3);
    const now = last.clock.now();
    const where = { userId, lastUsedAt: now, expiresAt: now + hour + minute };
    expect(await last.get(DataSource).manager.countBy(Token, where)).toBe(500);
  });
});
