import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Token } from '../../../src/tokens/token.entity.js';
import { TokensPruner } from '../../../src/tokens/tokens.pruner.js';
import { TokensRepository } from '../../../src/tokens/tokens.repository.js';
import { verdictOf } from '../../contract/core.support.js';
import { hour } from '../../sessions/sessions.js';
import { newToken, newUser, type Service } from '../../support/service.js';
import { holdNext } from '../interleavings/hold.js';
import { Instances, topologies } from '../../support/instances.js';
import { insertTokens } from './rows.js';

const day = 24 * hour;
const prune = (service: Service) => service.get(TokensPruner).prune();

/** What Nest's loggers say from now on, without their context. */
function listen(): string[] {
  const said: string[] = [];
  const hear = (message: unknown) => void said.push(String(message));
  Logger.overrideLogger({ log: hear, error: hear, warn: hear, debug: hear, verbose: hear });
  return said;
}

describe.each(Object.entries(topologies))('%s: the pruner', (_, topology) => {
  let instances: Instances;
  let service: Service;
  let userId: string;
  let live: string[];

  beforeAll(async () => {
    instances = await Instances.start(topology, () => ({ RETENTION_DAYS: '7' }));
    service = instances.first;
    userId = (await newUser(service, 'default')).id;
    const given = [{ expiryType: 'Infinite' }, { expiryType: 'FixedTtl', ttl: (300 * day) / 1000 }];
    live = [];
    for (const one of given) live.push((await newToken(service, 'default', userId, one)).secret);
  });
  afterAll(() => instances.close());

  /** Rows that have been dead for longer than they are kept. */
  const die = (count: number) => {
    const createdAt = service.clock.now() - 10 * day;
    return insertTokens(service, {
      ecosystemId: 'default',
      userId,
      count,
      createdAt,
      expiresAt: createdAt + day,
    });
  };
  const rows = () => service.get(DataSource).manager.countBy(Token, { userId });

  it('works in one process at a time: the other one does nothing, and each row is removed once', async () => {
    await die(2500);
    const page = holdNext(service.get(TokensRepository), 'findLongDead', { isDone: true });
    const first = prune(service);
    await page.reached;
    expect(await prune(instances.last)).toBe(0);
    expect(await rows()).toBe(2500 + live.length);
    page.release();
    expect(await first).toBe(2500);
    expect(await rows()).toBe(live.length);
    await die(10);
    expect(await prune(instances.last)).toBe(10);
  });

  it('lets another process work when it failed', async () => {
    await die(10);
    const repository = service.get(TokensRepository);
    const { remove } = repository;
    repository.remove = () => Promise.reject(new Error('the disk is full'));
    await expect(prune(service)).rejects.toThrow('the disk is full');
    repository.remove = remove;
    expect(await prune(instances.last)).toBe(10);
  });

  it('many at once, on all instances, remove each row once', async () => {
    await die(3000);
    const counts = await Promise.all([...instances.all, ...instances.all].map(prune));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3000);
    expect(await rows()).toBe(live.length);
  });

  it('takes small batches, between which tokens are verified', async () => {
    await die(20_000);
    const waits: number[] = [];
    let isDone = false;
    const pruned = prune(service).finally(() => (isDone = true));
    while (!isDone) {
      const begun = performance.now();
      for (const secret of live) expect(await verdictOf(service, secret)).toBe('live');
      // So that sessions do not answer: the database has to, while it removes rows.
      service.clock.advance(61_000);
      waits.push(performance.now() - begun);
      await new Promise(setImmediate);
    }
    expect(await pruned).toBe(20_000);
    expect(waits.length).toBeGreaterThan(4);
    expect(Math.max(...waits)).toBeLessThan(1000);
  });

  it('says how many it removed, and nothing when there was nothing to remove', async () => {
    await die(1234);
    const said = listen();
    await prune(service);
    await prune(service);
    expect(said).toEqual(['Removed 1234 dead tokens']);
  });
});
