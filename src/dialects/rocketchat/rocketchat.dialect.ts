import { type RatePolicy, tightest } from '../../access/rate-limit/rate-policy.js';
import { covers, ecosystemPermissions } from '../../common/permission.js';
import type { Answer, Dialect, FailureContext, FailureResponses, ToResponse } from '../dialect.js';
import { AuthTokenGuard } from './auth-token.guard.js';
import { rocketchatGrants } from './permissions/grants.js';
import {
  invalidParams,
  isGeneration8,
  plain,
  refusal,
  routeForbidden,
  withResponsesOfCalls,
} from './shared/failure-responses.js';
import { rocketchatEnvironment } from './environment.js';

const notLoggedIn = 'You must be logged in to do this.';

/** The original does not distinguish missing and wrong credentials. */
const unauthenticated: ToResponse = (_, context) => ({
  status: 401,
  body: isGeneration8(context)
    ? { success: false, error: notLoggedIn, status: 'error', message: notLoggedIn }
    : { status: 'error', message: notLoggedIn },
});

/** A refused sign-in. 8.x adds `success`. */
function loginRefusal(context: FailureContext, body: object): Answer {
  return {
    status: 401,
    body: { ...(isGeneration8(context) && { success: false }), status: 'error', ...body },
  };
}

/** A deactivated user: Meteor's response at sign-in, else a refusal. */
const inactive: ToResponse = (failure, context) =>
  context.path.endsWith('/login')
    ? loginRefusal(context, {
        error: 'error-user-is-not-activated',
        details: { function: 'Accounts.validateLoginAttempt' },
        message: 'User is not activated',
      })
    : refusal(400, 'error-user-is-not-activated', 'User is not activated')(failure, context);

const lastAdmin = refusal(
  400,
  'error-action-not-allowed',
  'Leaving the app without an active admin is not allowed',
  { method: 'removeUserFromRole', action: 'Remove_last_admin' },
);

const unknownUser = 'The required "userId" or "username" param provided does not match any users';
const noUser = 'The required "userId" or "username" param was not provided';

const failureResponses: FailureResponses = {
  'bad-request': plain(400, 'Bad request'),
  'malformed-body': plain(400, 'Bad request'),
  'unsupported-media-type': plain(415, 'Unsupported media type'),
  'body-too-large': plain(413, 'Payload too large'),
  'headers-too-large': plain(431, 'Request header fields too large'),
  'request-timeout': plain(408, 'Request timeout'),
  'invalid-input': invalidParams,
  'rocketchat:user-not-named': refusal(400, 'error-user-param-not-provided', noUser),
  'route-not-found': plain(404, 'Resource not found'),
  'method-not-allowed': plain(405, 'Method not allowed'),
  unauthenticated,
  'login-refused': (_, context) => loginRefusal(context, { error: 'Unauthorized', message: 'Unauthorized' }),
  'rocketchat:session-expired': ({ message }, context) => loginRefusal(context, { error: 403, message }),
  'permission-denied': routeForbidden,
  'wrong-holder': plain(403, 'unauthorized'),
  'mint-refused': refusal(400, 'error-not-authorized', 'Not authorized'),
  'ecosystem-not-found': plain(404, 'Resource not found'),
  'user-not-found': refusal(400, 'error-invalid-user', unknownUser),
  'token-not-found': plain(404, 'Resource not found'),
  'role-not-found': refusal(400, 'error-role-not-found', 'Role not found'),
  'user-inactive': inactive,
  'last-admin': lastAdmin,
  conflict: refusal(400, 'error-field-unavailable', 'The value is already in use'),
  'precondition-failed': plain(412, 'Precondition failed'),
  'request-in-flight': plain(409, 'Conflict'),
  'idempotency-key-reused': plain(422, 'Conflict'),
  'rate-limited': ({ detail }) => ({
    status: 429,
    body: {
      success: false,
      error: `Error, too many requests. Please slow down. You must wait ${detail.retryAfter ?? 60} seconds before trying this endpoint again. [error-too-many-requests]`,
    },
  }),
  overloaded: plain(503, 'Service unavailable'),
  unavailable: plain(503, 'Service unavailable'),
  internal: plain(500, 'Internal server error'),
};

/** The original's defaults. Callers with every permission have its `api-bypass-rate-limit`. */
const rates: RatePolicy = {
  name: 'rocketchat',
  headers: (usages, now) => {
    const { quota, remaining, msLeft } = tightest(usages);
    return {
      'x-ratelimit-limit': String(quota.requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(now + msLeft),
    };
  },
  vendor: {
    quota: { requests: 10, seconds: 60 },
    per: 'address-and-route',
    routes: { '/api/v1/users.register': { requests: 1, seconds: 60 } },
    isExempt: ({ permissions }) => covers(permissions, ecosystemPermissions),
  },
};

export const rocketchatDialect: Dialect = {
  environment: rocketchatEnvironment,
  name: 'rocketchat',
  title: 'Tokenwright: Rocket.Chat dialect',
  description: `Rocket.Chat's user token call with the calls around it, on their original paths.

Speaks as Rocket.Chat 2.1–7.x with \`CREATE_TOKENS_FOR_USERS=true\`, as 8.x with \`CREATE_TOKENS_FOR_USERS_SECRET\`; with
neither, \`users.createToken\` refuses everybody, as the original does. The workspace is the ecosystem whose \`domain\` is
the host, else the default one. Two-factor headers are taken and not looked at. \`users.register\` is open
where the ecosystem's \`registration\` is.`,
  firstSteps: [
    'Take a user with the role `admin` and a password, or one of the user’s tokens.',
    'Open `POST /api/v1/login` and execute it: the answer has `userId` and `authToken`.',
    'Press Authorize and paste them into `X-User-Id` and `X-Auth-Token`.',
    'Open `GET /api/v1/me`, press Try it out and Execute: the answer shows the user.',
  ],
  prefixes: ['/api/v1', '/api/info'],
  failureResponses: withResponsesOfCalls(failureResponses),
  grants: rocketchatGrants,
  guard: AuthTokenGuard,
  rates,
  // The original sends no charset.
  headers: { 'content-type': 'application/json', pragma: 'no-cache' },
  takesForms: () => true,
  forgivesMalformedBodies: true,
  tags: {
    Users: 'Login tokens: create, use and revoke them',
    People: 'Users of the workspace: create, change, find and delete them',
    'Personal access tokens': 'Named tokens without an end, which users create for themselves',
    Permissions: 'Permissions of roles',
    Workspace: 'The version of the workspace',
  },
  security: {
    authToken: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Auth-Token',
      description: "The secret of one of the user's tokens",
    },
    userId: { type: 'apiKey', in: 'header', name: 'X-User-Id', description: "The user's id" },
  },
};
