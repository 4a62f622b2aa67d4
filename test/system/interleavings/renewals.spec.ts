import { DataSource } from 'typeorm';
import { Transactions } from '../../../src/database/transactions/transactions.js';
import { SessionCache } from '../../../src/sessions/session-cache.js';
import { Token } from '../../../src/tokens/token.entity.js';
import { flushUses, verdictOf } from '../../contract/core.support.js';
import { hour, minute } from '../../sessions/sessions.js';
import { deaths, newVictim, type Victim } from './deaths.js';
import { holdNext } from './hold.js';
import { Instances, topologies } from '../../support/instances.js';

const granularity = minute;

/** What a use may do to a token: prolong it while it is there, and nothing else. */
describe.each(Object.entries(topologies))('%s', (_, topology) => {
  let instances: Instances;

  beforeAll(async () => {
    instances = await Instances.start(topology);
  });
  afterAll(() => instances.close());

  const slidingHour = () => newVictim(instances.first, { expiryType: 'SlidingTtl', ttl: hour / 1000 });
  const rowOf = ({ tokenId: id }: Victim) =>
    instances.first.get(DataSource).manager.findOneByOrFail(Token, { id });
  const use = async (victim: Victim) => {
    for (const service of instances.all) expect(await verdictOf(service, victim.secret)).toBe('live');
  };
  const flush = async () => {
    for (const service of instances.all) await flushUses(service);
  };
  /** A token whose last use is on its way to the store, where it is held. */
  const useAboutToBeStored = async () => {
    const victim = await slidingHour();
    await use(victim);
    await flush();
    instances.advance(granularity - 1);
    const storing = holdNext(instances.first.get(Transactions), 'run');
    expect(await verdictOf(instances.first, victim.secret)).toBe('live');
    await storing.reached;
    return { victim, storing };
  };
  const expectDead = async ({ secret, ecosystemId, tokenId }: Victim, reason: string) => {
    for (const service of instances.all) expect(await verdictOf(service, secret)).toBe(reason);
    const path = `/v1/ecosystems/${ecosystemId}/tokens/${tokenId}`;
    const { status, body } = await instances.first.native('GET', path, instances.first.account);
    if (reason === 'revoked') expect([status, body.state]).toEqual([200, 'revoked']);
  };

  describe.each(Object.entries(deaths))('%s', (name, { reason, act }) => {
    const isRevokedByItself = name === 'the token is revoked';

    it('while a use has slid the session and not yet answered: the use revives nothing', async () => {
      const victim = await slidingHour();
      await use(victim);
      await flush();
      instances.advance(granularity - 1);
      const cache = instances.first.get(SessionCache);
      // A session in memory slides and is answered in one step: nothing can come between.
      const slide = cache.tier === 'memory' ? undefined : holdNext(cache, 'get', { isDone: true });
      const slow = verdictOf(instances.first, victim.secret);
      await (slide?.reached ?? slow);
      expect((await act(instances.last, victim)).status).toBeLessThan(300);
      const before = await rowOf(victim);
      slide?.release();
      expect(await slow).toBe(topology.isCached ? 'live' : reason);
      await flush();
      const after = await rowOf(victim);
      expect(after.revokedAt).toBe(before.revokedAt);
      if (isRevokedByItself) expect(after).toEqual(before);
      await expectDead(victim, reason);
      instances.advance(3 * minute);
      await expectDead(victim, reason);
    });

    it('while a use waits to be stored: storing it revives nothing', async () => {
      const { victim, storing } = await useAboutToBeStored();
      expect((await act(instances.last, victim)).status).toBeLessThan(300);
      const before = await rowOf(victim);
      storing.release();
      await flush();
      const after = await rowOf(victim);
      expect(after.revokedAt).toBe(before.revokedAt);
      if (isRevokedByItself) expect(after).toEqual(before);
      await expectDead(victim, reason);
    });
  });

  it('the token expires while a use waits to be stored: storing it revives nothing', async () => {
    const { victim, storing } = await useAboutToBeStored();
    await diesAfter(victim, hour);
    storing.release();
    await flush();
    await expectDead(victim, 'expired');
    const end = (await rowOf(victim)).expiresAt;
    expect(await verdictOf(instances.first, victim.secret)).toBe('expired');
    await flush();
    expect((await rowOf(victim)).expiresAt).toBe(end);
  });

  it('a hundred uses at once, on all instances, give one state and one answer', async () => {
    const victim = await slidingHour();
    await use(victim);
    instances.advance(10 * minute);
    const uses = Array.from({ length: 100 }, (_, index) => instances.all[index % instances.all.length]!);
    const answers = await Promise.all(
      uses.map((service) =>
        service.native('POST', '/v1/tokens/introspect', service.account, { token: victim.secret }),
      ),
    );
    const now = instances.first.clock.now();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.exp))).toEqual(new Set([Math.floor((now + hour) / 1000)]));
    await flush();
    const row = { lastUsedAt: now, expiresAt: now + hour + granularity, revokedAt: null };
    expect(await rowOf(victim)).toMatchObject(row);
    await diesAfter(victim, hour);
  });

  it('uses at once by clocks that differ leave the end of the latest', async () => {
    const victim = await slidingHour();
    await use(victim);
    instances.advance(10 * minute);
    const ahead = topology.instances > 1 ? 17 : 0;
    instances.last.clock.advance(ahead);
    const uses = Array.from({ length: 100 }, (_, index) => instances.all[index % instances.all.length]!);
    const verdicts = await Promise.all(uses.map((service) => verdictOf(service, victim.secret)));
    expect(new Set(verdicts)).toEqual(new Set(['live']));
    await flush();
    if (ahead > 0) instances.first.clock.advance(ahead);
    await diesAfter(victim, hour);
  });

  /** Dead when this time has passed, or the granularity later where nothing is cached. */
  const diesAfter = async ({ secret }: Victim, ms: number) => {
    const late = topology.isCached ? 0 : granularity;
    instances.advance(ms + late);
    for (const service of instances.all) expect(await verdictOf(service, secret)).toBe('expired');
  };
});
