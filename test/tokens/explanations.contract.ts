import { newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, verdictOf } from '../contract/core.support.js';
import { minute, second } from '../sessions/sessions.js';

/** An explanation says what the verification does, and changes nothing about that. */
export function explanationsContract(environment: Environment, isCached: boolean): void {
  describe('explanations', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let userId: string;

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
      userId = (await newUser(service, ecosystemId)).id;
    });

    const account = (method: string, path: string, json?: unknown) =>
      service.native(method, path, service.account, json);
    const explain = async (json: object) => (await account('POST', '/v1/tokens/explain', json)).body;
    const now = () => new Date(service.clock.now()).toISOString();

    it('of a sliding token, at every second about its end', async () => {
      const lifetime = { expiryType: 'SlidingTtl', ttl: 600 };
      const { secret, token } = await newToken(service, ecosystemId, userId, lifetime);
      service.clock.advance(10 * second);
      expect(await verdictOf(service, secret)).toBe('live');
      service.clock.advance(595 * second);
      // The granularity of this lifetime, by which the row alone is late, is 30 s.
      const end = service.clock.now() + (isCached ? 5 : 25) * second;
      for (let passed = 0; passed < 40; passed++) {
        const isLive = service.clock.now() < end;
        const expected = isLive
          ? { verdict: 'live', reason: null, since: null, token: { state: 'live' } }
          : { verdict: 'refused', reason: 'expired', since: new Date(end).toISOString() };
        expect(await explain({ tokenId: token.id })).toMatchObject(expected);
        expect(await explain({ token: secret })).toMatchObject(expected);
        service.clock.advance(second);
      }
      expect(await verdictOf(service, secret)).toBe('expired');
    });

    type Act = (tokenId: string) => Promise<unknown>;
    const deaths: [reason: string, verdict: string, act: Act][] = [
      ['revoked', 'revoked', (id) => account('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${id}`)],
      ['revoked', 'revoked', () => account('DELETE', `/v1/ecosystems/${ecosystemId}/users/${userId}/tokens`)],
      [
        'user-disabled',
        'disabled',
        () => account('PATCH', `/v1/ecosystems/${ecosystemId}/users/${userId}`, { active: false }),
      ],
      ['user-deleted', 'disabled', () => account('DELETE', `/v1/ecosystems/${ecosystemId}/users/${userId}`)],
      ['ecosystem-deleted', 'disabled', () => account('DELETE', `/v1/ecosystems/${ecosystemId}`)],
    ];
    it.each(deaths)(
      'of one that is dead: %s, which the verification calls %s',
      async (reason, verdict, act) => {
        const { secret, token } = await newToken(service, ecosystemId, userId);
        expect(await verdictOf(service, secret)).toBe('live');
        service.clock.advance(minute);
        const since = now();
        await act(token.id);
        service.clock.advance(minute);
        expect(await explain({ token: secret, permission: 'users:read' })).toMatchObject({
          ...{ verdict: 'refused', reason, since, token: { id: token.id } },
          permission: { granted: false, deniedBy: 'verdict', since },
        });
        expect(await verdictOf(service, secret)).toBe(verdict);
      },
    );
  });
}
