import { DataSource } from 'typeorm';
import { SessionCache, tombstoneFor } from '../../src/sessions/session-cache.js';
import { Token } from '../../src/tokens/token.entity.js';
import { newTenant, type Reply, sharedService } from '../support/service.js';
import {
  auditAfter,
  auditCount,
  countStatuses,
  type Environment,
  flushUses,
  verdictOf,
} from '../contract/core.support.js';
import { Gate } from '../contract/gate.js';
import { hour, minute, second } from '../sessions/sessions.js';

/** A rotated key lives for the overlap, and not a millisecond longer, however it is used. */
export function rotationContract(environment: Environment): void {
  describe('rotation', () => {
    const service = sharedService(environment);
    let keys: string;
    let server: string;
    let ecosystemId: string;

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
      keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    });

    const mint = async (given: object): Promise<{ token: Reply['body']; secret: string }> =>
      (await service.native('POST', keys, service.account, given)).body;
    const rotate = (id: string, overlap: number) =>
      service.native('POST', `${keys}/${id}/rotate`, service.account, { overlap });

    it.each([
      ['Infinite', {}],
      ['FixedTtl', { ttl: 86_400 }],
      ['SlidingTtl', { ttl: 600 }],
    ])(
      'a warm key (%s) dies when the overlap ends, though it is in use all the time',
      async (expiryType, given) => {
        const old = await mint({ expiryType, ...given });
        for (let use = 0; use < 2; use += 1) expect(await verdictOf(service, old.secret)).toBe('live');
        const { body } = await rotate(old.token.id, 3600);
        const end = service.clock.now() + hour;
        while (service.clock.now() < end - minute) {
          for (const secret of [old.secret, body.secret])
            expect(await verdictOf(service, secret)).toBe('live');
          service.clock.advance(20 * second);
        }
        service.clock.advance(end - 1 - service.clock.now());
        for (const secret of [old.secret, body.secret]) expect(await verdictOf(service, secret)).toBe('live');
        service.clock.advance(1);
        await flushUses(service);
        expect(await verdictOf(service, old.secret)).toBe('expired');
        expect(await verdictOf(service, body.secret)).toBe('live');
        service.clock.advance(tombstoneFor);
        expect(await verdictOf(service, old.secret)).toBe('expired');
      },
    );

    it('a use that was noted before the rotation and is stored after it does not prolong the old key', async () => {
      const old = await mint({ expiryType: 'SlidingTtl', ttl: 86_400 });
      const cache = service.get(SessionCache);
      const put = cache.put.bind(cache);
      const [reached, released] = [new Gate(), new Gate()];
      cache.put = async (session, now) => {
        if (session.tokenId === old.token.id) {
          reached.open();
          await released.opened;
        }
        return put(session, now);
      };
      service.clock.advance(hour);
      const slow = verdictOf(service, old.secret);
      await reached.opened;
      cache.put = put;
      expect((await rotate(old.token.id, 60)).status).toBe(201);
      const end = service.clock.now() + minute;
      released.open();
      expect(await slow).toBe('live');
      await flushUses(service);
      const row = await service.get(DataSource).manager.findOneByOrFail(Token, { id: old.token.id });
      expect([row.lastUsedAt, row.expiresAt]).toEqual([end - minute, end]);
      service.clock.advance(minute - 1);
      expect(await verdictOf(service, old.secret)).toBe('live');
      service.clock.advance(1);
      expect(await verdictOf(service, old.secret)).toBe('expired');
    });

    it('with an overlap of 0 a warm key is revoked at once, and stays so', async () => {
      const old = await mint({ expiryType: 'Infinite' });
      for (let use = 0; use < 2; use += 1) expect(await verdictOf(service, old.secret)).toBe('live');
      await rotate(old.token.id, 0);
      for (const ms of [0, second, minute, tombstoneFor]) {
        service.clock.advance(ms);
        expect(await verdictOf(service, old.secret)).toBe('revoked');
      }
    });

    it('of ten at once exactly one succeeds, and one new key is there', async () => {
      const old = await mint({ expiryType: 'Infinite' });
      const before = await service.get(DataSource).manager.countBy(Token, { ecosystemId });
      const replies = await Promise.all(Array.from({ length: 10 }, () => rotate(old.token.id, 60)));
      expect(countStatuses(replies)).toEqual({ 201: 1, 409: 9 });
      const codes = replies.filter(({ status }) => status === 409).map(({ body }) => body.code);
      expect([...new Set(codes)]).toEqual(['conflict']);
      expect(await service.get(DataSource).manager.countBy(Token, { ecosystemId })).toBe(before + 1);
      const winner = replies.find(({ status }) => status === 201)!;
      expect(winner.body.replaced.replacedBy).toBe(winner.body.token.id);
    });

    it('the record of the old key tells of its uses during the overlap', async () => {
      const old = await mint({ expiryType: 'Infinite' });
      await rotate(old.token.id, 3600);
      service.clock.advance(5 * minute);
      await verdictOf(service, old.secret);
      await flushUses(service);
      const path = `/v1/ecosystems/${ecosystemId}/tokens/${old.token.id}`;
      const { body } = await service.native('GET', path, server);
      expect(body).toMatchObject({
        state: 'live',
        lastUsedAt: new Date(service.clock.now()).toISOString(),
        replacedBy: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    });

    it('leaves two lines in the audit: the mint of the new key and the rotation of the old one', async () => {
      const old = await mint({ expiryType: 'Infinite' });
      const before = await auditCount(service);
      const { body } = await rotate(old.token.id, 60);
      const endsAt = new Date(service.clock.now() + minute).toISOString();
      const common = { ecosystemId, targetType: 'token', callerHolder: 'account', at: service.clock.now() };
      expect(await auditAfter(service, before)).toEqual([
        expect.objectContaining({ ...common, action: 'token.mint', targetId: body.token.id }),
        expect.objectContaining({
          ...{ ...common, action: 'token.rotate', targetId: old.token.id },
          detail: { holder: 'server', replacedBy: body.token.id, endsAt },
        }),
      ]);
    });
  });
}
