import { limited, proxied } from '../../access/limits.js';
import { newTenant, newUser, type Service } from '../../support/service.js';

describe.each([
  ['the limit per key', { RATE_LIMIT_PER_KEY: '250' }, 429],
  ['sFOX’s own limit of 250 in 10 seconds', { VENDOR_RATE_LIMITS: 'on' }, 201],
])('%s', (_, environment, statusFromElsewhere) => {
  let service: Service;
  let tenant: { ecosystemId: string; server: string };
  const mint = (from: number, user = 'nobody') =>
    service.ask(`/v1/enterprise/user-tokens/${user}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.server}`, 'x-forwarded-for': `198.51.100.${from}` },
    });

  beforeAll(async () => {
    service = await limited({ ...environment, ...proxied });
    tenant = await newTenant(service);
    await newUser(service, tenant.ecosystemId, { externalId: 'customer-4711' });
  });
  afterAll(() => service.close());

  it('is 429 in sFOX’s envelope after 250 requests, with a wait of up to a minute and no header of a limit', async () => {
    const first = await mint(1, 'customer-4711');
    expect(first.status).toBe(201);
    const others = await Promise.all(Array.from({ length: 249 }, () => mint(1)));
    expect(others.filter(({ status }) => status !== 404)).toEqual([]);
    const refused = await mint(1, 'customer-4711');
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 429,
      body: { error: 'Too many requests' },
    });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan('VENDOR_RATE_LIMITS' in environment ? 50 : 0);
    expect(wait).toBeLessThanOrEqual(60);
    for (const { headers } of [first, refused]) {
      expect([...headers.keys()].filter((name) => name.includes('ratelimit'))).toEqual([]);
    }
  });

  it('is of the key, or of the address, whichever it is of', async () => {
    expect((await mint(2, 'customer-4711')).status).toBe(statusFromElsewhere);
  });
});
