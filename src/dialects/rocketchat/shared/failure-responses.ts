import type { FailureCode, InputIssue } from '../../../common/failure.js';
import type { Answer, FailureContext, FailureResponses, ToResponse } from '../../dialect.js';
import { createTokenSecret } from '../environment.js';

/** Whether to behave like 8.x, which its secret selects. */
export const isGeneration8 = ({ config }: Pick<FailureContext, 'config'>) =>
  createTokenSecret(config) !== undefined;

/** `<reason> [<code>]` with the code as `errorType`, and with details where the original has them. */
export function refusal(status: number, code: string, reason: string, details?: object): ToResponse {
  const body = { success: false, error: `${reason} [${code}]`, errorType: code, ...(details && { details }) };
  return () => ({ status, body });
}

export function plain(status: number, error: string): ToResponse {
  return ({ detail }) => ({
    status,
    body: { success: false, error },
    headers: {
      ...(detail.allow && { allow: detail.allow.join(', ') }),
      ...(detail.retryAfter && { 'retry-after': String(detail.retryAfter) }),
    },
  });
}

const callOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Failure responses, with exceptions for single calls. */
export function withResponsesOfCalls(responses: FailureResponses): FailureResponses {
  const entries = Object.entries(responses).map(([code, toResponse]): [string, ToResponse] => [
    code,
    (failure, context) => {
      const own = responsesOfCalls[callOf(context.path)]?.[code as FailureCode];
      return (own ?? toResponse)(failure, context);
    },
  ]);
  return Object.fromEntries(entries) as FailureResponses;
}

/** `forbidden()` in an action of the original. */
const forbidden = plain(403, 'unauthorized');

/** The response when a route's own permission is missing. */
export const routeForbidden = plain(
  403,
  'User does not have the permissions required for this action [error-unauthorized]',
);

/** Actions that `users.create` and `users.update` refuse, by the field or by the missing permission. */
const notAllowed = (ofTheCall: Record<string, [action: string, reason: string]>): ToResponse => {
  return (failure, context) => {
    const [action, reason] = ofTheCall[failure.detail.field ?? failure.detail.permission ?? ''] ?? [
      'Assign_role',
      'Assign roles is not allowed',
    ];
    const details = { method: 'insertOrUpdateUser', action };
    return refusal(400, 'error-action-not-allowed', reason, details)(failure, context);
  };
};

const taken: ToResponse = (failure, context) => {
  const field = failure.detail.value ?? failure.detail.field ?? '';
  const details = { method: 'insertOrUpdateUser', field };
  return refusal(400, 'error-field-unavailable', `${field} is already in use :(`, details)(failure, context);
};

const personalTokens = (method: string): Partial<FailureResponses> => {
  const details = { method: `personalAccessTokens:${method}` };
  return {
    'permission-denied': refusal(400, 'not-authorized', 'Not Authorized', details),
    conflict: refusal(400, 'error-token-already-exists', 'A token with this name already exists', details),
    'token-not-found': refusal(400, 'error-token-does-not-exists', 'Token does not exist', details),
  };
};

const invalidUserId = refusal(400, 'error-invalid-user-id', 'Invalid user id');

