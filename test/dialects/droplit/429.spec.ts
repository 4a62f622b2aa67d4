import { limited } from '../../access/limits.js';
import { newTenant, type Service } from '../../support/service.js';

// No limit of Droplit's is documented (docs/wire.md#refusals-of-droplit): there is but ours.
describe.each([
  ['the limit per key', {}],
  ['the limit per key, with the vendors’ own limits on', { VENDOR_RATE_LIMITS: 'on' }],
])('%s', (_, environment) => {
  let service: Service;
  beforeAll(async () => {
    service = await limited({ RATE_LIMIT_PER_KEY: '2', ...environment });
  });
  afterAll(() => service.close());

  it('is told in the standard headers, then 429 in Droplit’s envelope', async () => {
    const tenant = await newTenant(service);
    const mint = () =>
      service.ask(`/api/users/${tenant.ecosystemId};nobody/tokens`, {
        method: 'POST',
        headers: { authorization: tenant.server },
      });
    for (const left of [1, 0]) {
      const { status, headers } = await mint();
      expect([status, headers.get('ratelimit-policy')]).toEqual([404, '"per-key";q=2;w=60']);
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"per-key";r=${left};t=\\d+$`));
    }
    const { status, body, headers } = await mint();
    expect({ status, body }).toEqual({
      status: 429,
      body: {
        errorType: 'TooManyRequests',
        errors: [{ in: 'header', message: 'Too many requests', path: 'authorization' }],
      },
    });
    const wait = headers.get('retry-after');
    expect(headers.get('ratelimit')).toBe(`"per-key";r=0;t=${wait}`);
  });
});
