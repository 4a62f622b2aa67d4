import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Service,
  startService,
} from '../../support/service.js';
import { at, login, newPerson } from '../rocketchat/rocketchat.js';
import { expectProblem, invalid } from './problem.js';

const path = '/v1/ecosystems';

/** A name that is unique in the whole service is given by an operator: else a tenant could stand where others sign in. */
describe('names of the service’s own namespace', () => {
  let service: Service;
  let tenant: { ecosystemId: string; server: string };
  let own: string;

  beforeEach(async () => {
    service = await startService();
    tenant = await newTenant(service);
    own = `${path}/${tenant.ecosystemId}`;
  });
  afterEach(() => service.close());

  it.each(['auth.company.example', 'localhost', '127.0.0.1.example', null])(
    '403: a tenant’s own server token does not set the domain to %s, and nothing is changed',
    async (domain) => {
      const before = await service.native('GET', own, service.account);
      const reply = await service.native('PATCH', own, tenant.server, { domain, name: 'Taken over' });
      expectProblem(reply, own, {
        status: 403,
        code: 'wrong-holder',
        detail: 'Only an account token may set the domain of an ecosystem',
      });
      expect((await service.native('GET', own, service.account)).body).toEqual(before.body);
    },
  );

  it('403: nor does an admin of the tenant, nor an account token that speaks for it alone', async () => {
    const { id } = await newUser(service, tenant.ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, tenant.ecosystemId, id);
    for (const one of [secret, `${tenant.ecosystemId}:${service.account}`]) {
      const { status, body } = await service.native('PATCH', own, one, { domain: 'a.example' });
      expect([status, body.code]).toEqual([403, 'wrong-holder']);
    }
  });

  it('200: an account token sets it; a tenant changes what has effect inside of it alone', async () => {
    const set = await service.native('PATCH', own, service.account, { domain: 'chat.acme.example' });
    expect([set.status, set.body.domain]).toEqual([200, 'chat.acme.example']);
    const changes = { name: 'Acme', origins: ['https://app.acme.example'], registration: 'open' };
    const { status, body } = await service.native('PATCH', own, tenant.server, changes);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { ...changes, domain: 'chat.acme.example' },
    });
  });

  it('whoever signs in where everybody does still gets in after a tenant asked for that host', async () => {
    const password = 'correct horse battery staple';
    const ada = await newPerson(service, 'ada', { password });
    for (const host of ['localhost', 'auth.company.example']) {
      await service.native('PATCH', own, tenant.server, { domain: host });
      const asked = at(service, host);
      expect((await login(asked, { user: 'ada', password })).status).toBe(200);
      expect((await asked.ask('/api/v1/me', { headers: ada.headers })).status).toBe(200);
    }
  });
});

describe('the registration of an ecosystem', () => {
  it.each([
    [{}, 'closed'],
    [{ ACCOUNTS_REGISTRATION_FORM: 'Public' }, 'open'],
  ])(
    'is a setting; the environment %o is the default of the default ecosystem alone',
    async (environment, byDefault) => {
      const service = await startService(environment as Record<string, string>);
      const read = async (id: string) =>
        (await service.native('GET', `${path}/${id}`, service.account)).body.registration;
      const { ecosystemId, server } = await newTenant(service);
      expect([await read('default'), await read(ecosystemId)]).toEqual([byDefault, 'closed']);
      for (const registration of ['open', 'closed']) {
        const { status } = await service.native('PATCH', `${path}/${ecosystemId}`, server, { registration });
        await service.native('PATCH', `${path}/default`, service.account, { registration });
        expect([status, await read('default'), await read(ecosystemId)]).toEqual([
          200,
          registration,
          registration,
        ]);
      }
      const made = await service.native('POST', path, service.account, {
        name: 'Open',
        registration: 'open',
      });
      expect([made.status, made.body.registration]).toEqual([201, 'open']);
      await service.close();
    },
  );

  it.each([null, '', 'Public', true])('422: it cannot be %p', async (registration) => {
    const service = await startService();
    const { status, body } = await service.native('PATCH', `${path}/default`, service.account, {
      registration,
    });
    expect([status, body.errors[0].pointer]).toEqual([422, '/registration']);
    await service.close();
  });
});

describe('DELETE /v1/ecosystems/default', () => {
  let service: Service;
  beforeEach(async () => {
    service = await startService();
  });
  afterEach(() => service.close());
  const remove = (query: string, id = 'default') =>
    service.native('DELETE', `${path}/${id}${query}`, service.account);
  const unconfirmed = (id: string) => ({
    ...invalid([
      'confirm',
      'confirm',
      `confirm must be ${id}: every token in this ecosystem will be dead for good`,
    ]),
    errors: [
      {
        in: 'query' as const,
        pointer: '/confirm',
        code: 'confirm',
        detail: `confirm must be ${id}: every token in this ecosystem will be dead for good`,
      },
    ],
  });

  it('422: without its name once more, or with another; every token lives on', async () => {
    const { id } = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', id);
    for (const query of ['', '?confirm=acme']) {
      expectProblem(await remove(query), `${path}/default`, unconfirmed('default'));
    }
    expect(await introspect(service, secret)).toMatchObject({ active: true });
  });

  it('422: of another ecosystem a wrong confirmation is refused too; none is needed', async () => {
    const { ecosystemId } = await newTenant(service);
    expectProblem(
      await remove('?confirm=default', ecosystemId),
      `${path}/${ecosystemId}`,
      unconfirmed(ecosystemId),
    );
    expect((await remove('', ecosystemId)).status).toBe(204);
  });

  it('204: with it', async () => {
    expect((await remove('?confirm=default')).status).toBe(204);
    expect((await service.native('GET', `${path}/default`, service.account)).status).toBe(404);
  });
});
