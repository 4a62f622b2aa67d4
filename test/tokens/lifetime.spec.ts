import fc from 'fast-check';
import {
  type End,
  endAfter,
  expiryTypes,
  granularity,
  isLastUseDue,
  isConfirmed,
  isLiveAt,
  type Lifetime,
  storedEndAfter,
  trustedFor,
} from '../../src/sessions/lifetime.js';

const minute = 60_000;
const tenYears = 315_360_000_000;

/** Every moment is between 1970 and the year 2100. */
const moments = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
const lengths = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: tenYears }));
const maxAges = fc.option(lengths, { nil: undefined });
const sliding = fc.record({ expiryType: fc.constant('SlidingTtl' as const), ttl: lengths, maxAge: maxAges });
const fixed = fc.record({ expiryType: fc.constant('FixedTtl' as const), ttl: lengths, maxAge: maxAges });
const infinite = fc.record({ expiryType: fc.constant('Infinite' as const), maxAge: maxAges });
const lifetimes: fc.Arbitrary<Lifetime> = fc.oneof(sliding, fixed, infinite);

/** An end as a number that compares: never is after everything. */
const orNever = (end: End): number => end ?? Infinity;

/** The slack that the stored row may have; moments are whole milliseconds. */
const slackOf = (lifetime: Lifetime): number => Math.ceil(granularity(lifetime));

