import { createHash } from 'node:crypto';
import { introspect, newUser, type Reply, sharedService, startService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  type Generation,
  generations,
  headersOf,
  login,
  me,
} from './rocketchat.js';

const password = 'correct horse battery staple';
const sha256 = createHash('sha256').update(password).digest('hex');
const day = 24 * 60 * 60 * 1000;

describe.each(bothGenerations)('POST /api/v1/login, %s: 200', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let ada: { id: string };

  beforeAll(async () => {
    ada = await newUser(service, 'default', {
      username: 'Ada',
      email: 'Ada@acme.example',
      name: 'Ada Lovelace',
      password,
    });
  });

  /** The whole answer of the original; 8.x adds `success`. */
  function expectLogin(reply: Reply): { userId: string; authToken: string } {
    const moment = '2026-11-22T12:00:00.000Z';
    expectReply(reply, 200, {
      status: 'success',
      ...(generation === '8.x' && { success: true }),
      data: {
        userId: ada.id,
        authToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        me: {
          _id: ada.id,
          name: 'Ada Lovelace',
          username: 'Ada',
          emails: [{ address: 'Ada@acme.example', verified: true }],
          email: 'Ada@acme.example',
          status: 'offline',
          type: 'user',
          active: true,
          roles: ['user'],
          createdAt: moment,
          _updatedAt: moment,
          avatarUrl: '/avatar/Ada',
          isOAuthUser: false,
          settings: { profile: {}, preferences: {}, calendar: {} },
          services: { password: { exists: true } },
        },
      },
    });
    return reply.body.data;
  }

  it.each<[string, object]>([
    ['user that is a username', { user: 'Ada', password }],
    ['user that is a username, in another case of letters', { user: 'aDA', password }],
    ['user that is an address', { user: 'ada@ACME.example', password }],
    ['user that holds the username', { user: { username: 'ada' }, password }],
    ['user that holds the address', { user: { email: 'ada@acme.example' }, password }],
    ['username', { username: 'ada', password }],
    ['email', { email: 'ada@acme.example', password }],
    ['the digest of the password', { user: 'ada', password: { digest: sha256, algorithm: 'sha-256' } }],
    [
      'the digest in capitals',
      { user: 'ada', password: { digest: sha256.toUpperCase(), algorithm: 'sha-256' } },
    ],
    ['the password as hashed', { user: 'ada', password: { hashed: sha256 } }],
    ['hashed beside the user', { user: 'ada', hashed: sha256 }],
    [
      'a code of two-factor authentication, which is not looked at',
      { user: 'ada', password, code: '123456' },
    ],
  ])('by %s', async (_, body) => {
    const { userId, authToken } = expectLogin(await login(service, body));
    expect((await me(service, headersOf(userId, authToken))).status).toBe(200);
  });

  it('by a form body', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ user: 'ada', password }).toString();
    expectLogin(await service.ask('/api/v1/login', { method: 'POST', headers, body }));
  });

  it('by a token to resume with, which stays the token', async () => {
    const first = expectLogin(await login(service, { user: 'ada', password }));
    expect(expectLogin(await login(service, { resume: first.authToken }))).toEqual(
      expect.objectContaining(first),
    );
  });

  it('gives a new token each time, and the older ones live on', async () => {
    const one = expectLogin(await login(service, { user: 'ada', password }));
    const other = expectLogin(await login(service, { user: 'ada', password }));
    expect(one.authToken).not.toBe(other.authToken);
    for (const { userId, authToken } of [one, other]) {
      expect((await me(service, headersOf(userId, authToken))).status).toBe(200);
    }
  });
});

describe('the token of login', () => {
  it.each([
    ['90 days', {}, 90],
    ['LOGIN_EXPIRATION_DAYS', { LOGIN_EXPIRATION_DAYS: '1' }, 1],
  ])('lives %s; after it, resuming says so', async (_, environment, days) => {
    const service = await startService(environment);
    try {
      const { id } = await newUser(service, 'default', { username: 'ada', password });
      const { authToken } = (await login(service, { user: 'ada', password })).body.data;
      expect(await introspect(service, authToken)).toMatchObject({
        sub: id,
        expiry_type: 'FixedTtl',
        exp: (service.clock.now() + days * day) / 1000,
      });
      service.clock.advance(days * day);
      expectReply(await login(service, { resume: authToken }), 401, {
        status: 'error',
        error: 403,
        message: 'Your session has expired. Please log in again.',
      });
    } finally {
      await service.close();
    }
  });
});
