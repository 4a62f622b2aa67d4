import { newUser, type Reply, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing, tokensOf } from '../../support/vendors.js';
import { createToken, expectFaults, fault, type Fault } from './droplit.js';

describe('droplit: 400 for a user token', () => {
  const service = sharedService();
  let customer: Customer;
  let user: Reply['body'];

  beforeAll(async () => {
    customer = await newCustomer(service);
    user = await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  const expectRefusal = async (query: string, ...faults: Fault[]) => {
    const before = await tokensOf(service, user);
    const subject = `${customer.ecosystemId};ada`;
    const ask = () => createToken(service, customer.key, subject, query);
    expectFaults(await storingNothing(service, ask), 400, 'InvalidParams', ...faults);
    expect(await tokensOf(service, user)).toEqual(before);
  };

  describe('Query Field Not Allowed', () => {
    it.each([
      ['?generateToken=true', 'generateToken'],
      ['?TTL=60', 'TTL'],
      ['?expirytype=Infinite', 'expirytype'],
      ['?ttl[]=60', 'ttl[]'],
      ['?maxAge=60', 'maxAge'],
      ['?query', 'query'],
      ['?a=1&b=2', 'a, b'],
      ['?a=1&a=2', 'a'],
      ['?ttl=60&expiryType=FixedTtl&name=x', 'name'],
      ['?constructor=x', 'constructor'],
      ['?__proto__=x', '__proto__'],
      ['?toString=x', 'toString'],
    ])('%s', (query, names) => expectRefusal(query, fault.unknownFields(names)));
  });

  describe('Token Duration Invalid', () => {
    const notNumber = 'expected field to be a number';
    const notWhole = 'expected field to be a whole number';
    const notPositive = 'expected field to be a positive number';
    const tooLong = 'expected field to be at most 315360000';
    it.each([
      ['?ttl=abc', notNumber],
      ['?ttl=', notNumber],
      ['?ttl', notNumber],
      ['?ttl=60s', notNumber],
      ['?ttl=1e3', notNumber],
      ['?ttl=0x10', notNumber],
      ['?ttl=%2B60', notNumber],
      ['?ttl=+60', notNumber],
      ['?ttl=60,5', notNumber],
      ['?ttl=NaN', notNumber],
      ['?ttl=Infinity', notNumber],
      ['?ttl=null', notNumber],
      ['?ttl=%zz', notNumber],
      [`?ttl=${'9'.repeat(400)}`, notNumber],
      ['?ttl=1.5', notWhole],
      ['?ttl=0.5', notWhole],
      ['?ttl=0', notPositive],
      ['?ttl=-1', notPositive],
      ['?ttl=-0', notPositive],
      ['?ttl=315360001', tooLong],
      ['?ttl=99999999999999999999', tooLong],
      ['?ttl=0&expiryType=FixedTtl', notPositive],
      ['?ttl=315360001&expiryType=SlidingTtl', tooLong],
    ])('%s', (query, message) => expectRefusal(query, fault.query('ttl', message)));

    it.each(['?ttl=60&ttl=60', '?ttl=60&ttl=120', '?ttl=&ttl=60'])('given twice: %s', (query) =>
      expectRefusal(query, fault.query('ttl', notNumber)),
    );
  });

  describe('Token Expiration Type Invalid', () => {
    const oneOf = 'field must be one of the following values: Infinite, FixedTtl, SlidingTtl';
    it.each([
      '?expiryType=Never',
      '?expiryType=infinite',
      '?expiryType=FIXEDTTL',
      '?expiryType=',
      '?expiryType',
      '?expiryType=Infinite%20',
      '?expiryType=FixedTtl,SlidingTtl',
      '?expiryType=constructor',
      '?expiryType=Infinite&expiryType=Infinite',
      '?expiryType=FixedTtl&expiryType=Infinite',
    ])('%s', (query) => expectRefusal(query, fault.query('expiryType', oneOf)));

    it('all faults of the query at once', () =>
      expectRefusal(
        '?more=1&ttl=abc&expiryType=Never',
        fault.unknownFields('more'),
        fault.query('expiryType', oneOf),
        fault.query('ttl', 'expected field to be a number'),
      ));
  });

  it('U+0000 in the query', () =>
    expectRefusal('?ttl=60%00', fault.query('ttl', 'must not hold the character U+0000')));
});
