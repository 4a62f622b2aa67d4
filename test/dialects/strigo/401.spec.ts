import { sharedService } from '../../support/service.js';
import { type Customer, deadSecrets, newCustomer, newKey, storingNothing } from '../../support/vendors.js';
import { credentials, failure, json, newEmail, path } from './strigo.js';

describe('strigo: 401 for a user token', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const expectRefusal = async (headers: Record<string, string>, message: string) => {
    const reply = await storingNothing(service, () =>
      service.ask(path, { method: 'POST', headers, json: { email: newEmail() } }),
    );
    expect(reply.body).toEqual(failure('Unauthorized', message));
    expect(reply.status).toBe(401);
    expect(reply.headers.get('content-type')).toBe(json);
  };
  const notValid = 'The token is not valid';
  const notThere = 'This needs a token in the header Authorization';

  it.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
  ])('with %s', (_, headers) => expectRefusal(headers as Record<string, string>, notThere));

  it.each(Object.keys(deadSecrets))('with %s as the API key', async (which) => {
    const key = await deadSecrets[which]!(service, customer);
    await expectRefusal(credentials({ ...customer, key }), notValid);
  });

  it.each([
    ['the scheme without credentials', () => 'Bearer'],
    ['another scheme', () => `Basic ${btoa(`${customer.ecosystemId}:${customer.key}`)}`],
    ['an organisation without a key', () => `Bearer ${customer.ecosystemId}:`],
    ['a key after an empty organisation', () => `Bearer :${customer.key}`],
    ['three parts', () => `Bearer ${customer.ecosystemId}:${customer.key}:x`],
    ['a space after the colon', () => `Bearer ${customer.ecosystemId}: ${customer.key}`],
    ['a key that lacks its last character', () => credentials(customer).authorization.slice(0, -1)],
  ])('with %s', (_, authorization) => expectRefusal({ authorization: authorization() }, notValid));

  it('with the key of another organisation', async () => {
    const other = await newCustomer(service);
    await expectRefusal(credentials({ ...customer, key: other.key }), notValid);
  });

  it.each([
    ['an organisation that never was', async () => 'nowhere'],
    ['an organisation whose name cannot be one', async () => 'no.where'],
    [
      'a deleted organisation',
      async () => {
        const { ecosystemId } = await newCustomer(service);
        await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
        return ecosystemId;
      },
    ],
  ])('with a server token and an account token for %s', async (_, organisation) => {
    const ecosystemId = await organisation();
    await expectRefusal(credentials({ ecosystemId, key: customer.key }), notValid);
    await expectRefusal(credentials({ ecosystemId, key: service.account }), notValid);
  });

  it('with an account token without an organisation', () =>
    expectRefusal(
      { authorization: `Bearer ${service.account}` },
      'This needs credentials of the form ORG_ID:API_KEY',
    ));

  it('from the very moment on when the key expires, and not before', async () => {
    const given = { expiryType: 'FixedTtl', ttl: 60 };
    const key = await newKey(service, customer.ecosystemId, given);
    const headers = credentials({ ...customer, key });
    service.clock.advance(59_999);
    const ask = { method: 'POST', headers, json: { email: newEmail() } };
    expect((await service.ask(path, ask)).status).toBe(201);
    service.clock.advance(1);
    await expectRefusal(headers, notValid);
  });
});
