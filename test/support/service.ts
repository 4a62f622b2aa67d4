import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { FirstBoot } from '../../src/first-boot.js';
import { Clock } from '../../src/common/clock.js';
import { demandDocumented } from './conformance.js';
import { loadConfig } from '../../src/service-config.js';

/** A clock that stands until it is moved. */
export class ManualClock extends Clock {
  constructor(private moment = Date.UTC(2026, 10, 22, 12)) {
    super();
  }

  now(): number {
    return this.moment;
  }

  /** @param ms by how much time goes on */
  advance(ms: number): void {
    this.moment += ms;
  }
}

export interface Reply {
  status: number;
  headers: Headers;
  /** The body, parsed when it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test knows what it expects
  body: any;
  text: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: string;
}

/** A whole service on an empty store, reached by real HTTP. */
export interface Service {
  base: string;
  clock: ManualClock;
  /** Secret of the first account token. */
  account: string;
  /** @typeParam T what a provider of the application is */
  get: NestFastifyApplication['get'];
  app: NestFastifyApplication;
  ask(path: string, ask?: Ask): Promise<Reply>;
  /** Asks natively, with a token. */
  native(method: string, path: string, secret: string, json?: unknown): Promise<Reply>;
  close(): Promise<void>;
}

/** Starts a service; `environment` is added to the defaults of the tests. */
export async function startService(environment: Record<string, string> = {}): Promise<Service> {
  const clock = new ManualClock();
  const config = loadConfig({
    DATABASE_URL: 'sqlite::memory:',
    LOG_LEVEL: 'fatal',
    PORT: '0',
    // Tests ask faster than anybody: who tests the limits sets them.
    RATE_LIMITS: 'off',
    // They share the process with it, and stop it where they like: who tests overload sets it.
    OVERLOAD_WAIT: '0',
    ...environment,
  });
  const app = await createApp(config, clock);
  // What did not start must not keep the tests from ending.
  const found = await app
    .listen({ port: 0, host: '127.0.0.1' })
    .then(() => app.get(FirstBoot).run())
    .catch(async (error: unknown) => {
      await app.close();
      throw error;
    });
  const firstSecret = found.state === 'filled' ? found.secret : undefined;
  const { port } = app.getHttpServer().address() as { port: number };
  const base = `http://127.0.0.1:${port}`;

  const ask = async (
    path: string,
    { method = 'GET', headers = {}, json, body }: Ask = {},
  ): Promise<Reply> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
    const text = await response.text();
    const type = response.headers.get('content-type');
    demandDocumented(method, path, { status: response.status, type, text });
    const isJson = /[/+]json/.test(type ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : undefined,
      text,
    };
  };

  return {
    base,
    clock,
    account: firstSecret ?? environment.TOKENWRIGHT_BOOTSTRAP_TOKEN ?? '',
    get: app.get.bind(app),
    app,
    ask,
    native: (method, path, secret, json) =>
      ask(path, { method, headers: { authorization: `Bearer ${secret}` }, json }),
    close: () => app.close(),
  };
}

type Environment = Record<string, string>;

/** The service that the tests of a file or a `describe` share: it starts before the first of them, and is closed after the last. */
export function sharedService(environment: Environment | (() => Promise<Environment>) = {}): Service {
  const service = {} as Service;
  const start = async () => startService(environment instanceof Function ? await environment() : environment);
  beforeAll(async () => void Object.assign(service, await start()));
  afterAll(() => service.close());
  return service;
}

/** A new ecosystem with a server token that may do everything inside it. */
export async function newTenant(service: Service): Promise<{ ecosystemId: string; server: string }> {
  const ecosystemId = `tenant-${randomUUID().slice(0, 8)}`;
  await service.native('POST', '/v1/ecosystems', service.account, { id: ecosystemId, name: 'A tenant' });
  const minted = await service.native(
    'POST',
    `/v1/ecosystems/${ecosystemId}/server-tokens`,
    service.account,
    {},
  );
  return { ecosystemId, server: minted.body.secret };
}

/** Asks again after a 503: a busy machine has no connection for some requests, which then changed nothing. */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const reply = await ask();
    if ((reply as Partial<Reply>).status !== 503) return reply;
  }
}

/** A new user of the ecosystem; returns its view. */
export async function newUser(
  service: Service,
  ecosystemId: string,
  given: object = {},
): Promise<Reply['body']> {
  const path = `/v1/ecosystems/${ecosystemId}/users`;
  const { status, body } = await answered(() => service.native('POST', path, service.account, given));
  if (status !== 201) throw new Error(`No user: ${JSON.stringify(body)}`);
  return body;
}

/** A new native token of the user. */
export async function newToken(
  service: Service,
  ecosystemId: string,
  userId: string,
  given: object = {},
): Promise<{ token: Reply['body']; secret: string }> {
  const path = `/v1/ecosystems/${ecosystemId}/users/${userId}/tokens`;
  const { status, body } = await answered(() => service.native('POST', path, service.account, given));
  if (status !== 201) throw new Error(`No token: ${JSON.stringify(body)}`);
  return body;
}

/** What introspection says of a secret, asked with the first account token. */
export async function introspect(service: Service, secret: string): Promise<Reply['body']> {
  return (await service.native('POST', '/v1/tokens/introspect', service.account, { token: secret })).body;
}
