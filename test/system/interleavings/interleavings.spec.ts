import { DataSource } from 'typeorm';
import { tombstoneFor, SessionCache } from '../../../src/sessions/session-cache.js';
import { verdictOf } from '../../contract/core.support.js';
import { minute, second } from '../../sessions/sessions.js';
import { introspect } from '../../support/service.js';
import { deaths, newVictim, type Victim } from './deaths.js';
import { holdNext, holdTransaction } from './hold.js';
import { Instances, topologies } from '../../support/instances.js';

/** Slow verifications against revocations, each order forced by holding a call of the real thing. */
describe.each(Object.entries(topologies))('%s', (_, topology) => {
  let instances: Instances;

  beforeAll(async () => {
    instances = await Instances.start(topology);
  });
  afterAll(() => instances.close());

  /** Dead on every instance: now, and at each moment at which something that was put could begin to be believed. */
  const expectDead = async ({ secret }: Victim, reason: string, passed = 0) => {
    const moments = [0, second, minute - 1, minute, tombstoneFor - 1, tombstoneFor, tombstoneFor + minute];
    for (const moment of moments.filter((ms) => ms >= passed)) {
      instances.advance(moment - passed);
      passed = moment;
      for (const service of instances.all) {
        expect([moment, await verdictOf(service, secret)]).toEqual([moment, reason]);
        expect(await introspect(service, secret)).toEqual({ active: false });
      }
    }
  };
  const isOf = ({ tokenId }: Victim) => ({
    matches: (session: { tokenId: string }) => session.tokenId === tokenId,
  });

  describe.each(Object.entries(deaths))('%s', (_, { reason, act }) => {
    const places = topology.instances > 1 ? ['here', 'on another instance'] : ['here'];
    describe.each(places)('%s', (place) => {
      const slow = () => instances.first;
      const actor = () => (place === 'here' ? instances.first : instances.last);

      it.each([0, minute - 1, tombstoneFor])(
        'a verification that read “live” before it and puts %i ms after the answer brings nothing back',
        async (late) => {
          const victim = await newVictim(slow());
          const held = holdNext(slow().get(SessionCache), 'put', isOf(victim));
          const verdict = verdictOf(slow(), victim.secret);
          await held.reached;
          expect((await act(actor(), victim)).status).toBeLessThan(300);
          instances.advance(late);
          held.release();
          expect(await verdict).toBe('live');
          await expectDead(victim, reason);
        },
      );

      it('a verification that begins after the answer does not join a read that was sent before it', async () => {
        const victim = await newVictim(slow());
        const read = holdNext(slow().get(DataSource), 'query', {
          isDone: true,
          matches: (statement) => statement.includes('FROM tokens t'),
        });
        const before = verdictOf(slow(), victim.secret);
        await read.reached;
        expect((await act(actor(), victim)).status).toBeLessThan(300);
        for (const service of instances.all) expect(await verdictOf(service, victim.secret)).toBe(reason);
        read.release();
        expect(await before).toBe('live');
        await expectDead(victim, reason);
      });

      it('what was cached before it is not believed when the tombstone has run out and nobody asked meanwhile', async () => {
        const victim = await newVictim(slow());
        await warm(victim);
        instances.advance(minute - second);
        await warm(victim);
        expect((await act(actor(), victim)).status).toBeLessThan(300);
        await expectDead(victim, reason, tombstoneFor);
      });

      it.each([minute + second, tombstoneFor])(
        'a commit %i ms after the invalidation is not answered before nobody believes what was read until then',
        async (late) => {
          // Its uses wait for no write, which would stand in line behind the held one.
          const victim = await newVictim(slow(), { expiryType: 'FixedTtl', ttl: 86_400 });
          const commit = holdTransaction(actor().get(DataSource));
          const answered = act(actor(), victim);
          await commit.reached;
          instances.advance(late);
          await warm(victim);
          commit.release();
          expect((await answered).status).toBeLessThan(300);
          await expectDead(victim, reason);
        },
      );
    });
  });

  /** Every instance has just used the token, so that it is cached where sessions are. */
  const warm = async ({ secret }: Victim) => {
    for (const service of [...instances.all, ...instances.all])
      expect(await verdictOf(service, secret)).toBe('live');
  };
});
