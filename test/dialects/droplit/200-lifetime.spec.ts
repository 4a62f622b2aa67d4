import { flushUses } from '../../contract/core.support.js';
import { introspect, newUser, type Reply, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, tokensOf } from '../../support/vendors.js';
import { mint } from './droplit.js';

const second = 1000;
const year = 365 * 24 * 60 * 60 * second;

describe('droplit: how long a user token lives', () => {
  const service = sharedService();
  let customer: Customer;
  let user: Reply['body'];

  beforeAll(async () => {
    customer = await newCustomer(service);
    user = await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  const isLive = async (secret: string): Promise<boolean> => (await introspect(service, secret)).active;

  it.each([
    ['', 3600],
    ['?expiryType=FixedTtl', 3600],
    ['?ttl=60', 60],
    ['?ttl=1', 1],
    ['?ttl=0060', 60],
    ['?expiryType=FixedTtl&ttl=7200', 7200],
    ['?ttl=315360000', 315_360_000],
    ['?expiryType=FixedTtl&ttl=315360000', 315_360_000],
  ])('"%s": %d s from the creation, however often it is used', async (query, seconds) => {
    const secret = await mint(service, customer, 'ada', query);
    const iat = Math.floor(service.clock.now() / 1000);
    expect(await introspect(service, secret)).toMatchObject({
      active: true,
      expiry_type: 'FixedTtl',
      iat,
      exp: iat + seconds,
    });
    service.clock.advance((seconds * second) / 2);
    expect(await isLive(secret)).toBe(true);
    service.clock.advance((seconds * second) / 2 - 1);
    expect(await isLive(secret)).toBe(true);
    service.clock.advance(1);
    expect(await introspect(service, secret)).toEqual({ active: false });
  });

  it.each([
    ['?expiryType=SlidingTtl', 3600],
    ['?expiryType=SlidingTtl&ttl=1', 1],
    ['?expiryType=SlidingTtl&ttl=30', 30],
    ['?expiryType=SlidingTtl&ttl=7200', 7200],
    ['?expiryType=SlidingTtl&ttl=315360000', 315_360_000],
  ])('"%s": %d s from the last use', async (query, seconds) => {
    const secret = await mint(service, customer, 'ada', query);
    for (let use = 0; use < 5; use += 1) {
      service.clock.advance(seconds * second - 1);
      const iat = Math.floor(service.clock.now() / 1000);
      expect(await introspect(service, secret)).toMatchObject({
        active: true,
        expiry_type: 'SlidingTtl',
        exp: iat + seconds,
      });
      // The clock is about to jump over more than the moment that the store takes to write the use.
      await flushUses(service);
    }
    service.clock.advance(seconds * second);
    expect(await introspect(service, secret)).toEqual({ active: false });
  });

  it('SlidingTtl: one that is never used is dead after its ttl, at most a twentieth or a minute later', async () => {
    const short = await mint(service, customer, 'ada', '?expiryType=SlidingTtl&ttl=100');
    const long = await mint(service, customer, 'ada', '?expiryType=SlidingTtl&ttl=86400');
    service.clock.advance(105 * second);
    expect(await isLive(short)).toBe(false);
    service.clock.advance((86_400 + 60 - 105) * second);
    expect(await isLive(long)).toBe(false);
  });

  it.each([
    '?expiryType=Infinite',
    '?expiryType=Infinite&ttl=1',
    '?ttl=0&expiryType=Infinite',
    '?expiryType=Infinite&ttl=never',
  ])('"%s": for ever, whatever ttl says', async (query) => {
    const secret = await mint(service, customer, 'ada', query);
    service.clock.advance(100 * year);
    const said = await introspect(service, secret);
    expect(said).toMatchObject({ active: true, sub: user.id, expiry_type: 'Infinite' });
    expect(said).not.toHaveProperty('exp');
  });

  it('keeps one record for each token, as minted through Droplit', async () => {
    const one = await newUser(service, customer.ecosystemId, { externalId: 'recorded' });
    await mint(service, customer, 'recorded');
    await mint(service, customer, 'recorded', '?expiryType=SlidingTtl&ttl=60');
    await mint(service, customer, 'recorded', '?expiryType=Infinite&ttl=60');
    const now = service.clock.now();
    const record = (expiryType: string, ttl: number | null) =>
      expect.objectContaining({
        userId: one.id,
        dialect: 'droplit',
        state: 'live',
        expiryType,
        ttl,
        createdAt: new Date(now).toISOString(),
        expiresAt: ttl && new Date(now + ttl * second).toISOString(),
      });
    expect(await tokensOf(service, one)).toEqual([
      record('Infinite', null),
      record('SlidingTtl', 60),
      record('FixedTtl', 3600),
    ]);
  });
});
