import { sharedService } from '../../support/service.js';
import { bothGenerations, expectReply, type Generation, generations, me, newPerson } from './rocketchat.js';

describe.each(bothGenerations)('GET /api/v1/me, %s: 200', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  const always = {
    status: 'offline',
    type: 'user',
    active: true,
    createdAt: '2026-11-22T12:00:00.000Z',
    isOAuthUser: false,
    settings: { profile: {}, preferences: {}, calendar: {} },
    success: true,
  };

  it('the user’s fields at the top, and nothing of the password but that there is one', async () => {
    const given = { email: 'ada@acme.example', name: 'Ada Lovelace', roles: ['user', 'admin'] };
    const ada = await newPerson(service, 'Ada_Ü', { ...given, password: 'correct horse' });
    expectReply(await me(service, ada.headers), 200, {
      ...always,
      _id: ada.id,
      name: 'Ada Lovelace',
      username: 'Ada_Ü',
      emails: [{ address: 'ada@acme.example', verified: true }],
      email: 'ada@acme.example',
      roles: ['user', 'admin'],
      _updatedAt: '2026-11-22T12:00:00.000Z',
      avatarUrl: '/avatar/Ada_%C3%9C',
      services: { password: { exists: true } },
    });
  });

  it('leaves out what the user does not have', async () => {
    const { id, headers } = await newPerson(service, 'bare');
    service.clock.advance(1000);
    const path = `/v1/ecosystems/default/users/${id}`;
    await service.native('PATCH', path, service.account, { username: null, name: '' });
    expectReply(await me(service, headers), 200, {
      ...always,
      _id: id,
      name: '',
      emails: [],
      roles: ['user'],
      _updatedAt: '2026-11-22T12:00:01.000Z',
      avatarUrl: `/avatar/${id}`,
      services: { password: { exists: false } },
    });
  });

  it('for a client that sends a JSON content type and the two-factor headers with every GET', async () => {
    const { id, headers } = await newPerson(service, 'client');
    const always = { 'content-type': 'application/json', 'x-2fa-code': 'x', 'x-2fa-method': 'password' };
    const reply = await service.ask('/api/v1/me', { headers: { ...headers, ...always } });
    expect(reply).toMatchObject({ status: 200, body: { _id: id } });
  });
});
