import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { basic } from './client-credentials.js';

const paths = ['/v1/tokens/introspect', '/v1/tokens/revoke'];
const basicChallenge = 'Basic realm="tokenwright", charset="UTF-8"';

/** Introspection and revocation as OAuth's clients ask: with HTTP Basic, or with their credentials in the form. */
describe.each(paths)('client credentials at POST %s', (path) => {
  let service: Service;
  let ecosystemId: string;
  let server: string;
  let serverId: string;
  let userId: string;

  beforeEach(async () => {
    service = await startService({ RATE_LIMITS: 'on', RATE_LIMIT_FAILED_AUTH: '3' });
    ({ ecosystemId, server } = await newTenant(service));
    serverId = (await introspect(service, server)).jti;
    userId = (await newUser(service, ecosystemId)).id;
  });
  afterEach(() => service.close());

  const form = (fields: Record<string, string> | string, headers: Record<string, string> = {}) =>
    service.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
    });
  /** That the token of this secret was introspected as live, or was revoked. */
  const expectDone = async (reply: Reply, secret: string) => {
    expect(reply.status).toBe(200);
    if (path.endsWith('introspect')) expect(reply.body).toMatchObject({ active: true, sub: userId });
    else expect(await introspect(service, secret)).toEqual({ active: false });
  };
  const mint = async () => (await newToken(service, ecosystemId, userId)).secret;
  const refusal = ({ status, headers, body }: Reply) => ({
    status,
    type: headers.get('content-type')?.split(';')[0],
    challenge: headers.get('www-authenticate'),
    cache: headers.get('cache-control'),
    body,
  });
  const refusedClient = {
    status: 401,
    type: 'application/json',
    challenge: basicChallenge,
    cache: 'no-store',
    body: { error: 'invalid_client', error_description: 'The token is not valid' },
  };

  it('200: Basic with the id of the ecosystem, or of the token, in a form and in JSON', async () => {
    for (const name of [ecosystemId, serverId]) {
      const [one, other] = [await mint(), await mint()];
      await expectDone(await form({ token: one }, basic(name, server)), one);
      const json = { method: 'POST', headers: basic(name, server), json: { token: other } };
      await expectDone(await service.ask(path, json), other);
    }
  });

  it('200: both parts are percent-decoded, whatever the client encodes of them', async () => {
    const token = await mint();
    const all = [ecosystemId, server].map((part) => Buffer.from(part).toString('hex').replace(/../g, '%$&'));
    const authorization = `basic ${Buffer.from(all.join(':')).toString('base64')}`;
    await expectDone(await form({ token }, { authorization }), token);
  });

  it('200: client_id and client_secret in the form', async () => {
    for (const client_id of [ecosystemId, serverId]) {
      const token = await mint();
      await expectDone(await form({ token, client_id, client_secret: server }), token);
    }
  });

  it('200: an account token speaks by its own id for all, by an ecosystem’s for that ecosystem only', async () => {
    const accountId = (await introspect(service, service.account)).jti;
    const [one, other, foreign] = [await mint(), await mint(), await mint()];
    await expectDone(await form({ token: one }, basic(accountId, service.account)), one);
    await expectDone(await form({ token: other }, basic(ecosystemId, service.account)), other);
    const reply = await form({ token: foreign }, basic('default', service.account));
    expect(reply.status).toBe(200);
    if (path.endsWith('introspect')) expect(reply.body).toEqual({ active: false });
    expect(await introspect(service, foreign)).toMatchObject({ active: true });
  });

  it('200: beside Bearer and Basic the form may name the client', async () => {
    for (const headers of [{ authorization: `Bearer ${server}` }, basic(ecosystemId, server)]) {
      const token = await mint();
      await expectDone(await form({ token, client_id: ecosystemId }, headers), token);
    }
  });

  it('401 invalid_client: a secret that is unknown, or of another client, by Basic and by the form', async () => {
    const other = await newTenant(service);
    for (const [name, secret] of [
      [ecosystemId, 'nonsense'],
      [ecosystemId, other.server],
    ] as const) {
      expect(refusal(await form({ token: 'x' }, basic(name, secret)))).toEqual(refusedClient);
    }
    const inForm = await form({ token: 'x', client_id: other.ecosystemId, client_secret: server });
    expect(refusal(inForm)).toEqual(refusedClient);
  });

  it('401 invalid_client: Basic that cannot be read', async () => {
    const texts = ['no colon', ':', `${ecosystemId}:`, `:${server}`, `%zz:${server}`];
    for (const text of texts) {
      const fresh = await startService();
      const authorization = `Basic ${Buffer.from(text).toString('base64')}`;
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
      const reply = await fresh.ask(path, { method: 'POST', headers, body: 'token=x' });
      expect(refusal(reply)).toEqual(refusedClient);
      await fresh.close();
    }
  });

  it('401: to JSON it is a problem, with OAuth’s word in it and the same challenge', async () => {
    const headers = basic(ecosystemId, 'nonsense');
    const { status, challenge, type, body } = refusal(
      await service.ask(path, { method: 'POST', headers, json: { token: 'x' } }),
    );
    expect({ status, challenge, type }).toEqual({
      status: 401,
      challenge: basicChallenge,
      type: 'application/problem+json',
    });
    expect(body).toMatchObject({ code: 'unauthenticated', error: 'invalid_client' });
  });

  it('401: without credentials each way is named, and a dead Bearer token is invalid_token', async () => {
    const nothing = refusal(await form({ token: 'x' }));
    expect(nothing).toMatchObject({
      status: 401,
      challenge: `Bearer realm="tokenwright", ${basicChallenge}`,
      body: { error: 'invalid_client' },
    });
    expect(refusal(await form({ token: 'x' }, { authorization: 'Bearer nonsense' }))).toMatchObject({
      status: 401,
      challenge: 'Bearer realm="tokenwright", error="invalid_token"',
      body: { error: 'invalid_token' },
    });
  });

  it('400 invalid_request: credentials in two ways, or a field of them twice or alone', async () => {
    const token = await mint();
    const both = { token, client_id: ecosystemId, client_secret: server };
    const twice = `token=${token}&client_id=${ecosystemId}&client_secret=${server}&client_secret=${server}`;
    const replies = [
      await form(both, basic(ecosystemId, server)),
      await form(both, { authorization: `Bearer ${server}` }),
      await form(twice),
      await form({ token, client_secret: server }),
    ];
    for (const reply of replies) {
      expect(refusal(reply)).toMatchObject({
        status: 400,
        type: 'application/json',
        body: { error: 'invalid_request', error_description: expect.any(String) },
      });
    }
    expect(await introspect(service, token)).toMatchObject({ active: true });
  });

  it('413 invalid_request: a form of more than 64 KiB of somebody who is not known by its head', async () => {
    const token = 'x'.repeat(65_536);
    const inForm = await form({ token, client_id: ecosystemId, client_secret: server });
    expect(refusal(inForm)).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
    expect((await form({ token }, basic(ecosystemId, server))).status).toBe(200);
  });

  it('401: credentials in a JSON body are none', async () => {
    const json = { token: 'x', client_id: ecosystemId, client_secret: server };
    expect((await service.ask(path, { method: 'POST', json })).status).toBe(401);
  });

  it('429 temporarily_unavailable: each wrong one counts once, a right one never', async () => {
    for (let count = 0; count < 5; count += 1) {
      const token = await mint();
      await expectDone(await form({ token }, basic(ecosystemId, server)), token);
    }
    const wrong = `${server.slice(0, -3)}abc`;
    const statuses = [];
    for (let count = 0; count < 4; count += 1) {
      statuses.push((await form({ token: 'x' }, basic(ecosystemId, wrong))).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect((await form({ token: 'x', client_id: 'a', client_secret: wrong })).body).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Too many failed attempts',
    });
    const token = await mint();
    await expectDone(await form({ token }, basic(ecosystemId, server)), token);
  });

  it('200: the same form with the same Idempotency-Key is answered again, whatever way the client came', async () => {
    const token = await mint();
    const key = { 'idempotency-key': 'once' };
    expect((await form({ token }, { ...basic(ecosystemId, server), ...key })).status).toBe(200);
    const again = await form({ token }, { ...basic(ecosystemId, server), ...key });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const inForm = { token, client_id: ecosystemId, client_secret: server };
    expect((await form(inForm, { 'idempotency-key': 'other' })).status).toBe(200);
    expect((await form(inForm, { 'idempotency-key': 'other' })).headers.get('idempotent-replayed')).toBe(
      'true',
    );
  });
});
