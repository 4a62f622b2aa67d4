import { DataSource } from 'typeorm';
import { newToken, newUser, type Ask, type Reply, type Service, startService } from '../support/service.js';

/** One of the five dialects, with a request that it answers with success. */
export interface Face {
  name: string;
  /** The route that takes a body, and what it takes. */
  path: string;
  json: unknown;
  /** Its credentials, which may do everything. */
  headers: Record<string, string>;
  contentType: RegExp;
  /** Every body of a refusal with this status, and no other, looks like this. */
  envelope(reply: Reply, path: string): unknown;
}

/** What the path of each face answers, as `Allow` has it. */
export const allowed = {
  native: 'GET, HEAD, POST',
  strigo: 'POST',
  sfox: 'POST',
  rocketchat: 'POST',
  droplit: 'POST',
};

export const names = ['native', 'strigo', 'sfox', 'rocketchat', 'droplit'] as const;

const text = expect.stringMatching(/\S/);
const json = /^application\/json; charset=utf-8$/;
const inPlace = expect.stringMatching(/^(body|query|path|header)$/);

/** A service with one user who is known to every dialect as `known`, and the five faces of it. */
export async function startFaces(
  environment: Record<string, string> = { CREATE_TOKENS_FOR_USERS: 'true' },
): Promise<{ service: Service; faces: Record<(typeof names)[number], Face> }> {
  const service = await startService(environment);
  const user = await newUser(service, 'default', {
    ...{ username: 'known', email: 'known@acme.example', externalId: 'known' },
    roles: ['admin'],
  });
  const ofUser = await newToken(service, 'default', user.id);
  const server = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {});
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const faces: Face[] = [
    {
      name: 'native',
      path: '/v1/ecosystems',
      json: { name: 'A' },
      headers: bearer(service.account),
      contentType: /^application\/problem\+json(;|$)/,
      envelope: ({ status, headers, body }, path) => ({
        type: `/problems/${body?.code}`,
        title: text,
        status,
        detail: text,
        instance: path,
        code: expect.stringMatching(/^[a-z-]+$/),
        requestId: headers.get('x-request-id'),
        ...(body?.errors && {
          errors: body.errors.map(() => ({
            in: inPlace,
            pointer: expect.any(String),
            code: text,
            detail: text,
          })),
        }),
      }),
    },
    {
      name: 'strigo',
      path: '/api/v1/academy/users/token',
      json: { email: 'new@acme.example' },
      headers: bearer(`default:${server.body.secret}`),
      contentType: json,
      envelope: ({ body }) => ({
        result: 'failure',
        error: {
          type: expect.stringMatching(/^([A-Z][a-z]+)+$/),
          message: text,
          ...(body?.error?.errors && {
            errors: body.error.errors.map(() => ({ location: 'body', param: expect.any(String), msg: text })),
          }),
        },
      }),
    },
    {
      name: 'sfox',
      path: '/v1/enterprise/user-tokens',
      json: { data: ['known'] },
      headers: bearer(server.body.secret),
      contentType: json,
      envelope: () => ({ error: text }),
    },
    {
      name: 'rocketchat',
      path: '/api/v1/users.createToken',
      json: { userId: user.id },
      headers: { 'x-auth-token': ofUser.secret, 'x-user-id': user.id },
      contentType: /^application\/json$/,
      envelope: ({ body }) => ({
        success: false,
        error: text,
        ...(body?.errorType && { errorType: expect.stringMatching(/^[a-z-]+$/) }),
      }),
    },
    {
      name: 'droplit',
      path: '/api/users/default;known/tokens',
      json: {},
      headers: { authorization: server.body.secret },
      contentType: json,
      envelope: ({ body }) => ({
        errorType: text,
        errors: (body?.errors ?? []).map(() => ({ in: inPlace, message: text, path: text })),
      }),
    },
  ];
  return { service, faces: Object.fromEntries(faces.map((face) => [face.name, face])) as never };
}

/** How many rows each table of the store holds. */
export async function rowsOf(service: Service): Promise<Record<string, number>> {
  const source = service.get(DataSource);
  const counts: Record<string, number> = {};
  for (const { tableName } of source.entityMetadatas) {
    const [row] = await source.query(`SELECT COUNT(*) AS count FROM ${tableName}`);
    counts[tableName] = Number(row.count);
  }
  return counts;
}

/** Asks, and expects a refusal in the face's own envelope and content type, with which nothing is stored. */
export async function refused(service: Service, face: Face, path: string, ask: Ask = {}): Promise<Reply> {
  const before = await rowsOf(service);
  const headers = { ...face.headers, ...ask.headers };
  const reply = await service.ask(path, { method: 'POST', ...ask, headers });
  expectRefusal(face, path, reply);
  expect(await rowsOf(service)).toEqual(before);
  return reply;
}

/** Expects any 4xx in the face's own envelope and content type. */
export function expectRefusal(face: Face, path: string, reply: Reply): void {
  const instance = path.replace(/\?.*/s, '');
  const { status, body } = reply;
  const isRefusal = status >= 400 && status < 500;
  expect({ face: face.name, status, isRefusal, body }).toEqual({
    face: face.name,
    status,
    isRefusal: true,
    body: face.envelope(reply, instance),
  });
  expect(reply.headers.get('content-type')).toMatch(face.contentType);
}
