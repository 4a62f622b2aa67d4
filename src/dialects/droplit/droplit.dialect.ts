import { standardHeaders } from '../../access/rate-limit/rate-policy.js';
import type { FailureCode, InputIssue, InputPlace } from '../../common/failure.js';
import type { Dialect, ToResponse } from '../dialect.js';

type Where = InputPlace;

/** Droplit's failure envelope. `where` and `path` locate the fault. */
function failure(status: number, errorType: string, where: Where, path: string): ToResponse {
  return ({ message, detail }) => ({
    status,
    body: { errorType, errors: [{ in: where, message, path }] },
    headers: {
      ...(detail.allow && { allow: detail.allow.join(', ') }),
      ...(detail.retryAfter && { 'retry-after': String(detail.retryAfter) }),
    },
  });
}

/** Droplit reports all unknown fields as one fault. */
function faultsOf(issues: InputIssue[]) {
  const unknown = issues.filter(({ rule }) => rule === 'unknown-field');
  const known = issues.filter(({ rule }) => rule !== 'unknown-field');
  const fields = unknown.map(({ path }) => path).join(', ');
  return [
    ...unknown.slice(0, 1).map(({ place }) => ({
      in: place,
      message: `contains fields that are not allowed: [ ${fields} ]`,
      path: 'additional parameters',
    })),
    ...known.map(({ place, message, path }) => ({ in: place, message, path: path || place })),
  ];
}

/** For invalid `meta`, Droplit returns only the error type, with 400. */
const invalidParams: ToResponse = ({ detail: { issues = [] } }) => {
  const isAboutMeta =
    issues.length > 0 && issues.every(({ place, path }) => `${place}.${path}` === 'body.meta');
  return {
    status: 400,
    body: isAboutMeta
      ? { errorType: 'Internal Server Error' }
      : { errorType: 'InvalidParams', errors: faultsOf(issues) },
  };
};

const unauthorized = failure(401, 'Unauthorized', 'header', 'authorization');
const forbidden = failure(403, 'Forbidden', 'header', 'authorization');

const failureResponses: Record<FailureCode, ToResponse> = {
  'bad-request': failure(400, 'InvalidParams', 'path', 'id'),
  'malformed-body': failure(400, 'InvalidParams', 'body', 'body'),
  'unsupported-media-type': failure(415, 'UnsupportedMediaType', 'header', 'content-type'),
  'body-too-large': failure(413, 'PayloadTooLarge', 'body', 'body'),
  'headers-too-large': failure(431, 'HeadersTooLarge', 'header', 'header'),
  'request-timeout': failure(408, 'RequestTimeout', 'path', 'path'),
  'invalid-input': invalidParams,
  'route-not-found': failure(404, 'NotFound', 'path', 'path'),
  'method-not-allowed': failure(405, 'MethodNotAllowed', 'path', 'path'),
  unauthenticated: unauthorized,
  'login-refused': unauthorized,
  'permission-denied': forbidden,
  'wrong-holder': forbidden,
  'mint-refused': forbidden,
  'ecosystem-not-found': failure(404, 'NotFound', 'path', 'ecosystemId'),
  'user-not-found': failure(404, 'NotFound', 'path', 'id'),
  'token-not-found': failure(404, 'NotFound', 'path', 'id'),
  'role-not-found': failure(404, 'NotFound', 'path', 'role'),
  'user-inactive': failure(404, 'NotFound', 'path', 'id'),
  'last-admin': failure(409, 'Conflict', 'path', 'id'),
  conflict: failure(409, 'Conflict', 'body', 'body'),
  'precondition-failed': failure(412, 'PreconditionFailed', 'header', 'if-match'),
  'request-in-flight': failure(409, 'Conflict', 'header', 'idempotency-key'),
  'idempotency-key-reused': failure(422, 'Conflict', 'header', 'idempotency-key'),
  'rate-limited': failure(429, 'TooManyRequests', 'header', 'authorization'),
  overloaded: failure(503, 'ServiceUnavailable', 'path', 'path'),
  unavailable: failure(503, 'ServiceUnavailable', 'path', 'path'),
  internal: failure(500, 'Internal Server Error', 'path', 'path'),
};

export const droplitDialect: Dialect = {
  name: 'droplit',
  title: 'Tokenwright: Droplit dialect',
  description: `The user calls of Droplit's API, on their original paths, under the bases \`/api\` and \`/v0/api\`.

\`authorization\` holds the bare secret of an account or a server token. A user is named by the \`externalId\`, else by
Tokenwright's own id.`,
  firstSteps: [
    'Take the secret of an account or a server token. The first start of the service printed an account token (`tw_a_…`).',
    'Press Authorize and paste it.',
    'Open `GET /api/users`, press Try it out and Execute: the answer lists the users of the ecosystem `default`.',
  ],
  prefixes: ['/api/users', '/v0/api', '/api/clients'],
  failureResponses,
  // Droplit documents no rate limit.
  rates: { name: 'droplit', headers: standardHeaders },
  tags: {
    Users: 'The users of an ecosystem, and their authentication tokens',
  },
  security: {
    token: {
      type: 'apiKey',
      in: 'header',
      name: 'authorization',
      description: 'The secret of an account or server token, without a scheme',
    },
  },
};
