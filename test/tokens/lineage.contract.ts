import fc from 'fast-check';
import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../support/service.js';
import { auditAfter, auditCount, type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { minute, second } from '../sessions/sessions.js';

const day = 24 * 60 * minute;

/** What is minted with a token ends no later than that token and dies with it, unless a password or an authority made it. */
export function lineageContract(environment: Environment): void {
  describe('lifetime as a capability', () => {
    let service: Service;
    let ecosystemId: string;
    let id: string;
    const password = 'correct horse battery staple';

    beforeAll(async () => {
      service = await startService({ ...(await environment()), CREATE_TOKENS_FOR_USERS: 'true' });
      ({ ecosystemId } = await newTenant(service));
    });
    beforeEach(async () => {
      ({ id } = await newUser(service, ecosystemId));
    });
    afterAll(() => service.close());

    const post = (call: string, userId: string, secret: string, json: object = {}) =>
      service.ask(`/api/v1/${call}`, {
        method: 'POST',
        headers: { 'x-auth-token': secret, 'x-user-id': userId },
        json,
      });
    const child = async (secret: string, userId = id): Promise<string> => {
      const { status, body } = await post('users.createToken', userId, secret, { userId });
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body.data.authToken;
    };
    const personal = (secret: string, tokenName = 'build', userId = id) =>
      post('users.generatePersonalAccessToken', userId, secret, { tokenName });
    const tokens = () => `/v1/ecosystems/${ecosystemId}/tokens`;
    const recordOf = async (secret: string): Promise<Reply['body']> => {
      const { jti } = await introspect(service, secret);
      return (await service.native('GET', `${tokens()}/${jti}`, service.account)).body;
    };

    it('a token for oneself ends with the one presented, a personal one too; to other dialects that is refused', async () => {
      const root = await newToken(service, ecosystemId, id, { ttl: 60 });
      service.clock.advance(10 * second);
      const made = await child(root.secret);
      expect(await recordOf(made)).toMatchObject({ parent: root.token.id, expiresAt: root.token.expiresAt });
      expect((await personal(root.secret)).status).toBe(400);
      const pat = (await personal(made)).body.token as string;
      expect(await verdictOf(service, pat)).toBe('live');
      service.clock.advance(50 * second);
      for (const secret of [root.secret, made, pat]) expect(await verdictOf(service, secret)).toBe('expired');
    });

    it('with tokens:mint, and by an account, it lives as long as is wanted', async () => {
      const boss = await newUser(service, ecosystemId, { roles: ['admin'] });
      const { secret } = await newToken(service, ecosystemId, boss.id, { ttl: 60 });
      const made = await child(secret, boss.id);
      service.clock.advance(2 * minute);
      expect([await verdictOf(service, secret), await verdictOf(service, made)]).toEqual(['expired', 'live']);
    });

    const ends: [how: string, end: (root: { token: Reply['body']; secret: string }) => Promise<Reply>][] = [
      ['its id', ({ token }) => service.native('DELETE', `${tokens()}/${token.id}`, service.account)],
      [
        'its secret',
        ({ secret }) => service.native('POST', '/v1/tokens/revoke', service.account, { token: secret }),
      ],
      [
        'a filter',
        ({ token }) => {
          const createdFrom = token.createdAt;
          const createdBefore = new Date(Date.parse(createdFrom) + 1).toISOString();
          return service.native('POST', `${tokens()}/revoke`, service.account, {
            ...{ userId: id, createdFrom, createdBefore },
          });
        },
      ],
      ['a logout', ({ secret }) => post('logout', id, secret)],
    ];

    it.each(ends)(
      'revoked by %s, it takes with it what came from it, at any depth, and nothing else',
      async (_, end) => {
        const bystander = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
        service.clock.advance(second);
        const root = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
        service.clock.advance(second);
        const one = await child(root.secret);
        const two = await child(one);
        const pat = (await personal(root.secret)).body.token as string;
        const below = await child(pat);
        const all = [root.secret, one, two, pat, below];
        for (const secret of [...all, bystander.secret])
          expect(await verdictOf(service, secret)).toBe('live');
        const before = await auditCount(service);
        expect((await end(root)).status).toBeLessThan(300);
        expect(await Promise.all(all.map((secret) => verdictOf(service, secret)))).toEqual(
          all.map(() => 'revoked'),
        );
        expect(await verdictOf(service, bystander.secret)).toBe('live');
        const told = (await auditAfter(service, before)).filter(({ detail }) => detail?.parentId);
        expect(told.map(({ action }) => action)).toEqual(Array(4).fill('token.revoke'));
      },
    );

    it('what was made after a login with a password lives on when that is logged out', async () => {
      const user = await newUser(service, 'default', { username: `u${id.slice(0, 8)}`, password });
      const { body } = await service.ask('/api/v1/login', {
        method: 'POST',
        json: { username: user.username, password },
      });
      const session = body.data.authToken as string;
      const pat = (await personal(session, 'build', user.id)).body.token as string;
      expect((await post('logout', user.id, session)).status).toBe(200);
      expect([await verdictOf(service, session), await verdictOf(service, pat)]).toEqual(['revoked', 'live']);
      service.clock.advance(1000 * day);
      expect(await verdictOf(service, pat)).toBe('live');
    });

    it('while the others are logged out, the presented one and those from which it came stay', async () => {
      const root = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
      const other = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
      const [made, others] = [await child(root.secret), await child(other.secret)];
      const pat = (await personal(other.secret)).body.token as string;
      expect((await post('users.logoutOtherClients', id, made)).status).toBe(200);
      expect(await Promise.all([root.secret, made].map((one) => verdictOf(service, one)))).toEqual([
        'live',
        'live',
      ]);
      expect(await Promise.all([other.secret, others, pat].map((one) => verdictOf(service, one)))).toEqual([
        'revoked',
        'revoked',
        'revoked',
      ]);
    });

    it('a personal token that takes another’s place takes it in the line too', async () => {
      const root = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
      const pat = (await personal(root.secret)).body.token as string;
      const again = await post('users.regeneratePersonalAccessToken', id, pat, { tokenName: 'build' });
      const next = again.body.token as string;
      expect([await verdictOf(service, pat), await verdictOf(service, next)]).toEqual(['revoked', 'live']);
      await service.native('DELETE', `${tokens()}/${root.token.id}`, service.account);
      expect(await verdictOf(service, next)).toBe('revoked');
    });

    it('ten tokens come one from the other at the most', async () => {
      let { secret } = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
      for (let made = 1; made < 10; made += 1) secret = await child(secret);
      expect((await post('users.createToken', id, secret, { userId: id })).status).toBe(400);
    });

    it('no token of a random chain outlives the one from which it came', async () => {
      const step = fc.record({
        from: fc.nat(),
        call: fc.constantFrom('create', 'personal', 'revoke', 'wait'),
        wait: fc.integer({ min: 1, max: 40 }),
      });
      const chain = fc.tuple(
        fc.constantFrom({ ttl: 120 }, { expiryType: 'SlidingTtl', ttl: 60 }, { expiryType: 'Infinite' }),
        fc.array(step, { minLength: 3, maxLength: 12 }),
      );
      let name = 0;
      await fc.assert(
        fc.asyncProperty(chain, async ([lifetime, steps]) => {
          const user = await newUser(service, ecosystemId);
          const made: { secret: string; parent?: number }[] = [
            await newToken(service, ecosystemId, user.id, lifetime),
          ];
          for (const { from, call, wait } of steps) {
            const parent = from % made.length;
            const { secret } = made[parent]!;
            if (call === 'wait') service.clock.advance(wait * second);
            else if (call === 'revoke') await post('logout', user.id, secret);
            else {
              const reply =
                call === 'create'
                  ? await post('users.createToken', user.id, secret, { userId: user.id })
                  : await personal(secret, `name-${(name += 1)}`, user.id);
              const fresh = (reply.body.data?.authToken ?? reply.body.token) as string | undefined;
              if (reply.status === 200 && fresh) made.push({ secret: fresh, parent });
            }
            await flushUses(service);
            // The youngest first: to look at a token is a use of it, not of the one from which it came.
            const live = new Map<number, boolean>();
            for (let index = made.length - 1; index >= 0; index -= 1) {
              live.set(index, (await introspect(service, made[index]!.secret)).active as boolean);
            }
            for (const [index, { parent: above }] of made.entries()) {
              if (above !== undefined && live.get(index)) expect(live.get(above)).toBe(true);
            }
          }
        }),
        { numRuns: 12 },
      );
    });

    it('a key that ends makes no key that ends later, and none that it rotates begins anew', async () => {
      const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
      const mint = (secret: string, json: object) => service.native('POST', keys, secret, json);
      const short = (await mint(service.account, { ttl: 600 })).body;
      for (const wish of [
        { expiryType: 'Infinite' },
        { ttl: 601 },
        { expiryType: 'SlidingTtl', ttl: 60, maxAge: 601 },
      ]) {
        const refused = await mint(short.secret, wish);
        expect([refused.status, refused.body.code]).toEqual([403, 'permission-denied']);
      }
      const { expiresAt } = short.token;
      expect((await mint(short.secret, {})).body.token).toMatchObject({ expiresAt, ttl: 600 });
      expect((await mint(short.secret, { expiryType: 'SlidingTtl', ttl: 60 })).body.token).toMatchObject({
        maxAge: 600,
      });
      service.clock.advance(300 * second);
      const rotated = await service.native('POST', `${keys}/${short.token.id}/rotate`, short.secret, {});
      expect(rotated.body.token).toMatchObject({ expiresAt, ttl: 300 });
      const lasting = (await mint(service.account, { expiryType: 'Infinite' })).body;
      const taken = await service.native(
        'POST',
        `${keys}/${lasting.token.id}/rotate`,
        rotated.body.secret,
        {},
      );
      expect([taken.status, taken.body.code]).toEqual([403, 'permission-denied']);
      expect((await mint(lasting.secret, { expiryType: 'Infinite' })).status).toBe(201);
    });
  });
}
