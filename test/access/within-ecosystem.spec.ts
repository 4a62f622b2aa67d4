import { DataSource } from 'typeorm';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { newToken, newUser, sharedService } from '../support/service.js';
import { filled, type Route, routesOf } from './routes.js';

/** An account token with an ecosystem before it (`Bearer ECOSYSTEM:SECRET`) speaks within that ecosystem only. */
describe('an account token that speaks within one ecosystem', () => {
  const service = sharedService();
  let authorization: string;
  let routes: Route[];
  const foreign = 'foreign-tenant-4711';

  beforeAll(async () => {
    authorization = `Bearer default:${service.account}`;
    routes = routesOf(service).filter(
      ({ access }) => access.rule !== 'public' && access.credentials === 'bearer',
    );
    await service.native('POST', '/v1/ecosystems', service.account, { id: foreign, name: foreign });
    const { id } = await newUser(service, foreign, { username: foreign, externalId: foreign });
    await newToken(service, foreign, id, { name: foreign });
  });

  const ask = ({ method, path }: Pick<Route, 'method' | 'path'>) =>
    service.ask(path, { method, headers: { authorization }, json: method === 'GET' ? undefined : {} });
  const entries = () => service.get(DataSource).manager.count(AuditEntry);
  const named = ({ method, path }: Route) => `${method} ${path}`;

  it('is refused wherever an account token alone may come, and by what concerns the whole service', async () => {
    const wide = routes.filter(({ access: { holders, rule } }) => {
      const permission = typeof rule === 'object' ? rule.permission : '';
      const isWide = ['ecosystems:create', 'ecosystems:delete', 'metrics:read'].includes(permission);
      return isWide || holders?.join() === 'account';
    });
    expect(wide.map(named)).toEqual(
      expect.arrayContaining([
        'GET /metrics',
        'POST /v1/ecosystems',
        'DELETE /v1/ecosystems/:ecosystemId',
        'GET /v1/account-tokens',
        'POST /v1/account-tokens',
        'DELETE /v1/account-tokens/:tokenId',
        'POST /v1/account-tokens/:tokenId/rotate',
        'GET /v1/audit',
        'GET /v1/audit/export',
      ]),
    );
    const before = await entries();
    for (const route of wide) {
      const { status } = await ask({ ...route, path: filled(route.path) });
      expect({ route: named(route), status }).toEqual({ route: named(route), status: 403 });
    }
    expect(await entries()).toBe(before);
  });

  it('is shown nothing of another ecosystem, whatever it asks', async () => {
    const before = await entries();
    for (const route of routes) {
      const path = filled(route.path.replace(':ecosystemId', foreign).replace(':subject', `${foreign};x`));
      const isForeign = path.includes(foreign);
      const { status, text } = await ask({ ...route, path });
      const told = text.replaceAll(path, '');
      expect({
        route: named(route),
        isTold: told.includes(foreign),
        isDone: isForeign && status < 400,
      }).toEqual({
        route: named(route),
        isTold: false,
        isDone: false,
      });
    }
    expect(await entries()).toBe(before);
  });

  it('does within it what a server token may, and as an account by itself everything', async () => {
    const { status, body } = await ask({ method: 'GET', path: '/v1/self' });
    expect({ status, holder: body.holder, ecosystemId: body.ecosystemId }).toEqual({
      status: 200,
      holder: 'account',
      ecosystemId: 'default',
    });
    const server = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {});
    const { permissions } = (await service.native('GET', '/v1/self', server.body.secret)).body;
    expect(body.permissions).toEqual(permissions);
    expect((await service.native('GET', '/metrics', service.account)).status).toBe(200);
  });
});
