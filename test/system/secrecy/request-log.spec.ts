import { createConnection } from 'node:net';
import { Client } from 'pg';
import { questions } from '../../../src/http/access-log.js';
import { kindOf } from '../../../src/dialects/native/shared/idempotent.decorator.js';
import { routesOf } from '../../access/routes.js';
import { eventually } from '../../support/servers.js';
import { startService } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';

const account = 'canary-account-token-of-the-request-log';

type Line = Record<string, unknown>;

const linesOf = (service: ServiceProcess): Line[] =>
  service
    .logged()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const requestsOf = (service: ServiceProcess) => linesOf(service).filter(({ msg }) => msg === 'request');

/** The line of the request with this id, once it is written. */
const lineOf = (service: ServiceProcess, requestId: string): Promise<Line> =>
  eventually(async () => {
    const line = requestsOf(service).find((one) => one.requestId === requestId);
    if (!line) throw new Error(`No line of ${requestId}`);
    return line;
  });

const as = (secret: string, requestId: string) => ({
  authorization: `Bearer ${secret}`,
  'x-request-id': requestId,
});

/** Sends bytes that no client library would send; resolves when the server has answered or closed. */
function raw({ port }: ServiceProcess, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(bytes, 'latin1'));
    socket.once('data', () => socket.destroy());
    socket.once('error', () => resolve()).once('close', () => resolve());
  });
}

