import { expectProblem, notAuthenticated } from '../dialects/native/problem.js';
import { newToken, newUser, type Service } from '../support/service.js';
import { expectTooMany, limited, proxied, statuses } from './limits.js';

describe('failed authentication', () => {
  let service: Service;
  let user: { id: string };
  let good: string;
  beforeAll(async () => {
    service = await limited({ RATE_LIMIT_FAILED_AUTH: '3', ...proxied });
    user = await newUser(service, 'default');
    good = (await newToken(service, 'default', user.id)).secret;
  });
  afterAll(() => service.close());

  const self = (authorization: string, from: string) =>
    service.ask('/v1/self', { headers: { authorization, 'x-forwarded-for': from } });
  const me = (secret: string, from: string) =>
    service.ask('/api/v1/me', {
      headers: { 'x-auth-token': secret, 'x-user-id': user.id, 'x-forwarded-for': from },
    });

  /** A token that has been revoked: well formed, and nothing. */
  async function dead(): Promise<string> {
    const { token, secret } = await newToken(service, 'default', user.id);
    await service.native('DELETE', `/v1/ecosystems/default/tokens/${token.id}`, service.account);
    return secret;
  }

  it.each([
    ['garbage', async () => 'Bearer nothing'],
    ['a header that cannot be read', async () => 'Basic dXNlcjpwYXNz:x y'],
    ['a revoked token', async () => `Bearer ${await dead()}`],
    ['a wrong ecosystem', async () => `Bearer nowhere:${good}`],
  ])('is 429 instead of 401 after three of %s, and a good token passes all the same', async (name, made) => {
    const from = `2001:db8:${name.length}::1`;
    const wrong = await made();
    expect(await statuses(3, () => self(wrong, from))).toEqual([401, 401, 401]);
    const refused = await self(wrong, from);
    expectTooMany(refused, '/v1/self', 'Too many failed attempts');
    expect(refused.headers.get('www-authenticate')).toBeNull();
    expect(await statuses(5, () => self(`Bearer ${good}`, from))).toEqual(Array(5).fill(200));
    expectTooMany(await self(wrong, from), '/v1/self', 'Too many failed attempts');
    expectProblem(await self(wrong, '198.51.100.200'), '/v1/self', notAuthenticated);
  });

  it('is counted for Rocket.Chat’s two headers too', async () => {
    const from = '198.51.100.30';
    const wrong = await dead();
    expect(await statuses(4, () => me(wrong, from))).toEqual([401, 401, 401, 429]);
    expect((await me(good, from)).status).toBe(200);
  });

  it('is not what brings no credentials at all', async () => {
    const ask = () => service.ask('/v1/self', { headers: { 'x-forwarded-for': '198.51.100.31' } });
    expect(await statuses(6, ask)).toEqual(Array(6).fill(401));
  });

  it('is not a refusal for want of a permission', async () => {
    const ask = () =>
      service.ask('/v1/ecosystems/default', {
        headers: { authorization: `Bearer ${good}`, 'x-forwarded-for': '198.51.100.32' },
      });
    expect(await statuses(6, ask)).toEqual(Array(6).fill(403));
  });
});
