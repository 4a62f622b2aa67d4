import { limited, proxied } from '../../access/limits.js';
import { newTenant, type Reply, type Service } from '../../support/service.js';

/** The headers of Strigo's limit. */
const limitsOf = ({ headers }: Reply) =>
  ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));

describe.each([
  ['the limit per key', { RATE_LIMIT_PER_KEY: '60' }],
  ['Strigo’s own limit of 60 a minute', { VENDOR_RATE_LIMITS: 'on' }],
])('%s', (_, environment) => {
  let service: Service;
  let tenant: { ecosystemId: string; server: string };
  let from: number;
  const mint = (json: unknown = { email: 'ada@acme.example' }, address = from) =>
    service.ask('/api/v1/academy/users/token', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tenant.ecosystemId}:${tenant.server}`,
        'x-forwarded-for': `198.51.100.${address}`,
      },
      json,
    });

  beforeAll(async () => {
    from = 1;
    service = await limited({ ...environment, ...proxied });
    tenant = await newTenant(service);
  });
  afterAll(() => service.close());

  it('counts down in x-ratelimit-…, the reset in epoch seconds; then 429 in the words of Strigo', async () => {
    const first = await mint();
    const now = service.clock.now() / 1000;
    expect({ status: first.status, limits: limitsOf(first) }).toEqual({
      status: 201,
      limits: ['60', '59', expect.stringMatching(/^\d{10}$/)],
    });
    expect(Number(limitsOf(first)[2])).toBeGreaterThan(now);
    expect(Number(limitsOf(first)[2])).toBeLessThanOrEqual(now + 60);
    // What is refused for another reason counts too.
    for (let left = 58; left >= 0; left -= 1) {
      const reply = await mint({});
      expect([reply.status, ...limitsOf(reply).slice(0, 2)]).toEqual([422, '60', String(left)]);
    }
    const refused = await mint();
    expect({ status: refused.status, text: refused.text }).toEqual({
      status: 429,
      text: 'Too many requests, please try again later.',
    });
    expect(refused.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(limitsOf(refused)).toEqual(['60', '0', expect.stringMatching(/^\d{10}$/)]);
  });

  it('is of the key, or of the address, whichever it is of', async () => {
    expect((await mint(undefined, 2)).status).toBe('VENDOR_RATE_LIMITS' in environment ? 201 : 429);
  });
});
