import { nestedPath } from '../../../src/common/failure.js';
import { newTenant, sharedService } from '../../support/service.js';

/** RFC 6901. */
describe('the pointers of a problem', () => {
  const service = sharedService();
  let server: string;
  let path: string;

  beforeAll(async () => {
    const tenant = await newTenant(service);
    server = tenant.server;
    path = `/v1/ecosystems/${tenant.ecosystemId}`;
  });

  const pointersOf = async (method: string, address: string, json?: unknown) => {
    const { status, body } = await service.native(method, address, server, json);
    expect([404, 422]).toContain(status);
    return body.errors.map(({ pointer }: { pointer: string }) => pointer) as string[];
  };

  it('a field of the body, and one with characters that a pointer escapes', async () => {
    expect(await pointersOf('POST', `${path}/users`, { name: 7 })).toEqual(['/name']);
    expect(await pointersOf('POST', `${path}/users`, { 'a/b~c': 1, 'd.e': 1 })).toEqual(['/a~1b~0c', '/d.e']);
  });

  it('an item of a list', async () => {
    const json = { userIds: ['nobody', 'none'] };
    expect(await pointersOf('POST', `${path}/tokens/bulk`, json)).toEqual(['/userIds/0', '/userIds/1']);
  });

  it('a field of the query', async () => {
    expect(await pointersOf('GET', `${path}/users?limit=0`)).toEqual(['/limit']);
  });

  it('the whole body', async () => {
    expect(await pointersOf('POST', `${path}/users`, [])).toEqual(['']);
  });

  it('steps are kept apart, so that a dot in a name is no step', () => {
    expect(nestedPath('users', '3', 'e.mail')).toEqual({
      path: 'users.3.e.mail',
      steps: ['users', '3', 'e.mail'],
    });
  });
});