describe('REQUEST_LOG', () => {
  let store: Store;
  let service: ServiceProcess;

  const start = async (wanted: string) => {
    service = await ServiceProcess.start({
      ...store.environment,
      TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
      LOG_LEVEL: 'trace',
      ...(wanted && { REQUEST_LOG: wanted }),
    });
  };
  beforeAll(async () => {
    store = await newPostgres();
  });
  afterEach(() => service.kill('SIGKILL'));
  afterAll(() => store.remove());

  it('all: who, where, what, verdict and how long, in one line; no secret, no address as it was asked', async () => {
    await start('all');
    const made = await service.ask('/v1/ecosystems/default/users', {
      method: 'POST',
      headers: as(account, 'r-user'),
      json: {},
    });
    const users = `/v1/ecosystems/default/users/${made.body.id}/tokens`;
    const minted = (await service.native('POST', users, account, {})).body;
    await service.ask('/v1/self', { headers: as(minted.secret, 'r-self') });
    const introspect = (token: string, requestId: string) =>
      service.ask('/v1/tokens/introspect', {
        method: 'POST',
        headers: as(account, requestId),
        json: { token },
      });
    await introspect(minted.secret, 'r-live');
    await service.native('POST', '/v1/tokens/revoke', account, { token: minted.secret });
    await introspect(minted.secret, 'r-revoked');
    await service.ask('/v1/self', { headers: as(minted.secret, 'r-dead') });
    await service.ask(`/v1/nothing/${minted.secret}?t=${minted.secret}`, { headers: as(account, 'r-stray') });
    await service.ask('/v1/ecosystems/default/users/nobody', { headers: as(account, 'r-nobody') });

    const common = {
      ...{ level: 30, time: expect.stringMatching(/^\d{4}-.*Z$/), service: 'tokenwright', msg: 'request' },
      ...{ address: '127.0.0.1', dialect: 'native', durationMs: expect.any(Number) },
    };
    const accountId = (await lineOf(service, 'r-user')).tokenId;
    const caller = { holder: 'account', tokenId: accountId };
    expect(await lineOf(service, 'r-user')).toEqual({
      ...{ ...common, ...caller, requestId: 'r-user', ecosystem: 'default', verdict: 'live' },
      ...{ method: 'POST', route: '/v1/ecosystems/:ecosystemId/users', status: 201 },
    });
    expect(await lineOf(service, 'r-self')).toEqual({
      ...{ ...common, requestId: 'r-self', ecosystem: 'default', verdict: 'live', holder: 'user' },
      ...{ tokenId: minted.token.id, userId: made.body.id, method: 'GET', route: '/v1/self', status: 200 },
    });
    expect((await lineOf(service, 'r-live')).verdict).toBe('live');
    expect((await lineOf(service, 'r-revoked')).verdict).toBe('revoked');
    expect(await lineOf(service, 'r-dead')).toMatchObject({ status: 401, verdict: 'revoked' });
    expect(await lineOf(service, 'r-stray')).toMatchObject({ status: 404, route: 'other' });
    expect(await lineOf(service, 'r-nobody')).toMatchObject({ status: 404, ecosystem: 'default' });
    for (const secret of [minted.secret, account]) expect(service.logged().includes(secret)).toBe(false);
  });

  it('all: nobody forges a line: by a request id, an address, a header, a body, a broken request', async () => {
    await start('all');
    const forged = '{"level":30,"msg":"forged"}';
    const odd = [
      `x%0A${forged}`,
      '%1b[2J%1b[31mforged',
      '%E2%80%A8forged%E2%80%A9',
      'x'.repeat(4000),
      '..%2f..%00',
    ];
    for (const text of odd) {
      await service.ask(`/v1/ecosystems/${encodeURI(text)}/users`, {
        method: 'POST',
        headers: { authorization: `Bearer forged${text}`, 'x-request-id': text.slice(0, 200) },
        body: `{"name":"${text}"}`,
      });
      const line = `GET /v1/ecosystems/${text}/users?x=${text} HTTP/1.1\r\nHost: x\r\nX-Request-Id: \x1b[2J${text}\x0b\x85`;
      await raw(service, `${line}\r\nAuthorization: Bearer ${text}\r\nX-Forwarded-For: ${text}\r\n\r\n`);
      await raw(service, `${text} /forged HTTP/1.1\r\n\r\n`);
    }
    await service.ask('/v1/self', { headers: as(account, 'r-last') });
    await lineOf(service, 'r-last');
    expect(requestsOf(service).length).toBeGreaterThanOrEqual(odd.length);
    expect(service.logged()).not.toContain('forged');
    for (const line of linesOf(service)) {
      if (line.msg === 'request') expect(line.requestId).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
    }
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    expect(service.logged().replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  });

  it('changes: what may change something, and neither reads nor questions', async () => {
    await start('changes');
    const token = account;
    await service.ask('/v1/self', { headers: as(account, 'r-self') });
    await service.ask('/v1/tokens/introspect', {
      method: 'POST',
      headers: as(account, 'r-question'),
      json: { token },
    });
    await service.ask('/v1/ecosystems/default/users', {
      method: 'POST',
      headers: as(account, 'r-change'),
      json: {},
    });
    await lineOf(service, 'r-change');
    expect(requestsOf(service).map(({ requestId }) => requestId)).toEqual(['r-change']);
  });

  it('is off by default: not one line for a request', async () => {
    await start('');
    await service.native('POST', '/v1/ecosystems/default/users', account, {});
    await service.native('POST', '/v1/tokens/introspect', account, { token: account });
    expect(requestsOf(service)).toEqual([]);
  });

  it('an error of the driver is told by its code, never by its words or its parameters', async () => {
    await start('off');
    const secret = 'canary-that-the-driver-quotes';
    const client = new Client({ connectionString: store.environment.DATABASE_URL });
    await client.connect();
    // The driver's message quotes what was to be stored, as it does with a value that a column does not take.
    await client.query(
      `CREATE FUNCTION quote() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'cannot store %', NEW.name USING DETAIL = NEW.name, ERRCODE = '22P02'; END $$`,
    );
    await client.query('CREATE TRIGGER quote BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION quote()');
    const { status, text } = await service.ask('/v1/ecosystems/default/users', {
      method: 'POST',
      headers: as(account, 'r-failed'),
      json: { name: secret, password: secret },
    });
    await client.query('DROP TRIGGER quote ON users');
    await client.end();
    expect(status).toBe(500);
    const line = linesOf(service).find(({ msg }) => String(msg).startsWith('Request r-failed failed: '))!;
    expect(line.msg).toMatch(/code 22P02/);
    expect(line.stack).toMatch(/^\s+at /);
    expect([service.logged().includes(secret), text.includes(secret)]).toEqual([false, false]);
  });
});

describe('what counts as a question', () => {
  it('is what @Idempotent says of each route', async () => {
    const service = await startService();
    const declared = routesOf(service).filter(({ subject }) => kindOf(subject) === 'question');
    await service.close();
    expect(declared.map(({ path }) => path).sort()).toEqual([...questions].sort());
  });
});
