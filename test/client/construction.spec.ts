import { Tokenwright, Verifier } from '../../packages/client/src/index.js';
import { verify } from '../../packages/client/src/web.js';
import { newTenant, type Service, startService } from '../support/service.js';

describe('the construction of a client', () => {
  it.each([
    'https://tokens.example/?tenant=a',
    'https://tokens.example?',
    'https://tokens.example/#part',
    'https://ada:s3cr3t@tokens.example',
    'https://ada@tokens.example',
    'https://:s3cr3t@tokens.example',
    'https://@tokens.example',
    'https:\\\\@tokens.example',
    'https:@tokens.example',
    ' http://:@tokens.example',
  ])('refuses the address %s, and does not repeat it', (baseUrl) => {
    const { href } = new URL(baseUrl);
    // A URL has forgotten an empty user.
    for (const given of /[@?#]/.test(href) ? [baseUrl, new URL(baseUrl)] : [baseUrl]) {
      let thrown: unknown;
      try {
        new Tokenwright({ baseUrl: given, secret: 'tw' });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(TypeError);
      expect((thrown as Error).message).not.toContain('s3cr3t');
    }
  });

  it.each([undefined, null, '', ' ', 'two words', 12])('refuses the secret %p', (secret) => {
    expect(() => new Tokenwright({ baseUrl: 'http://localhost:3000', secret: secret as never })).toThrow(
      TypeError,
    );
  });

  it.each(['http://localhost:3000/@team', 'http://localhost:3000/a@b/'])(
    'takes the address %s',
    (baseUrl) => {
      expect(new Tokenwright({ baseUrl, secret: 'tw' }).hasSecret).toBe(true);
    },
  );

  it('a client without a secret is for open routes, and can verify nothing', () => {
    const client = new Tokenwright({ baseUrl: 'http://localhost:3000' });
    expect(() => new Verifier(client)).toThrow(TypeError);
  });
});

it.each(['', 'two words', 'a=b', 'a;b'])('verify refuses %p as the name of a cookie', (cookie) => {
  const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: 'tw' });
  expect(() => verify(client, { secretFrom: { cookie } })).toThrow(RangeError);
});

describe('a secret that Tokenwright refuses', () => {
  let service: Service;
  const told: string[] = [];
  const warn = (text: string) => void told.push(text);

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(() => told.splice(0));
  afterAll(() => service.close());

  it('is told of once, without the secret, by calls and by what verifies', async () => {
    const secret = 'tw_s_wrong-but-nobody-may-read-it-anywhere';
    const client = new Tokenwright({ baseUrl: service.base, secret, warn, retries: 0 });
    const verifier = new Verifier(client, { retries: 0 });
    for (let count = 0; count < 3; count += 1) {
      await expect(client.self()).rejects.toMatchObject({ code: 'unauthenticated' });
      expect((await verifier.verify('Bearer whatever')).refusal?.status).toBe(503);
    }
    expect(told).toEqual([expect.stringContaining('unauthenticated')]);
    expect(told[0]).not.toContain(secret.slice(5));
  });

  it('is told of on the console when no hook is given', async () => {
    const warning = jest.spyOn(console, 'warn').mockImplementation(warn);
    const client = new Tokenwright({ baseUrl: service.base, secret: 'tw_s_wrong', retries: 0 });
    for (let count = 0; count < 2; count += 1) await expect(client.self()).rejects.toThrow();
    warning.mockRestore();
    expect(told).toEqual([expect.stringContaining('unauthenticated')]);
  });

  it('is told of once where it may not introspect', async () => {
    const { ecosystemId } = await newTenant(service);
    const path = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const given = { permissions: ['tokens:list'] };
    const { body } = await service.native('POST', path, service.account, given);
    const client = new Tokenwright({ baseUrl: service.base, secret: body.secret, warn, retries: 0 });
    const verifier = new Verifier(client);
    for (let count = 0; count < 3; count += 1) {
      expect((await verifier.verify('Bearer whatever')).refusal?.status).toBe(503);
    }
    expect(told).toEqual([expect.stringContaining('tokens:introspect')]);
  });

  it('is not told of while it is good', async () => {
    const client = new Tokenwright({ baseUrl: service.base, secret: service.account, warn });
    await new Verifier(client).verify('Bearer whatever');
    expect(told).toEqual([]);
  });
});
