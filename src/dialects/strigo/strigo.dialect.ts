import { type RatePolicy, tightest } from '../../access/rate-limit/rate-policy.js';
import type { Failure, FailureCode } from '../../common/failure.js';
import type { Dialect, ToResponse } from '../dialect.js';

/** Strigo's failure envelope, with a PascalCase type. */
function failure(
  status: number,
  type: string,
  moreHeaders: Record<string, string> = {},
  text?: string,
): ToResponse {
  return ({ message, detail }) => ({
    status,
    body: { result: 'failure', error: { type, message: text ?? message } },
    headers: {
      ...moreHeaders,
      ...(detail.allow && { allow: detail.allow.join(', ') }),
      ...(detail.retryAfter && { 'retry-after': String(detail.retryAfter) }),
    },
  });
}

function takenText({ message, detail }: Failure): string {
  return detail.field === 'externalId' ? 'Another user has this externalUserId' : message;
}

/** Strigo uses express-validator: one fault per field. */
const validation: ToResponse = ({ detail }) => ({
  status: 422,
  body: {
    result: 'failure',
    error: {
      type: 'RequestValidationError',
      message: 'The request is not valid',
      errors: (detail.issues ?? []).map(({ place, path, message }) => ({
        location: place === 'path' ? 'params' : place,
        param: path,
        msg: message,
      })),
    },
  },
});

const failureResponses: Record<FailureCode, ToResponse> = {
  'bad-request': failure(400, 'BadRequest'),
  'malformed-body': failure(400, 'BadRequest'),
  'unsupported-media-type': failure(415, 'UnsupportedMediaType'),
  'body-too-large': failure(413, 'PayloadTooLarge'),
  'headers-too-large': failure(431, 'HeadersTooLarge'),
  'request-timeout': failure(408, 'RequestTimeout'),
  'invalid-input': validation,
  'route-not-found': failure(404, 'NotFound'),
  'method-not-allowed': failure(405, 'MethodNotAllowed'),
  unauthenticated: failure(401, 'Unauthorized'),
  'login-refused': failure(401, 'Unauthorized'),
  'permission-denied': failure(403, 'Forbidden'),
  'wrong-holder': failure(403, 'Forbidden'),
  'mint-refused': failure(403, 'Forbidden'),
  'ecosystem-not-found': failure(401, 'Unauthorized'),
  'user-not-found': failure(404, 'UserNotFound'),
  'token-not-found': failure(404, 'TokenNotFound'),
  'role-not-found': failure(404, 'RoleNotFound'),
  'user-inactive': failure(403, 'UserNotActive'),
  'last-admin': failure(409, 'Conflict'),
  conflict: (failed, context) => failure(409, 'Conflict', {}, takenText(failed))(failed, context),
  'precondition-failed': failure(412, 'PreconditionFailed'),
  'request-in-flight': failure(409, 'Conflict'),
  'idempotency-key-reused': failure(422, 'Conflict'),
  'rate-limited': () => ({
    status: 429,
    body: 'Too many requests, please try again later.',
    headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '60' },
  }),
  overloaded: failure(503, 'ServiceUnavailable'),
  unavailable: failure(503, 'ServiceUnavailable', { 'retry-after': '5' }),
  internal: failure(500, 'InternalServerError'),
};

/** Headers of express-rate-limit, with the reset in epoch seconds. */
const rates: RatePolicy = {
  name: 'strigo',
  headers: (usages, now) => {
    const { quota, remaining, msLeft } = tightest(usages);
    return {
      'x-ratelimit-limit': String(quota.requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Math.ceil((now + msLeft) / 1000)),
    };
  },
  vendor: { quota: { requests: 60, seconds: 60 }, per: 'address' },
};

export const strigoDialect: Dialect = {
  name: 'strigo',
  title: 'Tokenwright: Strigo dialect',
  description: `The user token calls of Strigo's REST API and of its browser SDK, on their original paths.

The organisation is an ecosystem: \`ORG_ID\` is its id, and \`API_KEY\` the secret of one of its server tokens, or of an
account token.`,
  firstSteps: [
    'Take the secret of a server token: an operator mints one with `POST /v1/ecosystems/{ecosystemId}/server-tokens` of the native API.',
    'Press Authorize and paste the id of the ecosystem, a colon and the secret, `default:tw_s_…`, into the field `apiKey`.',
    'Open `GET /api/v1/members`, press Try it out and Execute: the answer lists the users.',
  ],
  prefixes: [
    '/api/v1/academy',
    '/api/v1/libro',
    '/api/v1/health',
    '/api/v1/members',
    '/api/internal/academy',
  ],
  failureResponses,
  rates,
  tags: {
    'User tokens': 'Identify a user of the SDK',
    Organisation: 'The organisation and its members',
    SDK: 'Calls of the SDK on a page, with the token of its user',
  },
  security: {
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      description: '`Bearer ORG_ID:API_KEY`: the ecosystem and the secret, joined by a colon',
    },
    userToken: { type: 'http', scheme: 'bearer', description: '`Bearer TOKEN`: the token of a user' },
  },
};
