import { request } from 'node:http';
import { DataSource } from 'typeorm';
import { newSecret } from '../../src/tokens/secrets/secret.js';
import { User } from '../../src/users/user.entity.js';
import { demandDocumented } from './conformance.js';
import { newTenant, newToken, newUser, type Reply, type Service } from './service.js';

/** A tenant as a vendor's customer knows it: with a key that does not expire, however far a test moves the clock. */
export interface Customer {
  ecosystemId: string;
  key: string;
}

export async function newCustomer(service: Service): Promise<Customer> {
  const { ecosystemId } = await newTenant(service);
  return { ecosystemId, key: await newKey(service, ecosystemId) };
}

/** The secret of a new server token of the ecosystem; `given` as in the native body. */
export async function newKey(service: Service, ecosystemId: string, given: object = {}): Promise<string> {
  const path = `/v1/ecosystems/${ecosystemId}/server-tokens`;
  const asked = { expiryType: 'Infinite', ...given };
  const { status, body } = await service.native('POST', path, service.account, asked);
  if (status !== 201) throw new Error(`No key: ${JSON.stringify(body)}`);
  return body.secret;
}

/** Secrets that no dialect may accept, each made for the customer when it is called. */
export const deadSecrets: Record<string, (service: Service, customer: Customer) => Promise<string>> = {
  garbage: async () => 'garbage',
  'a secret that nobody minted': async () => newSecret('prefixed', 'server'),
  'a revoked key': async (service, { ecosystemId }) => {
    const key = await newKey(service, ecosystemId);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: key });
    return key;
  },
  'an expired key': async (service, { ecosystemId }) => {
    const key = await newKey(service, ecosystemId, { expiryType: 'FixedTtl', ttl: 60 });
    service.clock.advance(60_000);
    return key;
  },
  'the key of a deleted ecosystem': async (service) => {
    const { ecosystemId, key } = await newCustomer(service);
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    return key;
  },
  'the token of a deactivated user': async (service, { ecosystemId }) => {
    const user = await newUser(service, ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, ecosystemId, user.id);
    await deactivate(service, user);
    return secret;
  },
};

/** Deactivates a user, given as its native view. */
export async function deactivate(service: Service, user: Reply['body']): Promise<void> {
  const path = `/v1/ecosystems/${user.ecosystemId}/users/${user.id}`;
  const { status } = await service.native('PATCH', path, service.account, { active: false });
  expect(status).toBe(200);
}

/** Deletes a user, given as its native view. */
export async function remove(service: Service, user: Reply['body']): Promise<void> {
  const path = `/v1/ecosystems/${user.ecosystemId}/users/${user.id}`;
  expect((await service.native('DELETE', path, service.account)).status).toBe(204);
}

/** The records of a user's tokens, the newest first. */
export async function tokensOf(service: Service, user: Reply['body']): Promise<Reply['body'][]> {
  const path = `/v1/ecosystems/${user.ecosystemId}/users/${user.id}/tokens?limit=200`;
  const { status, body } = await service.native('GET', path, service.account);
  expect(status).toBe(200);
  return body.data;
}

/** The reply to `ask`, which must have made no row in any table of the store, and changed no user. */
export async function storingNothing(service: Service, ask: () => Promise<Reply>): Promise<Reply> {
  const before = await contents(service);
  const reply = await ask();
  expect(await contents(service)).toEqual(before);
  return reply;
}

async function contents(service: Service): Promise<object> {
  const dataSource = service.get(DataSource);
  const tables: Record<string, number> = {};
  for (const { tableName } of dataSource.entityMetadatas) {
    tables[tableName] = await dataSource.getRepository(tableName).count();
  }
  expect(tables).toMatchObject({ users: expect.any(Number), tokens: expect.any(Number) });
  return { tables, users: await dataSource.getRepository(User).find({ order: { id: 'ASC' } }) };
}

/** Asks with a path, and a body, that `fetch` would tidy up or add a header to. */
export function askRaw(
  service: Service,
  path: string,
  headers: Record<string, string>,
  body = '',
  method = 'POST',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(service.base);
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (some: string) => (text += some));
      response.on('end', () => {
        const received = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const answered = new Headers(received as [string, string][]);
        const status = response.statusCode!;
        try {
          demandDocumented('POST', path, { status, type: answered.get('content-type'), text });
        } catch (error) {
          return reject(error);
        }
        resolve({ status, headers: answered, body: JSON.parse(text), text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A JSON body of this many bytes, with the fields given and one to fill it up. */
export function bodyOf(bytes: number, fields: object): string {
  const bare = JSON.stringify({ ...fields, padding: '' });
  return JSON.stringify({ ...fields, padding: 'x'.repeat(bytes - Buffer.byteLength(bare)) });
}

/** The longest body that the service reads. */
export const mostBytes = 4 * 1024 * 1024;
