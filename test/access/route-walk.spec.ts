import { Controller, Get, Module, Post, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import { FirstBoot } from '../../src/first-boot.js';
import { SystemClock } from '../../src/common/clock.js';
import { permissions } from '../../src/common/permission.js';
import { FastRoute } from '../../src/dialects/shared/fast-route.decorator.js';
import { createAdapter, setUpHttp } from '../../src/http/fastify.js';
import { serveDocuments } from '../../src/http/openapi/document.js';
import { sharedService } from '../support/service.js';
import { filled, type Route, routesOf } from './routes.js';
import { loadConfig } from '../../src/service-config.js';

describe('every route of the application', () => {
  const service = sharedService({ CREATE_TOKENS_FOR_USERS: 'true' });
  let routes: Route[];

  beforeAll(async () => {
    routes = routesOf(service);
  });

  const ask = ({ method, path }: Route, headers: Record<string, string> = {}) =>
    service.ask(filled(path), { method, headers, json: method === 'POST' ? {} : undefined });
  const named = ({ handler, method, path }: Route) => `${method} ${path} (${handler})`;

  it('is found by the walk: those of all five dialects and of the health checks', () => {
    const found = routes.map(({ method, path }) => `${method} ${path}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'GET /health/live',
        'GET /metrics',
        'GET /v1/audit/export',
        'POST /v1/ecosystems',
        'DELETE /v1/ecosystems/:ecosystemId/users/:userId/tokens',
        'GET /v1/ecosystems/:ecosystemId/users',
        'GET /v1/account-tokens/:tokenId',
        'GET /v1/audit',
        'POST /v1/tokens/introspect',
        'POST /api/v1/academy/users/token',
        'POST /api/v1/libro/generate-token',
        'GET /api/v1/members',
        'GET /api/internal/academy/v1/config',
        'POST /v1/enterprise/user-tokens',
        'POST /v1/enterprise/user-tokens/:user_id',
        'DELETE /v1/enterprise/account/:user_id',
        'POST /api/v1/users.createToken',
        'GET /api/v1/me',
        'POST /api/users/:subject/tokens',
        'POST /v0/api/users/:subject/tokens',
        'PUT /v0/api/users/:subject',
      ]),
    );
  });

  it('declares who may pass: a permission, any caller, or the world', () => {
    expect(routes.filter(({ access }) => access.rule === undefined).map(named)).toEqual([]);
  });

  it('is open to the world only where it must be', () => {
    const open = routes.filter(({ access }) => access.rule === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'ALL /v1/verify/*',
      'GET /',
      'GET /api/info',
      'GET /api/v1/info',
      'GET /health/live',
      'GET /health/ready',
      'GET /problems',
      'GET /problems/:code',
      'GET /v1/verify',
      'OPTIONS /api/internal/academy/v1/config',
      'OPTIONS /api/internal/academy/v1/success-event',
      'POST /api/v1/login',
      'POST /api/v1/users.register',
    ]);
  });

  it('answers 401 without credentials, unless it is open to the world', async () => {
    for (const route of routes.filter(({ access }) => access.rule !== 'public')) {
      expect({ route: named(route), status: (await ask(route)).status }).toEqual({
        route: named(route),
        status: 401,
      });
    }
  });

  it('answers 401 to the other kind of credentials: two headers for Authorization, and the reverse', async () => {
    const user = await service.native('POST', '/v1/ecosystems/default/users', service.account, {});
    const tokens = `/v1/ecosystems/default/users/${user.body.id}/tokens`;
    const { secret } = (await service.native('POST', tokens, service.account, {})).body;
    const twoHeaders = { 'x-auth-token': secret, 'x-user-id': user.body.id };
    const bearer = { authorization: `Bearer ${secret}` };
    for (const route of routes.filter(({ access }) => access.rule !== 'public')) {
      const wrong = route.access.credentials === 'auth-token' ? bearer : twoHeaders;
      expect({ route: named(route), status: (await ask(route, wrong)).status }).toEqual({
        route: named(route),
        status: 401,
      });
    }
  });

  it('answers 403 to a key with all permissions but the one it declares', async () => {
    const guarded = routes.filter(({ access }) => typeof access.rule === 'object');
    expect(guarded.length).toBeGreaterThan(15);
    for (const route of guarded) {
      const { rule, holders } = route.access;
      const needed = (rule as { permission: string }).permission;
      const isForServers = holders?.length === 1 && holders[0] === 'server';
      const path = isForServers ? '/v1/ecosystems/default/server-tokens' : '/v1/account-tokens';
      const beyond = isForServers ? ['ecosystems:create', 'ecosystems:delete', 'metrics:read'] : [];
      const others = permissions.filter((one) => one !== needed && !beyond.includes(one));
      const minted = await service.native('POST', path, service.account, { permissions: others });
      const authorization = `Bearer ${minted.body.secret}`;
      expect({ route: named(route), status: (await ask(route, { authorization })).status }).toEqual({
        route: named(route),
        status: 403,
      });
    }
  });
});

/** As somebody might add it who forgot to think of access. */
@Controller('v1/forgotten')
class ForgottenController {
  static calls = 0;

  @Get()
  read(): string {
    ForgottenController.calls += 1;
    return 'should never be told';
  }

  @Post()
  write(): string {
    ForgottenController.calls += 1;
    return 'should never be told';
  }

  @Put()
  @FastRoute()
  change(): string {
    ForgottenController.calls += 1;
    return 'should never be told';
  }
}

describe('a controller that declares nothing of access', () => {
  let app: NestFastifyApplication;
  let base: string;
  let account: string;
  const registered: { method: string; url: string }[] = [];

  beforeAll(async () => {
    account = 'the-secret-of-the-first-account-token';
    const config = loadConfig({
      DATABASE_URL: 'sqlite::memory:',
      LOG_LEVEL: 'fatal',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
    });
    @Module({ imports: [AppModule.with(config, new SystemClock())], controllers: [ForgottenController] })
    class WithForgotten {}
    app = await NestFactory.create(WithForgotten, createAdapter(config), {
      logger: false,
      abortOnError: false,
      bodyParser: false,
    });
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) registered.push({ method: one, url });
      });
    setUpHttp(app);
    serveDocuments(app);
    await app.init();
    await app.get(FirstBoot).run();
    await app.listen({ port: 0, host: '127.0.0.1' });
    base = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
  });
  afterAll(() => app.close());

  const ask = (path: string, method: string, headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, { method, headers });

  it('is found by the walk', () => {
    const undeclared = routesOf(app).filter(({ access }) => access.rule === undefined);
    expect(undeclared.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/forgotten',
      'POST /v1/forgotten',
      'PUT /v1/forgotten',
    ]);
  });

  it.each(['GET', 'POST', 'PUT'])(
    'is closed: %s is 401 without credentials, 403 even to who may do all',
    async (method) => {
      expect((await ask('/v1/self', 'GET', { authorization: `Bearer ${account}` })).status).toBe(200);
      expect((await ask('/v1/forgotten', method)).status).toBe(401);
      const reply = await ask('/v1/forgotten', method, { authorization: `Bearer ${account}` });
      expect(reply.status).toBe(403);
      expect(await reply.json()).toMatchObject({ code: 'permission-denied', detail: 'This route is closed' });
      expect(ForgottenController.calls).toBe(0);
    },
  );

  it('is the only way past the declarations: no other address is answered beside controllers and documents', () => {
    const walked = routesOf(app).map(({ method, path }) => `${method} ${path}`);
    const withHead = walked.filter((one) => one.startsWith('GET ')).map((one) => one.replace('GET', 'HEAD'));
    const others = registered
      .filter(({ url }) => !/^\/(docs(\/|-|$)|openapi\/)/.test(url))
      .map(({ method, url }) => `${method} ${url}`)
      .filter((one) => !walked.includes(one) && !withHead.includes(one))
      .filter((one) => !walked.includes(one.replace(/^\S+/, 'ALL')));
    expect(registered.length).toBeGreaterThan(walked.length);
    expect(others).toEqual([]);
  });
});
