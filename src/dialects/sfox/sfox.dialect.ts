import type { RatePolicy } from '../../access/rate-limit/rate-policy.js';
import type { Failure, FailureCode } from '../../common/failure.js';
import type { Dialect, ToResponse } from '../dialect.js';
import { sfoxEnvironment } from './environment.js';

/** sFOX's failure envelope. */
function error(status: number, text?: string): ToResponse {
  return ({ message, detail }) => ({
    status,
    body: { error: text ?? message },
    headers: {
      ...(detail.allow && { allow: detail.allow.join(', ') }),
      ...(detail.retryAfter && { 'retry-after': String(detail.retryAfter) }),
    },
  });
}

function takenText({ message, detail }: Failure): string {
  return detail.field === 'externalId' ? 'Another user has this user_id' : message;
}

const failureResponses: Record<FailureCode, ToResponse> = {
  'bad-request': error(400),
  'malformed-body': error(400),
  'unsupported-media-type': error(415),
  'body-too-large': error(413),
  'headers-too-large': error(431),
  'request-timeout': error(408),
  'invalid-input': error(422),
  'route-not-found': error(404),
  'method-not-allowed': error(405),
  unauthenticated: error(401, 'The API key is missing or incorrect'),
  'login-refused': error(401),
  'permission-denied': error(403),
  'wrong-holder': error(403, 'An enterprise API key is needed: the token of a server'),
  'mint-refused': error(403),
  'ecosystem-not-found': error(404),
  'user-not-found': error(404),
  'token-not-found': error(404),
  'role-not-found': error(404),
  'user-inactive': error(404),
  'last-admin': error(422),
  conflict: (failure, context) => error(422, takenText(failure))(failure, context),
  'precondition-failed': error(412),
  'request-in-flight': error(409),
  'idempotency-key-reused': error(422),
  'rate-limited': error(429, 'Too many requests'),
  overloaded: error(503),
  unavailable: error(503),
  internal: error(500),
};

/** 250 requests in 10 s for each address, then a pause of 60 s. sFOX documents no header. */
const rates: RatePolicy = {
  name: 'sfox',
  headers: () => ({}),
  vendor: { quota: { requests: 250, seconds: 10, penalty: 60 }, per: 'address' },
};

export const sfoxDialect: Dialect = {
  environment: sfoxEnvironment,
  name: 'sfox',
  title: 'Tokenwright: sFOX dialect',
  description: `The end user and user auth token calls of sFOX's enterprise API, on their original paths.

The enterprise is an ecosystem: \`ENTERPRISE_API_KEY\` is the secret of one of its server tokens. A \`user_id\` is the
user's \`externalId\`, else Tokenwright's own id.`,
  firstSteps: [
    'Take the secret of a server token: an operator mints one with `POST /v1/ecosystems/{ecosystemId}/server-tokens` of the native API. An account token is refused here.',
    'Press Authorize and paste the secret, without `Bearer`.',
    'Open `GET /v1/enterprise/users`, press Try it out and Execute: the answer lists the users.',
  ],
  prefixes: ['/v1/enterprise'],
  failureResponses,
  rates,
  tags: {
    'End users': 'The customers of the enterprise',
    'User auth tokens': 'Short-lived tokens for actions on one user’s account',
  },
  security: {
    apiKey: { type: 'http', scheme: 'bearer', description: '`Bearer ENTERPRISE_API_KEY`' },
  },
};
