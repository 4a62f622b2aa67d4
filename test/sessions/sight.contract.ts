import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, flushUses, verdictOf } from '../contract/core.support.js';
import { second } from './sessions.js';

/** A question by who may not see a token is no use of it: a sliding one does not slide. */
export function sightContract(environment: Environment): void {
  describe('the asker’s sight', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let foreign: { ecosystemId: string; server: string };

    beforeAll(async () => {
      ({ ecosystemId } = await newTenant(service));
      foreign = await newTenant(service);
    });

    interface Asked {
      secret: string;
      userId: string;
    }
    const asForeigner = (path: string, json: object) => service.native('POST', path, foreign.server, json);
    const withHeaders = (secret: string, userId: string) =>
      service.ask('/api/v1/me', { headers: { 'x-auth-token': secret, 'x-user-id': userId } });
    const questions: [
      what: string,
      ask: (asked: Asked) => Promise<{ status: number; body: unknown }>,
      status: number,
    ][] = [
      ['introspection', ({ secret }) => asForeigner('/v1/tokens/introspect', { token: secret }), 200],
      [
        'bulk introspection',
        ({ secret }) => asForeigner('/v1/tokens/introspect/bulk', { tokens: [secret] }),
        200,
      ],
      ['an explanation', ({ secret }) => asForeigner('/v1/tokens/explain', { token: secret }), 200],
      [
        'a proxy that demands another ecosystem',
        ({ secret }) => service.native('GET', `/v1/verify?ecosystem=${foreign.ecosystemId}`, secret),
        401,
      ],
      [
        'credentials that name another ecosystem',
        ({ secret }) =>
          service.ask('/v1/self', { headers: { authorization: `Bearer ${foreign.ecosystemId}:${secret}` } }),
        401,
      ],
      [
        'client credentials with another’s id',
        ({ secret }) =>
          service.ask('/v1/tokens/introspect', {
            method: 'POST',
            headers: {
              authorization: `Basic ${Buffer.from(`${foreign.ecosystemId}:${secret}`).toString('base64')}`,
              'content-type': 'application/x-www-form-urlencoded',
            },
            body: 'token=x',
          }),
        401,
      ],
      ['X-Auth-Token with another’s X-User-Id', ({ secret }) => withHeaders(secret, 'somebody-else'), 401],
    ];

    describe.each([
      ['a token in use', true],
      ['a token that was never used', false],
    ])('%s', (_, isWarm) => {
      it.each(questions)('is not used by %s of another', async (_what, ask, status) => {
        const { id: userId } = await newUser(service, ecosystemId);
        const { secret } = await newToken(service, ecosystemId, userId, {
          expiryType: 'SlidingTtl',
          ttl: 60,
        });
        if (isWarm) expect(await verdictOf(service, secret)).toBe('live');
        for (let passed = 0; passed < 3; passed += 1) {
          service.clock.advance(25 * second);
          const reply = await ask({ secret, userId });
          expect(reply.status).toBe(status);
          expect(JSON.stringify(reply.body ?? '')).not.toContain(userId);
          await flushUses(service);
        }
        expect(await verdictOf(service, secret)).toBe('expired');
      });
    });

    it('a token is used by the question of who may see it', async () => {
      const { id } = await newUser(service, ecosystemId);
      const { secret } = await newToken(service, ecosystemId, id, { expiryType: 'SlidingTtl', ttl: 60 });
      const own = (
        await service.native('POST', `/v1/ecosystems/${ecosystemId}/server-tokens`, service.account, {})
      ).body;
      const questionsOfOwn = [
        () => service.native('POST', '/v1/tokens/introspect', own.secret, { token: secret }),
        () => service.native('POST', '/v1/tokens/introspect/bulk', own.secret, { tokens: [secret] }),
        () => service.native('GET', `/v1/verify?ecosystem=${ecosystemId}`, secret),
        () => service.ask('/v1/self', { headers: { authorization: `Bearer ${ecosystemId}:${secret}` } }),
        () => withHeaders(secret, id),
      ];
      for (const ask of questionsOfOwn) {
        service.clock.advance(50 * second);
        expect((await ask()).status).toBe(200);
        await flushUses(service);
      }
      expect(await introspect(service, secret)).toMatchObject({ active: true });
    });

    it('a key that is given to `login` as a token to resume is not used by that', async () => {
      const path = `/v1/ecosystems/${ecosystemId}/server-tokens`;
      const given = { expiryType: 'SlidingTtl', ttl: 60 };
      const { secret } = (await service.native('POST', path, service.account, given)).body;
      expect(await verdictOf(service, secret)).toBe('live');
      service.clock.advance(50 * second);
      const reply = await service.ask('/api/v1/login', { method: 'POST', json: { resume: secret } });
      expect(reply.status).toBe(401);
      service.clock.advance(20 * second);
      expect(await verdictOf(service, secret)).toBe('expired');
    });
  });
}
