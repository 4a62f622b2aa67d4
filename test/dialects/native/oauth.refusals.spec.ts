import { sharedService } from '../../support/service.js';
import { basic } from './client-credentials.js';

describe('client credentials beyond their place', () => {
  const service = sharedService();
  const path = '/v1/tokens/introspect';

  it('403 unauthorized_client: a client without tokens:introspect', async () => {
    const { body } = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
      permissions: ['tokens:list'],
    });
    const headers = { ...basic('default', body.secret), 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await service.ask(path, { method: 'POST', headers, body: 'token=x' });
    expect({ status: reply.status, body: reply.body }).toEqual({
      status: 403,
      body: {
        error: 'unauthorized_client',
        error_description: 'This needs the permission tokens:introspect',
      },
    });
  });

  it('401 everywhere else: no other route takes Basic or credentials in a form', async () => {
    const headers = basic('default', service.account);
    for (const [method, other] of [
      ['GET', '/v1/self'],
      ['GET', '/v1/ecosystems/default'],
      ['GET', '/v1/verify?ecosystem=default'],
      ['POST', '/v1/tokens/introspect/bulk'],
      ['POST', '/v1/ecosystems/default/users'],
    ] as const) {
      const { status } = await service.ask(other, {
        method,
        headers,
        ...(method === 'POST' && { json: {} }),
      });
      expect({ other, status }).toEqual({ other, status: 401 });
    }
  });
});
