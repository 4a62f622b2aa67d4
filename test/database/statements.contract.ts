import { DataSource } from 'typeorm';
import { newSecret } from '../../src/tokens/secrets/secret.js';
import { Token } from '../../src/tokens/token.entity.js';
import { newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, flushUses, nothing, Statements, verdictOf } from '../contract/core.support.js';
import { minute, second } from '../sessions/sessions.js';

/** What verification costs the database, when sessions are cached (docs/wire.md#core-rules). */
export function statementsContract(environment: Environment): void {
  describe('statements', () => {
    const service = sharedService(environment);
    let statements: Statements;
    let userId: string;

    beforeAll(async () => {
      userId = (await newUser(service, 'default')).id;
    });
    beforeEach(async () => {
      await flushUses(service);
      statements = new Statements(service);
    });

    /** Minting is a use of the account token, whose stored use is none of ours. */
    const mint = async (given: object) => {
      const { secret } = await newToken(service, 'default', userId, given);
      await flushUses(service);
      return secret;
    };
    /** Verifies at each second of the time given, and says what was asked of the database. */
    const useFor = async (secret: string, ms: number) => {
      statements.take();
      for (let passed = 0; passed < ms; passed += second) {
        service.clock.advance(second);
        if ((await verdictOf(service, secret)) !== 'live') throw new Error('The token is dead');
        await flushUses(service);
      }
      return statements.take();
    };

    it('garbage costs none', async () => {
      statements.take();
      for (const text of ['', 'x', 'x'.repeat(43), '0'.repeat(64)]) await verdictOf(service, text);
      expect(statements.take()).toEqual(nothing);
    });

    it('a well-formed secret that was never minted costs one read, each time', async () => {
      const secret = newSecret('prefixed', 'user');
      for (let time = 0; time < 3; time++) {
        statements.take();
        expect(await verdictOf(service, secret)).toBe('unknown');
        expect(statements.take()).toEqual({ ...nothing, reads: 1 });
      }
    });

    it.each([
      ['SlidingTtl', 3600],
      ['FixedTtl', 3600],
      ['Infinite', undefined],
    ])(
      '%s: a warm token costs none, while no confirmation and no use is due to be stored',
      async (expiryType, ttl) => {
        const secret = await mint({ expiryType, ttl });
        await verdictOf(service, secret);
        await flushUses(service);
        expect(await useFor(secret, 30 * second)).toEqual(nothing);
      },
    );

    it('Rocket.Chat’s two headers: the guard asks for the host once a minute, and for a warm token not at all', async () => {
      const headers = { 'x-auth-token': await mint({ expiryType: 'Infinite' }), 'x-user-id': userId };
      const guarded = async (times: number) => {
        statements.take();
        for (let time = 0; time < times; time += 1) {
          expect((await service.ask('/api/v1/me', { headers })).status).toBe(200);
        }
        return [statements.countLike(/FROM tokens/), statements.countLike(/"domain" = /)];
      };
      await guarded(1);
      await flushUses(service);
      expect(await guarded(5)).toEqual([0, 0]);
      service.clock.advance(minute);
      expect(await guarded(5)).toEqual([1, 1]);
    });

    it('a warm token is confirmed by one read each minute', async () => {
      const secret = await mint({ expiryType: 'SlidingTtl', ttl: 86_400 });
      await verdictOf(service, secret);
      const { reads, writes } = await useFor(secret, 10 * minute);
      expect(reads).toBe(10);
      // A use is due to be stored when more than half a minute has gone by: at each 31st second.
      expect(writes).toBe(Math.floor(600 / 31));
    });

    it('a short sliding token stores a use each fortieth of its ttl, not each', async () => {
      const secret = await mint({ expiryType: 'SlidingTtl', ttl: 400 });
      await verdictOf(service, secret);
      const { writes } = await useFor(secret, 110 * second);
      expect(writes).toBe(10);
    });

    it('many uses at one moment are one read and one stored use', async () => {
      const secret = await mint({ expiryType: 'Infinite' });
      statements.take();
      const verdicts = await Promise.all(Array.from({ length: 100 }, () => verdictOf(service, secret)));
      await flushUses(service);
      expect(new Set(verdicts)).toEqual(new Set(['live']));
      expect(statements.take()).toMatchObject({ reads: 1, writes: 1 });
    });

    it('concurrent misses for one hash share one read, also when it is unknown', async () => {
      for (const secret of [await mint({ expiryType: 'SlidingTtl', ttl: 3600 }), newSecret('hex', 'user')]) {
        statements.take();
        await Promise.all(Array.from({ length: 50 }, () => verdictOf(service, secret)));
        expect(statements.take()).toEqual({ ...nothing, reads: 1 });
      }
    });

    it('uses of many tokens are stored together', async () => {
      const given = { expiryType: 'SlidingTtl', ttl: 3600 };
      const secrets = await Promise.all(Array.from({ length: 300 }, () => mint(given)));
      service.clock.advance(minute);
      statements.take();
      const verdicts = await Promise.all(secrets.map((secret) => verdictOf(service, secret)));
      await flushUses(service);
      expect(new Set(verdicts)).toEqual(new Set(['live']));
      expect(statements.take().writes).toBeLessThanOrEqual(3);
      const now = service.clock.now();
      const stored = await service.get(DataSource).manager.countBy(Token, { userId, lastUsedAt: now });
      expect(stored).toBe(300);
    });

    it('a use that cannot be stored is stored when it can be; the token is live meanwhile', async () => {
      const { token, secret } = await newToken(service, 'default', userId, {
        expiryType: 'SlidingTtl',
        ttl: 3600,
      });
      const dataSource = service.get(DataSource);
      await verdictOf(service, secret);
      service.clock.advance(40 * second);
      await dataSource.query('ALTER TABLE tokens RENAME COLUMN last_used_at TO gone');
      statements.take();
      expect(await verdictOf(service, secret)).toBe('live');
      const until = performance.now() + 3000;
      while (statements.take().writes === 0 && performance.now() < until) await new Promise(setImmediate);
      await dataSource.query('ALTER TABLE tokens RENAME COLUMN gone TO last_used_at');
      await flushUses(service);
      const row = await dataSource.manager.findOneByOrFail(Token, { id: token.id });
      expect(row.lastUsedAt).toBe(service.clock.now());
    });
  });
}
