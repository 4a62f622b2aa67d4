import { SessionCache, tombstoneFor } from '../../src/sessions/session-cache.js';
import { newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { auditAfter, auditCount, type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { Gate } from '../contract/gate.js';
import { minute, second } from '../sessions/sessions.js';

const sliding = { expiryType: 'SlidingTtl', ttl: 86_400 };

/** A revocation by a filter is effective when it answers, for what is meant and for nothing else. */
export function massRevocationContract(environment: Environment): void {
  describe('revocation by a filter', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;
    let userId: string;

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
      userId = (await newUser(service, ecosystemId)).id;
    });

    const revoke = (json: object) =>
      service.native('POST', `/v1/ecosystems/${ecosystemId}/tokens/revoke`, server, json);
    /** A token that has just been used, so that its session is cached where sessions are. */
    const warm = async (of = userId) => {
      const minted = await newToken(service, ecosystemId, of, sliding);
      for (let use = 0; use < 2; use += 1) expect(await verdictOf(service, minted.secret)).toBe('live');
      return minted;
    };

    const filters: [what: string, filter: () => object][] = [
      ['the user', () => ({ userId })],
      ['the holder', () => ({ holder: 'user' })],
      ['all', () => ({ all: true })],
    ];

    describe.each(filters)('that names %s', (what, filter) => {
      it('is effective at once, for warm tokens too, and stays so', async () => {
        const [one, two] = [await warm(), await warm()];
        const other = await newUser(service, ecosystemId);
        const spared = await warm(other.id);
        const isSpared = what === 'the user';
        expect((await revoke(filter())).body.revoked).toBe(isSpared ? 2 : 3);
        for (const ms of [0, second, minute, tombstoneFor, 10 * minute]) {
          service.clock.advance(ms);
          for (const { secret } of [one, two]) expect(await verdictOf(service, secret)).toBe('revoked');
          expect(await verdictOf(service, spared.secret)).toBe(isSpared ? 'live' : 'revoked');
        }
      });

      it('is not undone by a verification that began before it and ends after it', async () => {
        const { token, secret } = await newToken(service, ecosystemId, userId, sliding);
        const cache = service.get(SessionCache);
        const put = cache.put.bind(cache);
        const [reached, released] = [new Gate(), new Gate()];
        cache.put = async (session, now) => {
          if (session.tokenId === token.id) {
            reached.open();
            await released.opened;
          }
          return put(session, now);
        };
        const slow = verdictOf(service, secret);
        await reached.opened;
        cache.put = put;
        expect((await revoke(filter())).status).toBe(200);
        released.open();
        expect(await slow).toBe('live');
        await flushUses(service);
        for (const ms of [0, minute, tombstoneFor]) {
          service.clock.advance(ms);
          expect(await verdictOf(service, secret)).toBe('revoked');
        }
      });
    });

    it('leaves what the filter does not mean alive, though its session was invalidated with the rest', async () => {
      const [old, young] = [await warm(), await newUser(service, ecosystemId)];
      service.clock.advance(minute);
      const kept = await warm(young.id);
      const createdBefore = new Date(service.clock.now()).toISOString();
      expect((await revoke({ holder: 'user', createdBefore })).body).toEqual({ revoked: 1, dryRun: false });
      expect(await verdictOf(service, old.secret)).toBe('revoked');
      for (let passed = 0; passed < 5; passed += 1) {
        expect(await verdictOf(service, kept.secret)).toBe('live');
        expect(await verdictOf(service, server)).toBe('live');
        service.clock.advance(minute);
      }
    });

    it('leaves one line in the audit with the filter and the count; a dry run leaves none', async () => {
      await warm();
      const before = await auditCount(service);
      const createdFrom = '2026-11-22T12:00:00Z';
      expect((await revoke({ userId, createdFrom, dryRun: true })).body).toEqual({
        revoked: 1,
        dryRun: true,
      });
      expect(await auditCount(service)).toBe(before);
      await revoke({ userId, createdFrom });
      const filter = { userId, createdFrom: '2026-11-22T12:00:00.000Z' };
      expect(await auditAfter(service, before)).toEqual([
        expect.objectContaining({
          ...{ action: 'token.revoke-filtered', ecosystemId, targetType: 'user', targetId: userId },
          ...{ detail: { filter, count: 1 }, at: service.clock.now(), callerHolder: 'server' },
        }),
      ]);
    });

    it('means more tokens than one part holds: all of them are dead, and each part is in the audit', async () => {
      const path = `/v1/ecosystems/${ecosystemId}/tokens/bulk`;
      const secrets: string[] = [];
      for (const count of [10_000, 2]) {
        const { body } = await service.native('POST', path, server, { userIds: Array(count).fill(userId) });
        for (const { secret } of body.data) secrets.push(secret);
      }
      const before = await auditCount(service);
      expect((await revoke({ holder: 'user' })).body).toEqual({ revoked: 10_002, dryRun: false });
      for (const index of [0, 9_999, 10_000, 10_001]) {
        expect(await verdictOf(service, secrets[index]!)).toBe('revoked');
      }
      const lines = await auditAfter(service, before);
      expect(lines.map(({ detail }) => detail)).toEqual([
        { filter: { holder: 'user' }, count: 10_000 },
        { filter: { holder: 'user' }, count: 2 },
      ]);
    });
  });
}
