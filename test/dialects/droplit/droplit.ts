import type { Reply, Service } from '../../support/service.js';
import type { Customer } from '../../support/vendors.js';

export const json = 'application/json; charset=utf-8';
export const aToken = /^_[A-Za-z0-9_-]{127}$/;

/** Asks for a user's token; `subject` is `ECOSYSTEM;USER` as the path is to hold it, `query` begins with `?`. */
export function createToken(service: Service, key: string, subject: string, query = ''): Promise<Reply> {
  const headers = { authorization: key };
  return service.ask(`/api/users/${subject}/tokens${query}`, { method: 'POST', headers });
}

/** Mints as `createToken` for a user of the customer; returns the secret. */
export async function mint(
  service: Service,
  { ecosystemId, key }: Customer,
  userId: string,
  query = '',
): Promise<string> {
  const reply = await createToken(service, key, `${ecosystemId};${encodeURIComponent(userId)}`, query);
  expect(reply.body).toEqual({ token: expect.stringMatching(aToken) });
  expect(reply.status).toBe(200);
  return reply.body.token;
}

export interface Fault {
  in: 'query' | 'path' | 'body' | 'header';
  message: string;
  path: string;
}

/** Expects a refusal of this status and type with these faults, in Droplit's envelope. */
export function expectFaults(reply: Reply, status: number, errorType: string, ...errors: Fault[]): void {
  expect(reply.body).toEqual({ errorType, errors });
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toBe(json);
}

export const fault = {
  query: (path: string, message: string): Fault => ({ in: 'query', message, path }),
  unknownFields: (names: string): Fault => ({
    in: 'query',
    message: `contains fields that are not allowed: [ ${names} ]`,
    path: 'additional parameters',
  }),
  id: (message: string): Fault => ({ in: 'path', message, path: 'id' }),
  ecosystem: { in: 'path', message: 'There is no such ecosystem', path: 'ecosystemId' } satisfies Fault,
  address: (message: string): Fault => ({ in: 'path', message, path: 'path' }),
  authorization: (message: string): Fault => ({ in: 'header', message, path: 'authorization' }),
  contentType: (message: string): Fault => ({ in: 'header', message, path: 'content-type' }),
  body: (message: string): Fault => ({ in: 'body', message, path: 'body' }),
} as const;

/** Asks about users: `at` is what comes after the base, as the path and the query are to hold it. */
export function askUsers(
  service: Service,
  method: string,
  key: string | undefined,
  at: string,
  json?: unknown,
): Promise<Reply> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: key };
  return service.ask(`/api/users${at}`, { method, headers, json });
}
