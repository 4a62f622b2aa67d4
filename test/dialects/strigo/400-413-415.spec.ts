import { sharedService } from '../../support/service.js';
import {
  askRaw,
  bodyOf,
  type Customer,
  mostBytes,
  newCustomer,
  storingNothing,
} from '../../support/vendors.js';
import { credentials, failure, json, newEmail, path } from './strigo.js';

describe('strigo: 400, 413 and 415 for a request that cannot be read', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const send = (body: string, type: string, to = path) =>
    storingNothing(service, () =>
      service.ask(to, {
        method: 'POST',
        headers: { ...credentials(customer), 'content-type': type },
        body,
      }),
    );

  it.each([
    ["the vendor's own example, which is not JSON", '{ email: "user1@strigo.io", name: "user1", }'],
    ['cut off', '{"email":"user1@strigo.io"'],
    ['with something after it', '{"email":"user1@strigo.io"} x'],
    ['white space', '  '],
  ])('400 for malformed JSON: %s', async (_, body) => {
    const reply = await send(body, 'application/json');
    expect(reply.body).toEqual(failure('BadRequest', 'The body is not valid JSON'));
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toBe(json);
  });

  it.each(['/api/v1/academy/users/token%zz', '/api/v1/academy/users/%ff', '/api/v1/members/%'])(
    '400 for bad percent-encoding: %s',
    async (at) => {
      const reply = await send('{"email":"user1@strigo.io"}', 'application/json', at);
      expect(reply.body).toEqual(failure('BadRequest', 'The URL cannot be read'));
      expect(reply.status).toBe(400);
      expect(reply.headers.get('content-type')).toBe(json);
    },
  );

  it('413 for a body of one byte more than 4 MiB', async () => {
    const reply = await send(bodyOf(mostBytes + 1, { email: newEmail() }), 'application/json');
    expect(reply.body).toEqual(failure('PayloadTooLarge', 'The body is too large'));
    expect(reply.status).toBe(413);
    expect(reply.headers.get('content-type')).toBe(json);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'email=user1%40strigo.io', 'The body must be application/json'],
    ['text/plain', '{"email":"user1@strigo.io"}', 'The content type is not supported'],
    ['application/xml', '<email>user1@strigo.io</email>', 'The content type is not supported'],
    ['multipart/form-data; boundary=x', '--x--', 'The content type is not supported'],
    ['nonsense', '{"email":"user1@strigo.io"}', 'The content type is not supported'],
  ])('415 for %s', async (type, body, message) => {
    const reply = await send(body, type);
    expect(reply.body).toEqual(failure('UnsupportedMediaType', message));
    expect(reply.status).toBe(415);
    expect(reply.headers.get('content-type')).toBe(json);
  });

  it('415 for a body without a content type', async () => {
    const body = '{"email":"user1@strigo.io"}';
    const reply = await storingNothing(service, () => askRaw(service, path, credentials(customer), body));
    expect(reply.body).toEqual(failure('UnsupportedMediaType', 'The content type is not supported'));
    expect(reply.status).toBe(415);
  });
});
