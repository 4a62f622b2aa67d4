import { standardHeaders } from '../../access/rate-limit/rate-policy.js';
import type { Failure, FailureCode, FailureDetail } from '../../common/failure.js';
import type { Dialect, ToResponse } from '../dialect.js';
import { asOAuthError, oauthPaths } from './verification/oauth-failures.js';
import { UserIdResolver } from './shared/user-id-resolver.js';
import { problemKinds, problemsPath } from './problems/problem-kinds.js';

/** A JSON Pointer (RFC 6901); empty for the whole body. */
function pointerTo(field: string, steps: readonly string[] = field === '' ? [] : [field]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** class-validator names its rules in camel case. */
function kebabCase(rule: string): string {
  return rule.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A problem (RFC 9457). */
function problem(
  status: number,
  moreHeaders: (failure: Failure) => object = () => ({}),
  detailOf: (failure: Failure) => string = ({ message }) => message,
): ToResponse {
  return (failure, { requestId, path }) => ({
    status,
    headers: { 'content-type': 'application/problem+json', ...moreHeaders(failure) },
    body: {
      type: `${problemsPath}/${failure.code}`,
      title: problemKinds[failure.code as FailureCode].title,
      status,
      detail: detailOf(failure),
      instance: path,
      code: failure.code,
      requestId,
      checks: failure.detail.checks,
      errors: failure.detail.issues?.map(({ place, path: field, steps, rule, message }) => ({
        in: place,
        pointer: pointerTo(field, steps),
        code: kebabCase(rule),
        detail: message,
      })),
    },
  });
}

const challenge: ToResponse = problem(
  401,
  ({ detail }) => ({
    'www-authenticate': `Bearer realm="tokenwright"${detail.presented ? ', error="invalid_token"' : ''}`,
  }),
  ({ message }) => message.replace('header Authorization', 'header Authorization: Bearer SECRET'),
);

const insufficient: ToResponse = problem(403, ({ detail }) => ({
  'www-authenticate':
    'Bearer realm="tokenwright", error="insufficient_scope"' +
    (detail.permission ? `, scope="${detail.permission}"` : ''),
}));

function allowed({ allow = [] }: FailureDetail): string {
  return allow.join(', ');
}

const problems: Record<FailureCode, ToResponse> = {
  'bad-request': problem(400),
  'malformed-body': problem(400),
  'unsupported-media-type': problem(415),
  'body-too-large': problem(413),
  'headers-too-large': problem(431),
  'request-timeout': problem(408),
  'invalid-input': problem(422),
  'route-not-found': problem(404),
  'method-not-allowed': problem(
    405,
    ({ detail }) => ({ allow: allowed(detail) }),
    ({ message, detail }) => `${message}, but ${allowed(detail)}`,
  ),
  unauthenticated: challenge,
  'login-refused': challenge,
  'permission-denied': insufficient,
  'wrong-holder': insufficient,
  'mint-refused': problem(403),
  'ecosystem-not-found': problem(404),
  'user-not-found': problem(404),
  'token-not-found': problem(404),
  'role-not-found': problem(404),
  'user-inactive': problem(409),
  'last-admin': problem(409),
  conflict: problem(409),
  'precondition-failed': problem(412),
  'request-in-flight': problem(409, () => ({ 'retry-after': '1' })),
  'idempotency-key-reused': problem(422),
  'rate-limited': problem(429, ({ detail }) => ({ 'retry-after': String(detail.retryAfter ?? 60) })),
  overloaded: problem(503, ({ detail }) => ({ 'retry-after': String(detail.retryAfter ?? 1) })),
  unavailable: problem(503, ({ detail }) => ({ 'retry-after': String(detail.retryAfter ?? 5) })),
  internal: problem(500),
};

const failureResponses = Object.fromEntries(
  Object.entries(problems).map(([code, wording]) => [code, asOAuthError(wording)]),
) as Record<FailureCode, ToResponse>;

export const nativeDialect: Dialect = {
  name: 'native',
  title: 'Tokenwright',
  description: `Mints, verifies, lists and revokes user tokens.

Present a token as \`Authorization: Bearer SECRET\`. A *secret* is shown once, when its token is minted; Tokenwright
keeps only its SHA-256. Ids of another ecosystem are *not found*. Durations are in seconds, times in ISO 8601.
Errors are problems (RFC 9457): match on \`code\`, never on text. The \`type\` of each is the URL of a page about it.`,
  firstSteps: [
    'Take a token. The first start of the service printed an account token (`tw_a_…`), which may do everything. On a service of other people, ask for a server token (`tw_s_…`).',
    'Press Authorize and paste it into the first field, without `Bearer`.',
    'Open `GET /v1/self`, press Try it out and Execute: the answer says whose token it is.',
    'Create a user with `POST /v1/ecosystems/{ecosystemId}/users`, mint a token for it, and check that token with `POST /v1/tokens/introspect`.',
  ],
  prefixes: ['/v1'],
  failureResponses,
  preparation: UserIdResolver,
  rates: { name: 'native', headers: standardHeaders },
  takesForms: (path) => oauthPaths.includes(path),
  // A list of 10,000 users with a role has ten values for each.
  mostValues: (path) => (path.endsWith('/users/bulk') ? 120_000 : undefined),
  takesLines: (path) => path.endsWith('/tokens/import'),
  tags: {
    Ecosystems: 'Tenants',
    Users: 'The people of an ecosystem',
    Roles: 'Named sets of permissions',
    Tokens: 'The tokens of users: mint, list, revoke',
    Keys: 'Tokens of back ends (`server`) and of operators (`account`)',
    Audit: 'Audit entries: actor, action, target and time',
    Verification: 'Check a token: its state, holder and permissions',
    Problems: 'Pages about each problem code',
    Health: 'Health and metrics, for operators',
  },
  security: {
    token: { type: 'http', scheme: 'bearer', description: 'The secret of a live token' },
    client: {
      type: 'http',
      scheme: 'basic',
      description:
        'OAuth\u2019s client credentials, for introspection and revocation by secret: the user name is the id of the token or of its ecosystem, the password its secret. Both are form-urlencoded (RFC 6749 §2.3.1).',
    },
  },
};