const responsesOfCalls: Record<string, Partial<FailureResponses>> = {
  'users.create': {
    'permission-denied': notAllowed({ 'create-user': ['Adding_user', 'Adding user is not allowed'] }),
    conflict: taken,
  },
  'users.update': {
    'permission-denied': notAllowed({
      'self:manage': ['Editing_user', 'Editing user is not allowed'],
      'edit-other-user-info': ['Editing_user', 'Editing user is not allowed'],
      'edit-other-user-password': ['Update_user', 'Edit user password is not allowed'],
      'edit-other-user-active-status': ['Update_user', 'Edit user status is not allowed'],
      username: ['Update_user', 'Edit username is not allowed'],
      email: ['Update_user', 'Edit user email is not allowed'],
    }),
    'user-not-found': plain(400, 'User not found'),
    conflict: taken,
  },
  'users.register': {
    'permission-denied': refusal(400, 'error-user-registration-disabled', 'User registration is disabled', {
      method: 'registerUser',
    }),
    'wrong-holder': plain(400, 'Logged in users can not register again.'),
    conflict: (failure, context) => {
      const isUsername = failure.detail.field === 'username';
      return plain(400, isUsername ? 'Username is already in use' : 'Email already exists')(failure, context);
    },
  },
  'users.info': { 'user-not-found': plain(400, 'User not found.') },
  'users.list': { 'permission-denied': forbidden },
  'users.delete': { 'permission-denied': forbidden },
  'users.setActiveStatus': {
    'permission-denied': forbidden,
    'user-not-found': plain(400, 'User not found'),
  },
  'users.logout': { 'permission-denied': forbidden, 'user-not-found': invalidUserId },
  'users.generatePersonalAccessToken': personalTokens('generateToken'),
  'users.regeneratePersonalAccessToken': personalTokens('regenerateToken'),
  'users.removePersonalAccessToken': personalTokens('removeToken'),
  'users.getPersonalAccessTokens': {
    'permission-denied': (failure, context) =>
      (isGeneration8(context) ? routeForbidden : refusal(400, 'not-authorized', 'Not Authorized'))(
        failure,
        context,
      ),
  },
};

/** Faults that the original finds after its schema validation: the code, and whether the text repeats it. */
const faultsOfActions: Record<string, (issue: InputIssue) => ToResponse> = {
  'user-name': ({ message }) => refusal(400, 'error-input-is-not-a-valid-field', message),
  'blocked-name': ({ message }) => refusal(400, 'error-blocked-username', message),
  'known-role': () =>
    refusal(400, 'error-action-not-allowed', 'The field Roles consist invalid role id', {
      method: 'insertOrUpdateUser',
      action: 'Assign_role',
    }),
  'mail-address': ({ message }) =>
    refusal(400, 'error-invalid-email', message, { function: 'RocketChat.validateEmailDomain' }),
  'password-length': () => refusal(400, 'error-password-policy-not-met-minLength', shortPassword),
  'unsaved-identity': ({ message }) =>
    refusal(400, 'error-could-not-save-identity', message, { method: 'saveUser' }),
  sort: ({ message }) => refusal(400, 'error-invalid-sort', message, jsonQuery),
  fields: ({ message }) => refusal(400, 'error-invalid-fields', message, jsonQuery),
  query: ({ message }) => refusal(400, 'error-invalid-query', message, jsonQuery),
  'updated-since': ({ message }) => refusal(400, 'error-roomId-param-invalid', message),
  'known-permission': ({ message }) => typed('error-invalid-permission', message),
  'role-of-permission': ({ message }) => typed('error-invalid-role', message),
  plain: ({ message }) => plain(400, message),
};

const shortPassword = 'The password does not meet the minimum length password policy.';
const jsonQuery = { helperMethod: 'parseJsonQuery' };

function typed(errorType: string, error: string): ToResponse {
  return () => ({ status: 400, body: { success: false, error, errorType } });
}

/** The text of the original's schema validator for a fault, and the order in which it checks. */
function faultOfSchema({ rule, message }: InputIssue): { rank: number; text: string } {
  if (rule === 'object') return { rank: 0, text: 'must be object' };
  if (rule === 'unknown-field') return { rank: 2, text: 'must NOT have additional properties' };
  return { rank: message.startsWith('must have required property') ? 1 : 3, text: message };
}

/** The first schema fault, at which the original stops. Up to 7.x the text includes the code. */
export const invalidParams: ToResponse = (failure, context): Answer => {
  const issues = failure.detail.issues ?? [];
  const ofAction = issues[0] && faultsOfActions[issues[0].rule];
  if (ofAction) return ofAction(issues[0]!)(failure, context);
  const [first] = issues.map(faultOfSchema).sort((one, other) => one.rank - other.rank);
  const text = first?.text ?? 'Invalid params';
  const error = isGeneration8(context) ? text : `${text} [invalid-params]`;
  return { status: 400, body: { success: false, errorType: 'invalid-params', error } };
};
