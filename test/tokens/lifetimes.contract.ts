import { endAfter, granularity, type Lifetime } from '../../src/sessions/lifetime.js';
import { introspect, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { hour, minute, second } from '../sessions/sessions.js';

/** How long a token lives. Without a cache a sliding end is up to one granularity late (docs/wire.md#core-rules). */
export function lifetimesContract(environment: Environment, isCached: boolean): void {
  describe('lifetimes', () => {
    const service = sharedService(environment);
    let userId: string;

    beforeAll(async () => {
      userId = (await newUser(service, 'default')).id;
    });

    const mint = (given: object) => newToken(service, 'default', userId, given);
    /** Asks, and lets the use be stored: between two moments of this clock nothing else finds the time for it. */
    const isLive = async (secret: string) => {
      const { active } = await introspect(service, secret);
      await flushUses(service);
      return active;
    };
    /** How much later than the exact end a sliding token may die. */
    const lateness = (ttl: number) => (isCached ? 0 : granularity({ expiryType: 'SlidingTtl', ttl }));

    it('FixedTtl: lives to the last millisecond of its ttl, and no use prolongs it', async () => {
      const { secret } = await mint({ expiryType: 'FixedTtl', ttl: 600 });
      const end = Math.floor((service.clock.now() + 600 * second) / 1000);
      for (let used = 0; used < 9; used++) {
        service.clock.advance(minute);
        expect(await introspect(service, secret)).toMatchObject({ active: true, exp: end });
      }
      service.clock.advance(minute - 1);
      expect(await isLive(secret)).toBe(true);
      service.clock.advance(1);
      expect(await isLive(secret)).toBe(false);
    });

    it('Infinite: lives, used or not, and has no end to tell', async () => {
      const [{ secret, token }, unused] = [
        await mint({ expiryType: 'Infinite' }),
        await mint({ expiryType: 'Infinite' }),
      ];
      expect(token).toMatchObject({ expiresAt: null, ttl: null, maxAge: null });
      for (let year = 0; year < 12; year++) {
        service.clock.advance(365 * 24 * hour);
        const told = await introspect(service, secret);
        expect([told.active, 'exp' in told]).toEqual([true, false]);
      }
      expect(await isLive(unused.secret)).toBe(true);
    });

    it('SlidingTtl: slides on every use, and dies a full ttl after the last one', async () => {
      const ttl = hour;
      const { secret } = await mint({ expiryType: 'SlidingTtl', ttl: ttl / 1000 });
      const gaps = [
        0,
        1,
        second,
        29 * second,
        31 * second,
        minute,
        59 * minute,
        ttl - 1,
        17,
        ttl - 1,
        ttl - second,
      ];
      for (const gap of [...gaps, ...gaps]) {
        service.clock.advance(gap);
        const end = Math.floor((service.clock.now() + ttl) / 1000);
        expect(await introspect(service, secret)).toMatchObject({ active: true, exp: end });
        await flushUses(service);
      }
      service.clock.advance(ttl + lateness(ttl));
      expect(await verdictOf(service, secret)).toBe('expired');
      expect(await isLive(secret)).toBe(false);
    });

    it('SlidingTtl: every kind of use is one', async () => {
      const ttl = 10 * minute;
      const user = await newUser(service, 'default', { roles: ['admin'] });
      const { secret } = await newToken(service, 'default', user.id, {
        expiryType: 'SlidingTtl',
        ttl: ttl / 1000,
      });
      const twoHeaders = { 'x-auth-token': secret, 'x-user-id': user.id };
      const uses: (() => Promise<{ status: number }>)[] = [
        () => service.native('GET', '/v1/self', secret),
        () => service.ask('/v1/self', { headers: { authorization: secret } }),
        () => service.ask('/v1/self', { headers: { authorization: `Bearer default:${secret}` } }),
        () => service.ask('/api/v1/me', { headers: twoHeaders }),
        () => service.native('POST', '/v1/tokens/introspect', secret, { token: secret }),
      ];
      for (const use of [...uses, ...uses]) {
        service.clock.advance(ttl - 1);
        expect((await use()).status).toBe(200);
        await flushUses(service);
      }
    });

    it('SlidingTtl: one that is never used dies a full ttl after its creation', async () => {
      const ttl = 20 * second;
      const [one, other] = [
        await mint({ expiryType: 'SlidingTtl', ttl: 20 }),
        await mint({ expiryType: 'SlidingTtl', ttl: 20 }),
      ];
      service.clock.advance(ttl - 1);
      expect(await isLive(one.secret)).toBe(true);
      // Nobody asked for the other one yet, so that no cache knows its exact end.
      service.clock.advance(1 + granularity({ expiryType: 'SlidingTtl', ttl }));
      expect(await isLive(other.secret)).toBe(false);
      expect(await isLive(one.secret)).toBe(true);
    });

    const sliders = [1, 2, 7, 60, 1199, 1201, 86_400];
    it.each(sliders)('SlidingTtl of %i s: live at the last millisecond, dead at its end', async (seconds) => {
      const ttl = seconds * second;
      const [{ secret: one }, { secret: other }] = [
        await mint({ expiryType: 'SlidingTtl', ttl: seconds }),
        await mint({ expiryType: 'SlidingTtl', ttl: seconds }),
      ];
      for (let use = 0; use < 25; use++) {
        service.clock.advance(Math.floor(ttl / 7));
        expect([await verdictOf(service, one), await verdictOf(service, other)]).toEqual(['live', 'live']);
        await flushUses(service);
      }
      service.clock.advance(ttl - 1);
      expect(await verdictOf(service, one)).toBe('live');
      await flushUses(service);
      service.clock.advance(1 + lateness(ttl));
      expect([await verdictOf(service, one), await verdictOf(service, other)]).toEqual(['live', 'expired']);
    });

    it.each([
      ['SlidingTtl', 600],
      ['FixedTtl', 86_400],
      ['Infinite', undefined],
    ] as const)('maxAge: %s ends with it, however often it is used', async (expiryType, ttl) => {
      const { token, secret } = await mint({ expiryType, ttl, maxAge: 1800 });
      const end = service.clock.now() + 1800 * second;
      expect(token.maxAge).toBe(1800);
      for (let used = 0; used < 5; used++) {
        service.clock.advance(5 * minute);
        expect(await isLive(secret)).toBe(true);
      }
      expect((await introspect(service, secret)).exp).toBe(Math.floor(end / 1000));
      service.clock.advance(5 * minute - 1);
      expect(await isLive(secret)).toBe(true);
      service.clock.advance(1);
      expect(await isLive(secret)).toBe(false);
    });

    it('an invalidation of the user, over and over, makes no sliding token die early, nor live longer than its slack', async () => {
      const ttl = hour;
      const user = await newUser(service, 'default');
      const [{ secret: one }, { secret: other }] = [
        await newToken(service, 'default', user.id, { expiryType: 'SlidingTtl', ttl: ttl / 1000 }),
        await newToken(service, 'default', user.id, { expiryType: 'SlidingTtl', ttl: ttl / 1000 }),
      ];
      for (let round = 0; round < 60; round++) {
        const path = `/v1/ecosystems/default/users/${user.id}`;
        await service.native('PATCH', path, service.account, { roles: round % 2 ? ['user'] : [] });
        service.clock.advance(17 * second);
        expect([await verdictOf(service, one), await verdictOf(service, other)]).toEqual(['live', 'live']);
        await flushUses(service);
        service.clock.advance(((round * 37) % 59) * minute);
      }
      expect([await verdictOf(service, one), await verdictOf(service, other)]).toEqual(['live', 'live']);
      await flushUses(service);
      service.clock.advance(ttl - 1);
      expect(await verdictOf(service, one)).toBe('live');
      service.clock.advance(1 + granularity({ expiryType: 'SlidingTtl', ttl }));
      expect(await verdictOf(service, other)).toBe('expired');
    });

    it('the record tells the end that follows from the stored use, in the shape of the wire', async () => {
      const { token, secret } = await mint({
        expiryType: 'SlidingTtl',
        ttl: 3600,
        maxAge: 86_400,
        name: 'Telephone',
      });
      const createdAt = service.clock.now();
      service.clock.advance(10 * minute);
      await introspect(service, secret);
      await flushUses(service);
      const usedAt = service.clock.now();
      const lifetime: Lifetime = { expiryType: 'SlidingTtl', ttl: hour, maxAge: 24 * hour };
      const { body } = await service.native(
        'GET',
        `/v1/ecosystems/default/tokens/${token.id}`,
        service.account,
      );
      expect(body).toEqual({
        ...{
          id: token.id,
          ecosystemId: 'default',
          holder: 'user',
          userId,
          name: 'Telephone',
          dialect: 'native',
        },
        ...{ state: 'live', expiryType: 'SlidingTtl', ttl: 3600, maxAge: 86_400, permissions: null },
        expiresAt: new Date(endAfter(lifetime, createdAt, usedAt)!).toISOString(),
        createdAt: new Date(createdAt).toISOString(),
        mintedBy: expect.any(String),
        lastUsedAt: new Date(usedAt).toISOString(),
        revokedAt: null,
        replacedBy: null,
      });
    });
  });
}