describe('the end of a token', () => {
  it('has the three expiry types that Droplit has', () => {
    expect(expiryTypes).toEqual(['Infinite', 'FixedTtl', 'SlidingTtl']);
  });

  it('FixedTtl: counts from the creation, whatever the use', () => {
    fc.assert(
      fc.property(fixed, moments, lengths, (lifetime, createdAt, later) => {
        const end = endAfter({ ...lifetime, maxAge: undefined }, createdAt, createdAt + later);
        expect(end).toBe(createdAt + lifetime.ttl);
      }),
    );
  });

  it('SlidingTtl: is a full ttl after the last use', () => {
    fc.assert(
      fc.property(sliding, moments, lengths, (lifetime, createdAt, later) => {
        const end = endAfter({ ...lifetime, maxAge: undefined }, createdAt, createdAt + later);
        expect(end).toBe(createdAt + later + lifetime.ttl);
      }),
    );
  });

  it('Infinite: never comes, and is stored as never', () => {
    fc.assert(
      fc.property(moments, lengths, moments, (createdAt, later, now) => {
        const lifetime: Lifetime = { expiryType: 'Infinite' };
        expect(endAfter(lifetime, createdAt, createdAt + later)).toBeNull();
        expect(storedEndAfter(lifetime, createdAt, createdAt + later)).toBeNull();
        expect(isLiveAt(null, now)).toBe(true);
      }),
    );
  });

  it('maxAge: caps every lifetime, the stored end too, and caps nothing below it', () => {
    fc.assert(
      fc.property(lifetimes, lengths, moments, lengths, (lifetime, maxAge, createdAt, later) => {
        const usedAt = createdAt + later;
        const absolute = createdAt + maxAge;
        const uncapped = { ...lifetime, maxAge: undefined };
        for (const end of [endAfter, storedEndAfter]) {
          const capped = end({ ...lifetime, maxAge }, createdAt, usedAt);
          expect(capped).toBe(Math.min(orNever(end(uncapped, createdAt, usedAt)), absolute));
        }
      }),
    );
  });

  it('is monotonic: a later use never brings an earlier end', () => {
    fc.assert(
      fc.property(lifetimes, moments, lengths, lengths, (lifetime, createdAt, first, more) => {
        for (const end of [endAfter, storedEndAfter]) {
          const before = orNever(end(lifetime, createdAt, createdAt + first));
          expect(orNever(end(lifetime, createdAt, createdAt + first + more))).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  it('ends the life at its very moment, not before', () => {
    fc.assert(
      fc.property(moments, lengths, (end, before) => {
        expect(isLiveAt(end, end - before)).toBe(true);
        expect(isLiveAt(end, end)).toBe(false);
        expect(isLiveAt(end, end + before)).toBe(false);
      }),
    );
  });
});

describe('the stored end', () => {
  it('is never earlier than the exact one, and at most one granularity later', () => {
    fc.assert(
      fc.property(lifetimes, moments, lengths, (lifetime, createdAt, later) => {
        const exact = orNever(endAfter(lifetime, createdAt, createdAt + later));
        const stored = orNever(storedEndAfter(lifetime, createdAt, createdAt + later));
        expect(stored).toBeGreaterThanOrEqual(exact);
        if (exact !== Infinity) expect(stored).toBeLessThanOrEqual(exact + slackOf(lifetime));
      }),
    );
  });

  it('is exact for FixedTtl and Infinite, which no use prolongs', () => {
    fc.assert(
      fc.property(fc.oneof(fixed, infinite), moments, lengths, (lifetime, createdAt, later) => {
        const usedAt = createdAt + later;
        expect(storedEndAfter(lifetime, createdAt, usedAt)).toBe(endAfter(lifetime, createdAt, usedAt));
      }),
    );
  });

  it('is a whole millisecond, as the stores keep moments', () => {
    fc.assert(
      fc.property(sliding, moments, (lifetime, createdAt) => {
        expect(Number.isSafeInteger(storedEndAfter(lifetime, createdAt, createdAt))).toBe(true);
      }),
    );
  });
});

describe('the granularity', () => {
  it('of a sliding token is a twentieth of its ttl, a minute at the most', () => {
    expect(granularity({ expiryType: 'SlidingTtl', ttl: 1000 })).toBe(50);
    expect(granularity({ expiryType: 'SlidingTtl', ttl: 20 * minute })).toBe(minute);
    expect(granularity({ expiryType: 'SlidingTtl', ttl: tenYears })).toBe(minute);
  });

  it('of the others is a minute: their rows follow the use for people only', () => {
    expect(granularity({ expiryType: 'FixedTtl', ttl: 1000 })).toBe(minute);
    expect(granularity({ expiryType: 'Infinite' })).toBe(minute);
  });
});

describe('a stored use', () => {
  /** A sliding token whose uses come closer together than its ttl, as those of a live token do. */
  const lives = sliding.chain((lifetime) =>
    fc.record({
      lifetime: fc.constant(lifetime),
      createdAt: moments,
      gaps: fc.array(
        fc.oneof(
          fc.integer({ min: 0, max: lifetime.ttl - 1 }),
          fc.integer({ min: 0, max: Math.min(lifetime.ttl - 1, slackOf(lifetime)) }),
        ),
        { minLength: 1, maxLength: 60 },
      ),
    }),
  );

  it('is written early enough: by the row alone no token dies before its time, nor a granularity after', () => {
    fc.assert(
      fc.property(lives, ({ lifetime, createdAt, gaps }) => {
        let now = createdAt;
        let storedUse: number | null = null;
        let storedEnd = orNever(storedEndAfter(lifetime, createdAt, createdAt));
        for (const gap of gaps) {
          now += gap;
          if (!isLiveAt(endAfter(lifetime, createdAt, now - gap), now)) return;
          expect(isLiveAt(storedEnd, now)).toBe(true);
          if (isLastUseDue(lifetime, storedUse, createdAt, now)) {
            storedUse = now;
            storedEnd = orNever(storedEndAfter(lifetime, createdAt, now));
          }
          const exact = orNever(endAfter(lifetime, createdAt, now));
          expect(storedEnd).toBeGreaterThanOrEqual(exact);
          expect(storedEnd).toBeLessThanOrEqual(exact + slackOf(lifetime));
        }
      }),
    );
  });

  it('leaves half a granularity to write it in', () => {
    fc.assert(
      fc.property(sliding, moments, lengths, (lifetime, createdAt, later) => {
        fc.pre(!isLastUseDue(lifetime, createdAt, createdAt, createdAt + later));
        const stored = orNever(storedEndAfter({ ...lifetime, maxAge: undefined }, createdAt, createdAt));
        const exact = createdAt + later + lifetime.ttl;
        expect(stored - exact).toBeGreaterThanOrEqual(granularity(lifetime) / 2);
      }),
    );
  });

  it('is not due again at once: at most two in a granularity', () => {
    fc.assert(
      fc.property(lifetimes, moments, (lifetime, usedAt) => {
        const half = Math.floor(granularity(lifetime) / 2);
        expect(isLastUseDue(lifetime, usedAt, usedAt, usedAt)).toBe(false);
        expect(isLastUseDue(lifetime, usedAt, usedAt, usedAt + half)).toBe(false);
        expect(isLastUseDue(lifetime, usedAt, usedAt, usedAt + half + 1)).toBe(true);
      }),
    );
  });

  it('is due at the first use of a token that does not slide, so that a used one can be told from an unused', () => {
    for (const lifetime of [{ expiryType: 'FixedTtl', ttl: 1000 }, { expiryType: 'Infinite' }] as const) {
      expect(isLastUseDue(lifetime, null, 0, 0)).toBe(true);
    }
  });
});

describe('a confirmation', () => {
  it('is trusted for a minute, and not a moment longer', () => {
    expect(trustedFor).toBe(minute);
    fc.assert(
      fc.property(moments, (confirmedAt) => {
        expect(isConfirmed(confirmedAt, confirmedAt)).toBe(true);
        expect(isConfirmed(confirmedAt, confirmedAt + trustedFor - 1)).toBe(true);
        expect(isConfirmed(confirmedAt, confirmedAt + trustedFor)).toBe(false);
      }),
    );
  });
});
