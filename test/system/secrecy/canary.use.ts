import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { documents } from '../../support/documents.js';
import type { Ask, Reply } from '../../support/service.js';
import type { ServiceProcess } from '../../support/service-process.js';

export const account = `canary-${'x'.repeat(40)}`;
export const gate = 'canary-secret-of-the-gate';
const password = 'canary password of ada';

/** A program that takes the codes which prove that a user reads an address. */
export interface CodeSink {
  url: string;
  codes: string[];
  server: Server;
}

export async function startCodeSink(): Promise<CodeSink> {
  const codes: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (some) => (text += some));
    request.on('end', () => {
      codes.push(JSON.parse(text).otp);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, codes, server };
}

/** What the use of the service left with the one who used it. */
export interface Use {
  /** Every secret that was shown or presented. */
  secrets: Set<string>;
  /** The bodies of all refusals. */
  refusals: string[];
  /** What every documented GET, and `/metrics`, answers afterwards. */
  readings: string[];
}

/** Uses the service through every face, in good ways and bad, and with it every call that shows or takes a secret. */
export async function useEverything(service: ServiceProcess, sink: CodeSink): Promise<Use> {
  const use: Use = { secrets: new Set([account, gate]), refusals: [], readings: [] };
  const learn = (...secrets: string[]) => {
    for (const secret of secrets) {
      if (typeof secret !== 'string' || secret.length < 6) throw new Error(`No secret: ${secret}`);
      use.secrets.add(secret);
    }
  };
  const learnPassword = (text: string) => {
    // Who has the digest can sign in with it, as with the original.
    learn(text, createHash('sha256').update(text).digest('hex'));
    return text;
  };
  const ask = async (path: string, asked: Ask, isGood = true): Promise<Reply> => {
    const reply = await service.ask(path, asked);
    if (isGood !== reply.status < 400) throw new Error(`${path} answered ${reply.status} ${reply.text}`);
    // The address is the client's own words: a secret in it comes back to whoever sent it there.
    if (!isGood) use.refusals.push(reply.text.replace(/"instance":"[^"]*"/, ''));
    return reply;
  };
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const native = (path: string, json: object, more: object = {}, method = 'POST') =>
    ask(path, { method, headers: { ...bearer(account), ...more }, json });
  const eco = '/v1/ecosystems/default';

  const ada = (
    await native(`${eco}/users`, {
      ...{ username: 'ada', email: 'ada@acme.example', externalId: 'ada-1', roles: ['admin'] },
      password: learnPassword(password),
    })
  ).body;
  await native(`${eco}/users/${ada.id}`, { password: learnPassword(`${password} anew`) }, {}, 'PATCH');
  const key = (await native(`${eco}/server-tokens`, {})).body;
  const accountKey = (await native('/v1/account-tokens', {})).body;
  learn(key.secret, accountKey.secret);
  for (const expiryType of ['Infinite', 'FixedTtl', 'SlidingTtl']) {
    const ttl = expiryType === 'Infinite' ? undefined : 600;
    learn((await native(`${eco}/users/${ada.id}/tokens`, { expiryType, ttl })).body.secret);
  }
  const bulk = await native(`${eco}/tokens/bulk`, { userIds: [ada.id] });
  learn(...bulk.body.data.map(({ secret }: { secret: string }) => secret));
  const spare = (await native(`${eco}/server-tokens`, {})).body;
  learn(spare.secret, (await native(`${eco}/server-tokens/${spare.token.id}/rotate`, {})).body.secret);
  const kept = { 'idempotency-key': randomUUID() };
  const first = await native(`${eco}/server-tokens`, {}, kept);
  const again = await native(`${eco}/server-tokens`, {}, kept);
  if (again.headers.get('idempotent-replayed') !== 'true') throw new Error('It was not answered again');
  learn(first.body.secret);

  const asServer = (path: string, json: object | undefined, method = 'POST', isGood = true) =>
    ask(path, { method, headers: bearer(key.secret), json }, isGood);
  const asOrganisation = (path: string, json: object) =>
    ask(path, { method: 'POST', headers: bearer(`default:${key.secret}`), json });
  for (const path of ['/api/v1/academy/users/token', '/api/v1/libro/generate-token']) {
    learn((await asOrganisation(path, { email: 'ada@acme.example' })).body.data.token);
  }
  learn((await asServer('/v1/enterprise/user-tokens/ada-1', undefined)).body.data.token);
  const many = await asServer('/v1/enterprise/user-tokens', { data: ['ada-1', 'ada-1'] });
  learn(...many.body.data.map(({ token }: { token: string }) => token));
  await asServer('/v1/enterprise/register-account', {
    ...{ user_id: 'sean', account_type: 'individual', account_role: 'client', phone_number: '+14155552671' },
    ...{ first_name: 'Sean', last_name: 'Ada', email: 'sean@acme.example' },
  });
  await asServer('/v1/enterprise/users/send-verification/sean', { type: 'email' });
  await asServer('/v1/enterprise/users/verify/sean', { type: 'email', otp: '000000x' }, 'POST', false);
  await asServer('/v1/enterprise/users/verify/sean', { type: 'email', otp: sink.codes.at(-1)! });
  await asServer('/v1/enterprise/users/send-verification/sean', { type: 'sms' });
  learn(...sink.codes);
  const subject = '/api/users/default;ada-1';
  learn((await asServer(`${subject}/tokens`, undefined)).body.token);
  learn((await asServer('/api/users/default;new-1?generateToken=true', {}, 'PUT')).body.token);

  const signIn = async (json: object) => {
    const { authToken, userId } = (await ask('/api/v1/login', { method: 'POST', json })).body.data;
    learn(authToken);
    return { 'x-auth-token': authToken, 'x-user-id': userId } as Record<string, string>;
  };
  const digest = createHash('sha256').update(`${password} anew`).digest('hex');
  await signIn({ user: 'ada', password: { digest, algorithm: 'sha-256' } });
  const headers = await signIn({ user: 'ada', password: `${password} anew` });
  await signIn({ resume: headers['x-auth-token'] });
  const rocketchat = (call: string, json: object) =>
    ask(`/api/v1/${call}`, { method: 'POST', headers, json });
  learn((await rocketchat('users.createToken', { userId: ada.id, secret: gate })).body.data.authToken);
  for (const call of ['users.generatePersonalAccessToken', 'users.regeneratePersonalAccessToken']) {
    learn((await rocketchat(call, { tokenName: 'build' })).body.token);
  }
  const bob = (name: string) => ({
    ...{ username: name, email: `${name}@acme.example`, name },
    ...{ password: learnPassword(`canary password of ${name}`) },
  });
  const created = (await rocketchat('users.create', bob('bob'))).body.user;
  const data = { password: learnPassword('canary password of bob, reset') };
  await rocketchat('users.update', { userId: created._id, data });
  const { name, username, email, password: pass } = bob('cleo');
  await ask('/api/v1/users.register', { method: 'POST', json: { name, username, email, pass } });

  const wrong = learnPassword('canary of a wrong password');
  await ask('/api/v1/login', { method: 'POST', json: { user: 'ada', password: wrong } }, false);
  await ask('/api/v1/login', { method: 'POST', json: { user: wrong, password: wrong } }, false);
  for (const secret of use.secrets) {
    await native('/v1/tokens/introspect', { token: secret });
    await native('/v1/tokens/explain', { token: secret });
    const asked = { headers: bearer(secret) };
    await ask(`/v1/nothing/${encodeURIComponent(secret)}`, asked, false);
    await ask('/v1/ecosystems', { ...asked, method: 'POST', json: { name: 5, wrong: secret } }, false);
    await ask(
      '/v1/ecosystems',
      {
        ...asked,
        method: 'POST',
        body: `{"${secret}`,
        headers: { ...asked.headers, 'content-type': 'application/json' },
      },
      false,
    );
    await ask(`${subject}/tokens`, { method: 'POST', headers: bearer(`${secret}x`) }, false);
    await ask('/api/v1/login', { method: 'POST', json: { resume: `${secret}x` } }, false);
  }
  await native('/v1/tokens/introspect/bulk', { tokens: [...use.secrets].slice(0, 50) });
  use.readings = await readEverything(service, { ecosystemId: 'default', userId: ada.id });
  await native('/v1/tokens/revoke', { token: bulk.body.data[0].secret });
  await native(`${eco}/users/${ada.id}/tokens`, {}, {}, 'DELETE');
  return use;
}

/** Every documented GET that needs no more than an ecosystem and a user, and the metrics: lists, audit, exports. */
async function readEverything(service: ServiceProcess, named: Record<string, string>): Promise<string[]> {
  const readings: string[] = [];
  const paths = Object.entries(documents.get('native').paths as Record<string, object>)
    .filter(([, item]) => 'get' in item)
    .map(([path]) => path.replace(/\{(\w+)\}/g, (all, name: string) => named[name] ?? all))
    .filter((path) => !path.includes('{'));
  for (const path of [...paths, '/metrics', '/docs', '/openapi/native.json']) {
    let next: string | undefined = path;
    for (let page = 0; next && page < 20; page += 1) {
      const { status, text, headers }: Reply = await service.native('GET', next, account);
      readings.push(`${status} ${next}\n${text}`);
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
  }
  return readings;
}
