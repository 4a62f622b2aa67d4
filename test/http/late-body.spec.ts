import { request } from 'node:http';
import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';

/** Longer than an admission is relied on while the body comes, in ms. */
const late = 300;

describe('a body that is long in coming', () => {
  const service = sharedService();

  /** Sends the head and the first byte, does something, and sends the rest after it. */
  async function held<Done>(path: string, secret: string, json: object, meanwhile: () => Promise<Done>) {
    const body = JSON.stringify(json);
    const headers = {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(`${service.base}${path}`, { method: 'POST', headers });
    const status = new Promise<number>((resolve, reject) => {
      sent.once('error', reject).once('response', (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
    });
    sent.write(body[0]);
    const [done] = await Promise.all([meanwhile(), new Promise((resolve) => setTimeout(resolve, late))]);
    sent.end(body.slice(1));
    return { status: await status, done };
  }

  it('is taken of one who is still somebody', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const { status } = await held(`/v1/ecosystems/${ecosystemId}/users`, server, {}, async () => undefined);
    expect(status).toBe(201);
  });

  type Change = (ecosystemId: string, userId: string, tokenId: string) => [string, string, object?];

  it.each<[string, Change]>([
    ['the token was revoked', (id, _, token) => ['DELETE', `/v1/ecosystems/${id}/tokens/${token}`]],
    [
      'the user was deactivated',
      (id, user) => ['PATCH', `/v1/ecosystems/${id}/users/${user}`, { active: false }],
    ],
    [
      'the user has no role any more',
      (id, user) => ['PATCH', `/v1/ecosystems/${id}/users/${user}`, { roles: [] }],
    ],
    ['the ecosystem was deleted', (id) => ['DELETE', `/v1/ecosystems/${id}`]],
  ])('does nothing when %s meanwhile', async (_, change) => {
    const { ecosystemId } = await newTenant(service);
    const admin = await newUser(service, ecosystemId, { roles: ['admin'] });
    await newUser(service, ecosystemId, { roles: ['admin'] });
    const { token, secret } = await newToken(service, ecosystemId, admin.id);
    const end = () => {
      const [method, path, json] = change(ecosystemId, admin.id, token.id);
      return service.native(method, path, service.account, json);
    };
    const path = `/v1/ecosystems/${ecosystemId}/users`;
    const { status, done } = await held(path, secret, { username: 'late' }, end);
    expect(done.status).toBeLessThan(300);
    expect([401, 403]).toContain(status);
    const { body } = await service.native('GET', `${path}?username=late`, service.account);
    expect(body?.data ?? []).toEqual([]);
  });

  it('makes no key for one whose key was revoked with all that came from it', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const { jti } = await introspect(service, server);
    const path = `/v1/ecosystems/${ecosystemId}/tokens/${jti}?cascade=true`;
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const { status, done } = await held(keys, server, {}, () =>
      service.native('DELETE', path, service.account),
    );
    expect([done.status, status]).toEqual([200, 401]);
  });
});
