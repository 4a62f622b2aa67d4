import { request } from 'node:http';
import { type Ask, newToken, newUser, type Reply, type Service } from '../../support/service.js';

/** What `users.createToken` wants to be told in 8.x (docs/wire.md#versions-of-userscreatetoken). */
export const secret = 'a-secret-of-the-workspace';

/** The environment that turns each generation of `users.createToken` on. */
export const generations = {
  'up to 7.x': { CREATE_TOKENS_FOR_USERS: 'true' },
  '8.x': { CREATE_TOKENS_FOR_USERS_SECRET: secret },
} as const;

export type Generation = keyof typeof generations;
export const bothGenerations = Object.keys(generations) as Generation[];

/** Expects this whole reply, with the headers of every answer (docs/wire.md#headers-and-limits): no charset, not to be stored. */
export function expectReply(reply: Reply, status: number, body: object): void {
  expect({ status: reply.status, body: reply.body }).toEqual({ status, body });
  expect({
    'content-type': reply.headers.get('content-type'),
    'cache-control': reply.headers.get('cache-control'),
    pragma: reply.headers.get('pragma'),
  }).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' });
}

/** `<reason> [<code>]` with the code as `errorType` (docs/wire.md#refusals). */
export function refusal(code: string, reason: string): object {
  return { success: false, error: `${reason} [${code}]`, errorType: code };
}

export const notAuthorized = refusal('error-not-authorized', 'Not authorized');
export const unknownUser = refusal(
  'error-invalid-user',
  'The required "userId" or "username" param provided does not match any users',
);
export const noUserNamed = refusal(
  'error-user-param-not-provided',
  'The required "userId" or "username" param was not provided',
);
export const notActivated = refusal('error-user-is-not-activated', 'User is not activated');

const must = 'You must be logged in to do this.';

/** Missing and wrong credentials alike (docs/wire.md#credentials). */
export const notLoggedIn: Record<Generation, object> = {
  'up to 7.x': { status: 'error', message: must },
  '8.x': { success: false, error: must, status: 'error', message: must },
};

/** Someone signed in: the user with the two headers. */
export interface Person {
  id: string;
  username: string;
  authToken: string;
  headers: Record<string, string>;
}

/** A new user with a token. */
export async function newPerson(
  service: Service,
  username: string,
  given: object = {},
  ecosystemId = 'default',
): Promise<Person> {
  const { id } = await newUser(service, ecosystemId, { username, ...given });
  const { secret: authToken } = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
  return { id, username, authToken, headers: headersOf(id, authToken) };
}

/** Rocket.Chat's two headers. */
export function headersOf(userId: string, authToken: string): Record<string, string> {
  return { 'x-user-id': userId, 'x-auth-token': authToken };
}

export function createToken(service: Service, caller: Person, json: unknown): Promise<Reply> {
  return service.ask('/api/v1/users.createToken', { method: 'POST', headers: caller.headers, json });
}

export function login(service: Service, json: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  return service.ask('/api/v1/login', { method: 'POST', headers, json });
}

export function me(service: Service, headers: Record<string, string>): Promise<Reply> {
  return service.ask('/api/v1/me', { headers });
}

/** Posts to a call of `/api/v1`. */
export function post(
  service: Service,
  call: string,
  caller: Person | undefined,
  json?: unknown,
): Promise<Reply> {
  return service.ask(`/api/v1/${call}`, { method: 'POST', headers: caller?.headers ?? {}, json });
}

/** Gets a call of `/api/v1`, with these fields in the query. */
export function get(
  service: Service,
  call: string,
  caller: Person | undefined,
  query: Record<string, string> = {},
): Promise<Reply> {
  const text = new URLSearchParams(query).toString();
  return service.ask(`/api/v1/${call}${text && `?${text}`}`, { headers: caller?.headers ?? {} });
}

/** A missing permission in an action, and one of the route's own (docs/wire.md#refusals). */
export const forbidden = { success: false, error: 'unauthorized' };
export const routeForbidden = {
  success: false,
  error: 'User does not have the permissions required for this action [error-unauthorized]',
};

/** A fault against a schema: up to 7.x the text carries the code too (docs/wire.md#refusals). */
export function invalidParams(generation: Generation, text: string): object {
  const error = generation === '8.x' ? text : `${text} [invalid-params]`;
  return { success: false, errorType: 'invalid-params', error };
}

/** The service, reached under a host name: `fetch` sends a Host of its own. */
export function at(service: Service, host: string): Service {
  const ask = (path: string, { method = 'GET', headers = {}, json }: Ask = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const type = json === undefined ? undefined : { 'content-type': 'application/json' };
      const sent = request(`${service.base}${path}`, { method, headers: { ...type, ...headers, host } });
      sent.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const got = new Headers(response.headers as Record<string, string>);
          resolve({ status: response.statusCode!, headers: got, text, body: JSON.parse(text) });
        });
      });
      sent.end(json === undefined ? undefined : JSON.stringify(json));
    });
  return { ...service, ask };
}
