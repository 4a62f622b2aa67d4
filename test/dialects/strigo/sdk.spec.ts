import { DataSource } from 'typeorm';
import { AuditEntry } from '../../../src/audit/audit-entry.entity.js';
import { type Reply, sharedService } from '../../support/service.js';
import { type Customer, deadSecrets, newCustomer, storingNothing } from '../../support/vendors.js';
import { configPath, eventPath, newOrganisation, newSdkToken } from './sdk.js';
import { credentials, failure, invalid, json } from './strigo.js';

const page = 'https://www.app.acme.example';
const other = 'http://localhost:8080';
const foreign = 'https://foreign.example';

describe('strigo: what the SDK asks from a page', () => {
  const service = sharedService();
  let organisation: Customer;
  let token: string;

  beforeAll(async () => {
    organisation = await newOrganisation(service, [page, other, 'https://app.acme.example']);
    await newOrganisation(service, [foreign]);
    token = await newSdkToken(service, organisation);
  });

  const calls = [
    ['GET', configPath, undefined],
    ['POST', eventPath, { eventName: 'created-project' }],
  ] as const;
  const ask = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    service.ask(path, { method, headers: { authorization: `Bearer ${token}`, ...headers }, json: body });
  const corsOf = ({ headers }: Reply) =>
    Object.fromEntries([...headers].filter(([name]) => /^access-control|^vary$/.test(name)));

  it('200 for the configuration: the hosts of the origins, without www.', async () => {
    for (const query of ['', '?domain=app.acme.example', '?domain=elsewhere.example&more=1']) {
      const headers = { origin: page, 'content-type': 'application/json' };
      const reply = await ask('GET', configPath + query, undefined, headers);
      expect(reply.body).toEqual({
        result: 'success',
        data: {
          allowedAcademyDomains: ['app.acme.example', 'localhost:8080'],
          loggingConfig: { url: '' },
          userAssessments: [],
          isAcademyAssessmentDebug: false,
        },
      });
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-type')).toBe(json);
    }
  });

  it('200 for the configuration of an organisation without pages: no host', async () => {
    const bare = await newOrganisation(service, []);
    const authorization = `Bearer ${await newSdkToken(service, bare)}`;
    const { status, body } = await service.ask(configPath, { headers: { authorization } });
    expect([status, body.data.allowedAcademyDomains]).toEqual([200, []]);
  });

  it('201 for a success event, which the audit has then', async () => {
    const eventName = 'Projekt „eins“ angelegt';
    const reply = await ask('POST', eventPath, { eventName }, { origin: other });
    expect([reply.status, reply.body]).toEqual([201, { result: 'success' }]);
    const entries = service.get(DataSource).getRepository(AuditEntry);
    const entry = await entries.findOneByOrFail({ action: 'user.success' });
    expect(entry).toMatchObject({
      ...{ ecosystemId: organisation.ecosystemId, targetType: 'user', callerHolder: 'user' },
      detail: { eventName },
    });
    expect(entry.targetId).toBe(entry.callerUserId);
  });

  describe.each(calls)('%s %s', (method, path, body) => {
    it('may be read by a page of each origin, which is named exactly, and by no other', async () => {
      for (const origin of [page, other]) {
        const reply = await ask(method, path, body, { origin });
        expect(Math.floor(reply.status / 100)).toBe(2);
        expect(corsOf(reply)).toEqual({ 'access-control-allow-origin': origin, vary: 'Origin' });
      }
      const none = await ask(method, path, body);
      expect(Math.floor(none.status / 100)).toBe(2);
      expect(corsOf(none)).toEqual({ vary: 'Origin' });
    });

    it.each([
      foreign,
      'https://elsewhere.example',
      'http://www.app.acme.example',
      'https://www.app.acme.example:8443',
      'https://WWW.app.acme.example',
      'https://www.app.acme.example/',
      'null',
      '*',
    ])('403 for a page of %s, which cannot read it', async (origin) => {
      const reply = await storingNothing(service, () => ask(method, path, body, { origin }));
      const message = 'The organisation does not allow pages of this origin';
      expect([reply.status, reply.body]).toEqual([403, failure('Forbidden', message)]);
      expect(corsOf(reply)).toEqual({ vary: 'Origin' });
    });

    it('answers the preflight of a page that any organisation allows, without credentials', async () => {
      const headers = {
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type',
      };
      for (const origin of [page, other, foreign]) {
        const reply = await service.ask(path, { method: 'OPTIONS', headers: { ...headers, origin } });
        expect([reply.status, reply.text]).toEqual([204, '']);
        expect(corsOf(reply)).toEqual({
          'access-control-allow-origin': origin,
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'Authorization, Content-Type',
          'access-control-max-age': '600',
          vary: 'Origin',
        });
      }
    });

    it('gives the preflight of any other page nothing', async () => {
      const gone = 'https://gone.example';
      const { ecosystemId } = await newOrganisation(service, [gone]);
      await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
      const origins = [
        ...['https://elsewhere.example', 'https://app.acme.exampl_', 'https://%', 'null', '*', '"'],
        ...[gone, `https://${'x'.repeat(5000)}`, 'https://www.app.acme.example","x'],
      ];
      for (const origin of origins) {
        const reply = await service.ask(path, { method: 'OPTIONS', headers: { origin } });
        expect([origin, reply.status, corsOf(reply)]).toEqual([origin, 204, { vary: 'Origin' }]);
      }
    });

    it('401 without a token, or with a dead one', async () => {
      const expectRefusal = async (authorization: string, message: string) => {
        const headers = { authorization, origin: page };
        const reply = await storingNothing(service, () => ask(method, path, body, headers));
        expect([reply.status, reply.body]).toEqual([401, failure('Unauthorized', message)]);
      };
      await expectRefusal('', 'This needs a token in the header Authorization');
      for (const which of Object.keys(deadSecrets)) {
        const secret = await deadSecrets[which]!(service, organisation);
        await expectRefusal(`Bearer ${secret}`, 'The token is not valid');
      }
    });

    it('403 with a key, of the organisation or of an account', async () => {
      const customer = await newCustomer(service);
      for (const authorization of [credentials(customer).authorization, `Bearer ${service.account}`]) {
        const reply = await storingNothing(service, () => ask(method, path, body, { authorization }));
        expect([reply.status, reply.body]).toEqual([
          403,
          failure('Forbidden', 'This needs a token of: user'),
        ]);
      }
    });
  });

  it.each([
    [{}, 'Must be a string'],
    [{ eventName: '' }, 'Must be 1 to 200 characters'],
    [{ eventName: 'x'.repeat(201) }, 'Must be 1 to 200 characters'],
    [{ eventName: 'a\nb' }, 'Must be 1 to 200 characters'],
    [{ eventName: 7 }, 'Must be a string'],
    [{ eventName: ['a'] }, 'Must be a string'],
  ])('422 for the event %p, which the page can read', async (body, text) => {
    const reply = await storingNothing(service, () => ask('POST', eventPath, body, { origin: page }));
    expect([reply.status, reply.body]).toEqual([422, invalid(['eventName', text])]);
    expect(corsOf(reply)).toEqual({ 'access-control-allow-origin': page, vary: 'Origin' });
  });

  it('422 for a domain of 301 characters', async () => {
    const reply = await ask('GET', `${configPath}?domain=${'x'.repeat(301)}`, undefined);
    expect(reply.status).toBe(422);
  });

  it('nothing but the SDK’s two paths is open to pages', async () => {
    const paths = ['/api/v1/academy/users/token', '/api/v1/members', '/v1/self', '/health/live'];
    for (const path of paths) {
      for (const method of ['OPTIONS', 'GET']) {
        const reply = await service.ask(path, { method, headers: { origin: page } });
        expect([path, corsOf(reply)]).toEqual([path, {}]);
      }
    }
  });
});
