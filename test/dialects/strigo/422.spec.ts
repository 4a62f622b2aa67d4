import { newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing } from '../../support/vendors.js';
import { createUserToken, credentials, invalid, json, newEmail, path } from './strigo.js';

describe('strigo: 422 for a user token', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const expectRefusal = async (body: unknown, ...faults: [field: string, text: string][]) => {
    const reply = await storingNothing(service, () => createUserToken(service, customer, body));
    expect(reply.body).toEqual(invalid(...faults));
    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toBe(json);
  };
  const noEmail = 'Must be a valid email address';

  it.each([
    ['left out', {}],
    ['null', { email: null }],
    ['empty', { email: '' }],
    ['a word', { email: 'ada' }],
    ['a number', { email: 7 }],
    ['an array of one address', { email: ['ada@strigo.io'] }],
    ['an object', { email: { $ne: null } }],
    ['two addresses', { email: 'ada@strigo.io,bob@strigo.io' }],
    ['of 255 characters', { email: `ada@${'a.'.repeat(120)}strigo.com` + 'm' }],
    ['with a line break', { email: 'ada@strigo.io\n' }],
  ])('email: %s', (_, body) => expectRefusal(body, ['email', noEmail]));

  it.each([
    ['a number', 7, 'Must be a string'],
    ['an array', ['Ada'], 'Must be a string'],
    ['of 201 characters', 'x'.repeat(201), 'Must be at most 200 characters'],
    ['with U+0000', 'a\0b', 'must not hold the character U+0000'],
  ])('name: %s', (_, name, text) => expectRefusal({ email: newEmail(), name }, ['name', text]));

  const noReference =
    'Must be at most 128 characters without white space, control characters, invisible characters, ; or /';
  it.each([
    ['a number', 7, 'Must be a string'],
    ['an object', {}, 'Must be a string'],
    ['of 129 characters', 'x'.repeat(129), noReference],
    ['with white space', 'a b', noReference],
    ['with a semicolon', 'a;b', noReference],
    ['with a slash', 'a/b', noReference],
    ['with a control character', 'a\u0007b', noReference],
    ['with an invisible character', 'a\u200bb', noReference],
    ['with a turn of direction', '\u202eada', noReference],
    ['with half a surrogate pair', 'a\ud800', 'must not hold a lone surrogate'],
    ['with U+0000', 'a\0b', 'must not hold the character U+0000'],
  ])('externalUserId: %s', (_, externalUserId, text) =>
    expectRefusal({ email: newEmail(), externalUserId }, ['externalUserId', text]),
  );

  const notWhole = 'Must be a whole number of milliseconds since the epoch';
  it.each([
    ['text', 'tomorrow'],
    ['a number as text', '1800619200000'],
    ['an ISO moment', '2026-12-22T12:00:00.000Z'],
    ['a boolean', true],
    ['an array', [1_800_000_000_000]],
    ['an object', {}],
    ['fractional', 1_797_940_800_000.5],
  ])('expiration: %s', (_, expiration) =>
    expectRefusal({ email: newEmail(), expiration }, ['expiration', notWhole]),
  );

  it.each([
    ['this very moment', 0],
    ['a millisecond ago', -1],
    ['a year ago', -365 * 24 * 60 * 60 * 1000],
  ])('expiration: %s', (_, after) =>
    expectRefusal({ email: newEmail(), expiration: service.clock.now() + after }, [
      'expiration',
      'Must be in the future',
    ]),
  );

  it.each([
    ['the epoch', 0],
    ['before the epoch', -1],
    ['in seconds, as "UNIX time" could be read', Math.floor(Date.UTC(2026, 11, 22) / 1000)],
  ])('expiration: %s', (_, expiration) =>
    expectRefusal({ email: newEmail(), expiration }, ['expiration', 'Must be in the future']),
  );

  it.each([
    ['a millisecond past 2 months', () => new Date(service.clock.now()).setUTCMonth(12) + 1],
    ['a year ahead', () => service.clock.now() + 365 * 24 * 60 * 60 * 1000],
    ['beyond all calendars', () => Number.MAX_SAFE_INTEGER],
    ['larger than whole numbers are exact', () => 1e300],
  ])('expiration: %s', (_, expiration) =>
    expectRefusal({ email: newEmail(), expiration: expiration() }, [
      'expiration',
      'Must be at most 2 months ahead',
    ]),
  );

  it.each([
    ['text', 'a'],
    ['an object', {}],
    ['numbers', [1]],
  ])('groups: %s', (_, groups) =>
    expectRefusal({ email: newEmail(), groups }, ['groups', 'Must be an array of strings']),
  );

  it('tells the faults of all fields at once', () =>
    expectRefusal(
      { email: 'ada', name: 7, externalUserId: 'a b', expiration: 'soon', groups: 'a' },
      ['email', noEmail],
      ['name', 'Must be a string'],
      ['externalUserId', noReference],
      ['expiration', notWhole],
      ['groups', 'Must be an array of strings'],
    ));

  it.each([
    ['an array', []],
    ['text', 'ada@strigo.io'],
    ['a number', 7],
    ['a boolean', false],
  ])('a body that is %s', (_, body) => expectRefusal(body, ['', 'must be an object']));

  it('a body that is null', () => expectRefusal(null, ['email', noEmail]));

  it.each([
    ['Content-Type: application/json and no body', { 'content-type': 'application/json' }],
    ['no body', {}],
  ])('%s: the e-mail address is missing, nothing else is wrong', async (_, more) => {
    const headers = { ...credentials(customer), ...more };
    const reply = await storingNothing(service, () => service.ask(path, { method: 'POST', headers }));
    expect(reply.body).toEqual(invalid(['email', noEmail]));
    expect(reply.status).toBe(422);
  });

  it('changes nothing of a known user', async () => {
    const email = newEmail();
    await newUser(service, customer.ecosystemId, { email, name: 'Before', externalId: 'before' });
    const body = { email, name: 'After', externalUserId: 'after', expiration: service.clock.now() };
    await expectRefusal(body, ['expiration', 'Must be in the future']);
  });
});
