import { introspect, newToken, newUser, sharedService } from '../../support/service.js';

/** Whose password somebody else sets may have lost it to a thief: the thief's sessions end with it. */
describe('PATCH /v1/ecosystems/:ecosystemId/users/:userId with a password', () => {
  const service = sharedService();
  const change = (id: string, json: unknown, secret = service.account) =>
    service.native('PATCH', `/v1/ecosystems/default/users/${id}`, secret, json);

  it.each([
    ['ends', {}, false],
    ['ends', { revokeTokens: true }, false],
    ['with "revokeTokens": false leaves', { revokeTokens: false }, true],
  ])('200: a password that another sets %s the user’s tokens', async (_, given, active) => {
    const user = await newUser(service, 'default', { password: 'correct horse' });
    const { secret } = await newToken(service, 'default', user.id, { expiryType: 'Infinite' });
    expect(await introspect(service, secret)).toMatchObject({ active: true });
    expect((await change(user.id, { password: 'battery staple', ...given })).status).toBe(200);
    expect(await introspect(service, secret)).toMatchObject({ active });
    expect(await newToken(service, 'default', user.id)).toMatchObject({ token: { state: 'live' } });
  });

  it('200: one’s own password leaves one’s tokens, unless they are to end', async () => {
    const user = await newUser(service, 'default', { roles: ['admin'] });
    const { secret } = await newToken(service, 'default', user.id);
    expect((await change(user.id, { password: 'battery staple' }, secret)).status).toBe(200);
    expect(await introspect(service, secret)).toMatchObject({ active: true });
    await change(user.id, { password: 'correct horse', revokeTokens: true }, secret);
    expect(await introspect(service, secret)).toEqual({ active: false });
  });

  it('422: revokeTokens without a password', async () => {
    const user = await newUser(service, 'default');
    const { status, body } = await change(user.id, { revokeTokens: true });
    expect([status, body.errors[0].pointer]).toEqual([422, '/revokeTokens']);
  });
});
