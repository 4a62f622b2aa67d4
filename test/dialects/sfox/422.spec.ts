import { newUser, type Reply, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing, tokensOf } from '../../support/vendors.js';
import { bearer, createUserTokens, expectError, path } from './sfox.js';

describe('sfox: 422 for many user auth tokens', () => {
  const service = sharedService();
  let customer: Customer;
  let user: Reply['body'];

  beforeAll(async () => {
    customer = await newCustomer(service);
    user = await newUser(service, customer.ecosystemId, { externalId: 'client_1' });
  });

  const expectRefusal = async (ask: () => Promise<Reply>, text: string) => {
    const before = await tokensOf(service, user);
    expectError(await storingNothing(service, ask), 422, text);
    expect(await tokensOf(service, user)).toEqual(before);
  };

  const notArray = 'data: must be an array of user ids';
  const notStrings = 'data: must hold strings only';
  it.each([
    ['no data', {}, notArray],
    ['the name that one program tried', { partnerUserIDs: ['client_1'] }, notArray],
    ['data that is null', { data: null }, notArray],
    ['data that is text', { data: 'client_1' }, notArray],
    ['data that is an object', { data: { 0: 'client_1', length: 1 } }, notArray],
    ['data that is a number', { data: 1 }, notArray],
    ['empty data', { data: [] }, 'data: must hold at least 1 user id'],
    ['a number among the ids', { data: ['client_1', 7] }, notStrings],
    ['null among the ids', { data: [null, 'client_1'] }, notStrings],
    ['an object among the ids', { data: ['client_1', { user_id: 'client_1' }] }, notStrings],
    ['an array among the ids', { data: ['client_1', ['client_1']] }, notStrings],
    [
      'too many ids',
      { data: Array.from({ length: 10_001 }, () => 'client_1') },
      'data: must hold at most 10000 user ids',
    ],
    ['an array as the body', ['client_1'], 'must be an object'],
    ['text as the body', 'client_1', 'must be an object'],
    ['null as the body', null, notArray],
  ])('%s', (_, body, text) => expectRefusal(() => createUserTokens(service, customer, body), text));

  it.each([
    ['no body', {}],
    ['Content-Type: application/json and no body', { 'content-type': 'application/json' }],
  ])('%s', (_, more) => {
    const headers = { ...bearer(customer.key), ...more };
    return expectRefusal(() => service.ask(path, { method: 'POST', headers }), notArray);
  });
});
