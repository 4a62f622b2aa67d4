import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { newSecret } from '../../../src/tokens/secrets/secret.js';
import { newToken, newUser, type Service, startService } from '../../support/service.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { KeptConnection } from './kept-connection.js';
import { leastT, type Timed } from './timing.js';

/** |t| beyond which two times differ (as in the test vector leakage assessment of ISO/IEC 17825). */
const threshold = 4.5;

/** A secret that begins as a live one does, ends otherwise, and has a right checksum: it must be looked up. */
function nearTo(secret: string): string {
  const bytes = Buffer.from(secret.slice(5), 'base64url');
  bytes[27] = bytes[27]! ^ 1;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 28)), 28);
  return secret.slice(0, 5) + bytes.toString('base64url');
}

describe.each([
  ['SQLite', async (): Promise<Store> => ({ environment: {}, remove: async () => undefined })],
  ['PostgreSQL', newPostgres],
])('the time that an answer takes, on %s', (_, makeStore) => {
  let store: Store;
  let service: Service;
  let live: string;
  let connection: KeptConnection;
  const password = 'correct horse battery staple';

  beforeAll(async () => {
    store = await makeStore();
    service = await startService(store.environment);
    connection = new KeptConnection(service.base);
    const user = await newUser(service, 'default', { username: 'ada', password });
    live = (await newToken(service, 'default', user.id)).secret;
  });
  afterAll(async () => {
    connection.close();
    await service.close();
    await store.remove();
  });

  const self = (secret: string): Timed => {
    const headers = { authorization: `Bearer ${secret}` };
    return () => connection.ask({ method: 'GET', path: '/v1/self', headers });
  };
  const login = (fields: object): Timed => {
    return () => connection.ask({ method: 'POST', path: '/api/v1/login', headers: {}, json: fields });
  };

  it('tells nothing of how much of a secret is right: one that is wrong at its end only takes as long as any other', async () => {
    const [near, other] = [nearTo(live), newSecret('prefixed', 'user')];
    expect(near.slice(0, 40)).toBe(live.slice(0, 40));
    expect([await self(near)(), await self(other)(), await self(live)()]).toEqual([401, 401, 200]);
    expect(await leastT(self(near), self(other), 1500)).toBeLessThan(threshold);
  });

  it('would be seen to differ if it did: garbage, which is not looked up, is faster in every run', async () => {
    const [garbage, other] = [self('garbage'), self(newSecret('prefixed', 'user'))];
    expect(await leastT(garbage, other, 1500, 2, 0)).toBeGreaterThan(threshold);
  });

  it.each([
    ['in words', { password: 'a wrong password' }],
    [
      'as its SHA-256',
      { password: { digest: createHash('sha256').update('wrong').digest('hex'), algorithm: 'sha-256' } },
    ],
  ])(
    'of a login is the same for a user that there is and one that there is not, the password %s',
    async (__, fields) => {
      const [known, unknown] = [login({ user: 'ada', ...fields }), login({ user: 'bob', ...fields })];
      expect([await known(), await unknown()]).toEqual([401, 401]);
      expect(await leastT(known, unknown, 60)).toBeLessThan(threshold);
    },
  );

  it('of a login would be seen to differ if an unknown user’s password were not hashed', async () => {
    const [known, none] = [login({ user: 'ada', password: 'wrong' }), login({ user: 'bob' })];
    expect([await known(), await none()]).toEqual([401, 401]);
    expect(await leastT(known, none, 60, 2, 0)).toBeGreaterThan(threshold);
  });
});
