import { createHash } from 'node:crypto';
import { newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { bothGenerations, expectReply, type Generation, generations, login } from './rocketchat.js';

const password = 'correct horse battery staple';
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe.each(bothGenerations)('POST /api/v1/login, %s: 401', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let ada: { id: string };
  const failed = generation === '8.x' ? { success: false, status: 'error' } : { status: 'error' };
  const unauthorized = { ...failed, error: 'Unauthorized', message: 'Unauthorized' };
  const loggedOut = {
    ...failed,
    error: 403,
    message: "You've been logged out by the server. Please log in again.",
  };

  beforeAll(async () => {
    ada = await newUser(service, 'default', { username: 'ada', email: 'ada@acme.example', password });
    await newUser(service, 'default', { username: 'without', email: 'without@acme.example' });
  });

  it.each<[string, unknown]>([
    ['a wrong password', { user: 'ada', password: 'wrong horse' }],
    ['the password in another case of letters', { user: 'ada', password: password.toUpperCase() }],
    ['the digest as a text', { user: 'ada', password: digestOf(password) }],
    ['a wrong digest', { user: 'ada', password: { digest: digestOf('x'), algorithm: 'sha-256' } }],
    ['a digest that cannot be one', { user: 'ada', password: { digest: password, algorithm: 'sha-256' } }],
    ['an unknown username', { user: 'nobody', password }],
    ['an unknown address', { user: 'nobody@acme.example', password }],
    ['the address as a username', { username: 'ada@acme.example', password }],
    ['the username as an address', { email: 'ada', password }],
    ['a user without a password', { user: 'without', password }],
    ['no password', { user: 'ada' }],
    ['an empty password', { user: 'ada', password: '' }],
    ['a list for the password', { user: 'ada', password: [password] }],
    ['no user', { password }],
    ['a query for the user', { user: { $ne: null }, password }],
    ['a query for the password', { user: 'ada', password: { $ne: null } }],
    ['no body', undefined],
    ['an empty body', {}],
    ['a list', []],
    ['null', null],
    ['a username with NUL', { user: 'ada\0', password }],
    ['an address with NUL', { email: 'ada@acme.example\0', password }],
    ['a username of 10,000 characters', { user: 'x'.repeat(10_000), password }],
    ['a lone surrogate', { user: '\ud800', password: '\udfff' }],
  ])('Unauthorized for %s', async (_, body) => {
    expectReply(await login(service, body), 401, unauthorized);
  });

  it('Unauthorized for a user of another ecosystem, which this host does not lead to', async () => {
    const { ecosystemId } = await newTenant(service);
    await newUser(service, ecosystemId, { username: 'eve', password });
    expectReply(await login(service, { user: 'eve', password }), 401, unauthorized);
  });

  it('Unauthorized once the user is deleted', async () => {
    const { id } = await newUser(service, 'default', { username: 'gone', password });
    await service.native('DELETE', `/v1/ecosystems/default/users/${id}`, service.account);
    expectReply(await login(service, { user: 'gone', password }), 401, unauthorized);
  });

  it('error-user-is-not-activated for a deactivated user with the right password, and only then', async () => {
    await newUser(service, 'default', { username: 'idle', password, active: false });
    expectReply(await login(service, { user: 'idle', password }), 401, {
      ...failed,
      error: 'error-user-is-not-activated',
      details: { function: 'Accounts.validateLoginAttempt' },
      message: 'User is not activated',
    });
    expectReply(await login(service, { user: 'idle', password: 'wrong horse' }), 401, unauthorized);
  });

  it('to resume with a token that is unknown, no user’s, or revoked', async () => {
    const { token, secret } = await newToken(service, 'default', ada.id);
    expect((await login(service, { resume: secret })).status).toBe(200);
    await service.native('DELETE', `/v1/ecosystems/default/tokens/${token.id}`, service.account);
    const { server } = await newTenant(service);
    for (const resume of [secret, server, service.account, 'x', 'A'.repeat(43)]) {
      expectReply(await login(service, { resume }), 401, loggedOut);
    }
  });

  it('to resume with a token that has expired', async () => {
    const { secret } = await newToken(service, 'default', ada.id, { ttl: 1 });
    service.clock.advance(1000);
    expectReply(await login(service, { resume: secret }), 401, {
      ...failed,
      error: 403,
      message: 'Your session has expired. Please log in again.',
    });
  });

  it('to resume with a token of a user who was deactivated since', async () => {
    const { id } = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', id);
    await service.native('PATCH', `/v1/ecosystems/default/users/${id}`, service.account, { active: false });
    expectReply(await login(service, { resume: secret }), 401, loggedOut);
  });
});
