import { DataSource } from 'typeorm';
import { SessionCache, tombstoneFor } from '../../src/sessions/session-cache.js';
import { Token } from '../../src/tokens/token.entity.js';
import { introspect, newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';
import { type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { Gate } from '../contract/gate.js';
import { minute, second } from '../sessions/sessions.js';

interface Victim {
  ecosystemId: string;
  userId: string;
  tokenId: string;
  secret: string;
}

/** What ends a token, or changes what it may do, is effective when the 2xx leaves. */
export function revocationContract(environment: Environment): void {
  describe('revocation', () => {
    const service = sharedService(environment);

    const account = (method: string, path: string, json?: unknown) =>
      service.native(method, path, service.account, json);
    const userOf = ({ ecosystemId, userId }: Victim) => `/v1/ecosystems/${ecosystemId}/users/${userId}`;
    const tokenOf = ({ ecosystemId, tokenId }: Victim) => `/v1/ecosystems/${ecosystemId}/tokens/${tokenId}`;
    const sliding = { expiryType: 'SlidingTtl', ttl: 86_400 };

    /** A token that has just been used, so that its session is cached where sessions are. */
    const newVictim = async (ecosystemId?: string, roles = ['user']): Promise<Victim> => {
      const tenant = ecosystemId ?? (await newTenant(service)).ecosystemId;
      const user = await newUser(service, tenant, { roles });
      const { token, secret } = await newToken(service, tenant, user.id, sliding);
      for (let use = 0; use < 2; use++) expect(await verdictOf(service, secret)).toBe('live');
      return { ecosystemId: tenant, userId: user.id, tokenId: token.id, secret };
    };
    const expectDead = async (secret: string, reason: string) => {
      expect(await introspect(service, secret)).toEqual({ active: false });
      expect((await service.native('GET', '/v1/self', secret)).status).toBe(401);
      expect(await verdictOf(service, secret)).toBe(reason);
    };

    type Act = (victim: Victim) => Promise<Reply>;
    const acts: [name: string, reason: string, status: number, act: Act][] = [
      ['revoking the token', 'revoked', 204, (victim) => account('DELETE', tokenOf(victim))],
      [
        'revoking by its secret',
        'revoked',
        200,
        ({ secret: token }) => account('POST', '/v1/tokens/revoke', { token }),
      ],
      [
        'revoking itself',
        'revoked',
        200,
        ({ secret }) => service.native('POST', '/v1/tokens/revoke', secret, { token: secret }),
      ],
      [
        'logging out',
        'revoked',
        200,
        ({ secret, userId }) =>
          service.ask('/api/v1/logout', {
            method: 'POST',
            headers: { 'x-auth-token': secret, 'x-user-id': userId },
          }),
      ],
      ['revoking all of the user', 'revoked', 200, (victim) => account('DELETE', `${userOf(victim)}/tokens`)],
      [
        'disabling the user',
        'disabled',
        200,
        (victim) => account('PATCH', userOf(victim), { active: false }),
      ],
      ['deleting the user', 'disabled', 204, (victim) => account('DELETE', userOf(victim))],
      [
        'deleting the ecosystem',
        'disabled',
        204,
        ({ ecosystemId }) => account('DELETE', `/v1/ecosystems/${ecosystemId}`),
      ],
    ];

    describe.each(acts)('%s', (_, reason, status, act) => {
      it('is effective at once, for a warm token too, and stays so', async () => {
        const victim = await newVictim();
        expect((await act(victim)).status).toBe(status);
        await expectDead(victim.secret, reason);
        for (const ms of [second, minute, tombstoneFor, 10 * minute]) {
          service.clock.advance(ms);
          expect(await verdictOf(service, victim.secret)).toBe(reason);
        }
      });

      it('touches no token of others', async () => {
        const [victim, other] = [await newVictim(), await newVictim()];
        await act(victim);
        expect(await verdictOf(service, other.secret)).toBe('live');
        expect(await verdictOf(service, service.account)).toBe('live');
      });

      it('is not undone by a verification that began before it and ends after it', async () => {
        const { ecosystemId, userId } = await newVictim();
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
        // The act may verify this very token too: by now it must not wait for the gate.
        cache.put = put;
        expect((await act({ ecosystemId, userId, tokenId: token.id, secret })).status).toBe(status);
        released.open();
        expect(await slow).toBe('live');
        await expectDead(secret, reason);
      });

      it('holds against uses that go on at the same time, and no stored use revives anything', async () => {
        const victim = await newVictim();
        service.clock.advance(minute);
        const before = Array.from({ length: 10 }, () => verdictOf(service, victim.secret));
        const acted = act(victim);
        const during = Array.from({ length: 10 }, () => verdictOf(service, victim.secret));
        expect((await acted).status).toBe(status);
        const after = await Promise.all(Array.from({ length: 10 }, () => verdictOf(service, victim.secret)));
        expect(new Set(after)).toEqual(new Set([reason]));
        await Promise.all([...before, ...during]);
        await flushUses(service);
        await expectDead(victim.secret, reason);
      });
    });

    it('revoking all of a user ends every token of that user, of no other, and says how many', async () => {
      const victim = await newVictim();
      const neighbour = await newVictim(victim.ecosystemId);
      const more = [];
      for (let count = 0; count < 5; count++) {
        more.push(await newToken(service, victim.ecosystemId, victim.userId, sliding));
      }
      await account('DELETE', `/v1/ecosystems/${victim.ecosystemId}/tokens/${more[0]!.token.id}`);
      expect((await account('DELETE', `${userOf(victim)}/tokens`)).body).toEqual({ revoked: 5 });
      for (const { secret } of [victim, ...more]) expect(await verdictOf(service, secret)).toBe('revoked');
      expect(await verdictOf(service, neighbour.secret)).toBe('live');
      const listed = (await account('GET', `${userOf(victim)}/tokens`)).body.data as Reply['body'][];
      const at = new Date(service.clock.now()).toISOString();
      expect(listed.map(({ state, revokedAt }) => ({ state, revokedAt }))).toEqual(
        Array(6).fill({ state: 'revoked', revokedAt: at }),
      );
      expect((await account('GET', tokenOf(victim))).body).toMatchObject({ state: 'revoked', revokedAt: at });
      expect((await account('DELETE', `${userOf(victim)}/tokens`)).body).toEqual({ revoked: 0 });
      const fresh = await newToken(service, victim.ecosystemId, victim.userId, sliding);
      expect(await verdictOf(service, fresh.secret)).toBe('live');
    });

    it('revoking once more changes nothing: the moment stays the first one', async () => {
      const victim = await newVictim();
      const revokedAt = service.clock.now();
      for (let time = 0; time < 2; time++) {
        expect((await account('DELETE', tokenOf(victim))).status).toBe(204);
        service.clock.advance(minute);
      }
      const row = await service.get(DataSource).manager.findOneByOrFail(Token, { id: victim.tokenId });
      expect(row.revokedAt).toBe(revokedAt);
    });

    it('a user who is enabled again has live tokens at once, but for those that were revoked', async () => {
      const victim = await newVictim();
      const revoked = await newToken(service, victim.ecosystemId, victim.userId, sliding);
      await account('DELETE', `/v1/ecosystems/${victim.ecosystemId}/tokens/${revoked.token.id}`);
      for (let time = 0; time < 3; time++) {
        await account('PATCH', userOf(victim), { active: false });
        expect(await verdictOf(service, victim.secret)).toBe('disabled');
        await account('PATCH', userOf(victim), { active: true });
        expect(await verdictOf(service, victim.secret)).toBe('live');
      }
      expect(await verdictOf(service, revoked.secret)).toBe('revoked');
    });

    it('deleting an ecosystem ends its server tokens, and nobody acts in it any more', async () => {
      const { ecosystemId, server } = await newTenant(service);
      expect(await verdictOf(service, server)).toBe('live');
      await account('DELETE', `/v1/ecosystems/${ecosystemId}`);
      await expectDead(server, 'disabled');
      const minted = await account('POST', `/v1/ecosystems/${ecosystemId}/server-tokens`, {});
      expect([minted.status, minted.body.code]).toEqual([404, 'ecosystem-not-found']);
    });

    it('an account token and a server token are revoked by their secrets', async () => {
      const { server } = await newTenant(service);
      const { body } = await account('POST', '/v1/account-tokens', {});
      for (const token of [server, body.secret]) {
        expect(await verdictOf(service, token)).toBe('live');
        await account('POST', '/v1/tokens/revoke', { token });
        await expectDead(token, 'revoked');
      }
    });

    it('a token is not revoked by those who may not: the answer is the same, and it lives on', async () => {
      const [victim, stranger] = [await newVictim(), await newTenant(service)];
      const neighbour = await newVictim(victim.ecosystemId);
      for (const asker of [stranger.server, neighbour.secret]) {
        const { status, text } = await service.native('POST', '/v1/tokens/revoke', asker, {
          token: victim.secret,
        });
        expect([status, text]).toEqual([200, '']);
        expect(await verdictOf(service, victim.secret)).toBe('live');
      }
    });

    it('roles that are given or taken hold for a warm token at once', async () => {
      const victim = await newVictim();
      const read = async () => (await service.native('GET', userOf(victim), victim.secret)).status;
      expect(await read()).toBe(403);
      for (let time = 0; time < 3; time++) {
        await account('PATCH', userOf(victim), { roles: ['admin', 'user'] });
        expect(await read()).toBe(200);
        await account('PATCH', userOf(victim), { roles: ['user'] });
        expect(await read()).toBe(403);
      }
    });
  });
}
