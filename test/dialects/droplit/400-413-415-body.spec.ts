import { newUser, sharedService } from '../../support/service.js';
import {
  askRaw,
  bodyOf,
  type Customer,
  mostBytes,
  newCustomer,
  storingNothing,
} from '../../support/vendors.js';
import { expectFaults, fault } from './droplit.js';

describe('droplit: 400, 413 and 415 for a body that cannot be read', () => {
  const service = sharedService();
  let customer: Customer;
  let at: string;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
    at = `/api/users/${customer.ecosystemId};ada/tokens`;
  });

  const send = (type: string, body: string) =>
    storingNothing(service, () =>
      service.ask(at, {
        method: 'POST',
        headers: { authorization: customer.key, 'content-type': type },
        body,
      }),
    );

  it.each([
    ['cut off', '{"ttl":60'],
    ['with something after it', '{} {}'],
    ['form text', 'ttl=60'],
  ])('400 for malformed JSON: %s', async (_, body) => {
    const reply = await send('application/json', body);
    expectFaults(reply, 400, 'InvalidParams', fault.body('The body is not valid JSON'));
  });

  it('413 for a body of one byte more than 4 MiB', async () => {
    const reply = await send('application/json', bodyOf(mostBytes + 1, {}));
    expectFaults(reply, 413, 'PayloadTooLarge', fault.body('The body is too large'));
  });

  it.each([
    ['application/x-www-form-urlencoded', 'ttl=60', 'The body must be application/json'],
    ['text/plain', 'ttl=60', 'The content type is not supported'],
    ['application/xml', '<ttl>60</ttl>', 'The content type is not supported'],
    ['nonsense', '{}', 'The content type is not supported'],
  ])('415 for %s', async (type, body, message) => {
    const reply = await send(type, body);
    expectFaults(reply, 415, 'UnsupportedMediaType', fault.contentType(message));
  });

  it('415 for a body without a content type', async () => {
    const ask = () => askRaw(service, at, { authorization: customer.key }, '{}');
    const message = 'The content type is not supported';
    const reply = await storingNothing(service, ask);
    expectFaults(reply, 415, 'UnsupportedMediaType', fault.contentType(message));
  });
});
