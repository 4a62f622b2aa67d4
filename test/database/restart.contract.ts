import { DataSource } from 'typeorm';
import fc from 'fast-check';
import { granularity } from '../../src/sessions/lifetime.js';
import { Token } from '../../src/tokens/token.entity.js';
import { newToken, newUser, type Service, startService } from '../support/service.js';
import { type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { hour, minute, second } from '../sessions/sessions.js';

const bootstrap = { TOKENWRIGHT_BOOTSTRAP_TOKEN: 'the-first-account-token-of-the-tests-1' };

interface Used {
  ttl: number;
  gaps: number[];
}

/** The uses of a token that come closer together than its ttl. */
const used: fc.Arbitrary<Used> = fc
  .constantFrom(30 * second, 2 * minute, 10 * minute, 19 * minute, 21 * minute, hour, 24 * hour)
  .chain((ttl) =>
    fc.record({
      ttl: fc.constant(ttl),
      gaps: fc.array(
        fc.oneof(
          fc.integer({ min: 0, max: ttl - 1 }),
          // Just about where storing a use becomes due.
          fc.integer({ min: 0, max: Math.ceil(granularity({ expiryType: 'SlidingTtl', ttl })) }),
        ),
        { minLength: 1, maxLength: 120 },
      ),
    }),
  );

/** What is left when the process ends and another one begins on the same store. */
export function restartContract(environment: Environment): void {
  describe('after a restart', () => {
    const services: Service[] = [];

    /** A service on this store; the time goes on where it was. */
    const start = async (variables: Record<string, string>): Promise<Service> => {
      const before = services.at(-1);
      if (before) await before.close();
      const service = await startService({ ...bootstrap, ...variables });
      if (before) service.clock.advance(before.clock.now() - service.clock.now());
      services.push(service);
      return service;
    };
    afterEach(async () => {
      await services.at(-1)?.close();
      services.length = 0;
    });

    it('tokens are live, the first account token too, and dead ones are dead for the same reason', async () => {
      const variables = await environment();
      const first = await start(variables);
      const user = await newUser(first, 'default');
      const [live, revoked] = [
        await newToken(first, 'default', user.id),
        await newToken(first, 'default', user.id),
      ];
      await first.native('DELETE', `/v1/ecosystems/default/tokens/${revoked.token.id}`, first.account);
      const second = await start(variables);
      expect(await verdictOf(second, bootstrap.TOKENWRIGHT_BOOTSTRAP_TOKEN)).toBe('live');
      expect(await verdictOf(second, live.secret)).toBe('live');
      expect(await verdictOf(second, revoked.secret)).toBe('revoked');
      second.clock.advance(hour);
      expect(await verdictOf(second, live.secret)).toBe('expired');
    });

    it('no second ecosystem and no second account token is made', async () => {
      const variables = await environment();
      const first = await start(variables);
      const before = await first.get(DataSource).manager.find(Token);
      const second = await start(variables);
      expect(await second.get(DataSource).manager.find(Token)).toEqual(before);
    });

    it('a use that was due just before the end is stored: nothing that was answered is lost', async () => {
      const variables = await environment();
      const first = await start(variables);
      const user = await newUser(first, 'default');
      const { token, secret } = await newToken(first, 'default', user.id, {
        expiryType: 'SlidingTtl',
        ttl: 3600,
      });
      first.clock.advance(hour - 1);
      const usedAt = first.clock.now();
      const [verdict] = await Promise.all([
        verdictOf(first, secret),
        first.get(DataSource).query('SELECT 1'),
      ]);
      expect(verdict).toBe('live');
      const second = await start(variables);
      const row = await second.get(DataSource).manager.findOneByOrFail(Token, { id: token.id });
      expect([row.lastUsedAt, row.expiresAt]).toEqual([usedAt, usedAt + hour + minute]);
      second.clock.advance(hour - 1);
      expect(await verdictOf(second, secret)).toBe('live');
    });

    it('a sliding token is never dead early, and at most one granularity late', async () => {
      const variables = await environment();
      const first = await start(variables);
      const userId = (await newUser(first, 'default')).id;
      const restartAt = first.clock.now() + 200 * 24 * hour;
      const lives = fc.sample(used, { numRuns: 60, seed: 4711 }).map(({ ttl, gaps }, index) => {
        const usedAt = restartAt - (index % 3 === 0 ? 0 : (index * 7919) % ttl);
        const mintedAt = usedAt - gaps.reduce((sum, gap) => sum + gap, 0);
        let at = mintedAt;
        return { ttl, usedAt, mintedAt, uses: gaps.map((gap) => (at += gap)), secret: '' };
      });

      await inTime(
        first,
        lives.flatMap((life) => [
          {
            at: life.mintedAt,
            act: async () => {
              const given = { expiryType: 'SlidingTtl', ttl: life.ttl / 1000 };
              ({ secret: life.secret } = await newToken(first, 'default', userId, given));
            },
          },
          ...life.uses.map((at) => ({
            at,
            act: async () => {
              expect(await verdictOf(first, life.secret)).toBe('live');
              await flushUses(first);
            },
          })),
        ]),
      );
      const second = await start(variables);
      expect(second.clock.now()).toBe(restartAt);
      const verdicts: { index: number; verdict: string }[] = [];
      const checks = lives.map(({ ttl, usedAt, secret }, index) => {
        const late = Math.ceil(granularity({ expiryType: 'SlidingTtl', ttl }));
        const at = usedAt + ttl + (index % 2 ? late : -1);
        return {
          at,
          act: async () => void verdicts.push({ index, verdict: await verdictOf(second, secret) }),
        };
      });
      await inTime(second, checks);
      verdicts.sort((one, other) => one.index - other.index);
      expect(verdicts).toEqual(lives.map((_, index) => ({ index, verdict: index % 2 ? 'expired' : 'live' })));
    });
  });
}

/** Lets things happen at their moments, one after the other. */
async function inTime({ clock }: Service, events: { at: number; act: () => Promise<void> }[]): Promise<void> {
  // The order is kept among those of one moment: a token is minted before it is used.
  for (const { at, act } of events.toSorted((one, other) => one.at - other.at)) {
    clock.advance(at - clock.now());
    await act();
  }
}
