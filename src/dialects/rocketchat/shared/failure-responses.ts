import type { FailureCode, InputIssue } from '../../../common/failure.js';
import type { Answer, Occasion, Wording } from '../../dialect.js';
import { createTokenSecret } from '../environment.js';

/** Whether Rocket.Chat's 8.x words are spoken: its secret is configured (docs/wire.md#versions-of-userscreatetoken). */
export const isGeneration8 = ({ config }: Pick<Occasion, 'config'>) =>
  createTokenSecret(config) !== undefined;

/** `<reason> [<code>]`, with the code again as `errorType` (docs/wire.md#refusals), and with details where the original has them. */
export function refusal(status: number, code: string, reason: string, details?: object): Wording {
  const body = { success: false, error: `${reason} [${code}]`, errorType: code, ...(details && { details }) };
  return () => ({ status, body });
}

/** Failures without an `errorType` (docs/wire.md#refusals). */
export function plain(status: number, error: string): Wording {
  return ({ detail }) => ({
    status,
    body: { success: false, error },
    headers: {
      ...(detail.allow && { allow: detail.allow.join(', ') }),
      ...(detail.retryAfter && { 'retry-after': String(detail.retryAfter) }),
    },
  });
}

/** The last part of the path: `users.create`. */
const callOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The words, but where a call has words of its own for a failure. */
export function withWordsOfCalls(words: Record<FailureCode, Wording>): Record<FailureCode, Wording> {
  const entries = Object.entries(words).map(([code, wording]): [string, Wording] => [
    code,
    (failure, occasion) => {
      const own = wordsOfCalls[callOf(occasion.path)]?.[code as FailureCode];
      return (own ?? wording)(failure, occasion);
    },
  ]);
  return Object.fromEntries(entries) as Record<FailureCode, Wording>;
}

/** `forbidden()` in an action (docs/wire.md#refusals). */
const forbidden = plain(403, 'unauthorized');

/** A route's own permission is missing (docs/wire.md#refusals). */
export const routeForbidden = plain(
  403,
  'User does not have the permissions required for this action [error-unauthorized]',
);

/** What `users.create` and `users.update` refuse to do, by the field, or the permission that it takes. */
const notAllowed = (ofTheCall: Record<string, [action: string, reason: string]>): Wording => {
  return (failure, occasion) => {
    const [action, reason] = ofTheCall[failure.detail.field ?? failure.detail.permission ?? ''] ?? [
      'Assign_role',
      'Assign roles is not allowed',
    ];
    const details = { method: 'insertOrUpdateUser', action };
    return refusal(400, 'error-action-not-allowed', reason, details)(failure, occasion);
  };
};

const taken: Wording = (failure, occasion) => {
  const field = failure.detail.value ?? failure.detail.field ?? '';
  const details = { method: 'insertOrUpdateUser', field };
  return refusal(400, 'error-field-unavailable', `${field} is already in use :(`, details)(failure, occasion);
};

const personalTokens = (method: string): Partial<Record<FailureCode, Wording>> => {
  const details = { method: `personalAccessTokens:${method}` };
  return {
    'permission-denied': refusal(400, 'not-authorized', 'Not Authorized', details),
    conflict: refusal(400, 'error-token-already-exists', 'A token with this name already exists', details),
    'token-not-found': refusal(400, 'error-token-does-not-exists', 'Token does not exist', details),
  };
};

const invalidUserId = refusal(400, 'error-invalid-user-id', 'Invalid user id');

/** The words in which single calls refuse (docs/wire.md#companion-calls). */
const wordsOfCalls: Record<string, Partial<Record<FailureCode, Wording>>> = {
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
    conflict: (failure, occasion) => {
      const isUsername = failure.detail.field === 'username';
      return plain(400, isUsername ? 'Username is already in use' : 'Email already exists')(
        failure,
        occasion,
      );
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
    'permission-denied': (failure, occasion) =>
      (isGeneration8(occasion) ? routeForbidden : refusal(400, 'not-authorized', 'Not Authorized'))(
        failure,
        occasion,
      ),
  },
};

/** Faults that the original finds after its schema: the code that it then gives, and whether the text repeats it. */
const faultsOfActions: Record<string, (issue: InputIssue) => Wording> = {
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

/** An `errorType` that the text does not repeat. */
function typed(errorType: string, error: string): Wording {
  return () => ({ status: 400, body: { success: false, error, errorType } });
}

/** What the original's schema validator says of a fault, and in which order it looks for faults. */
function faultOfSchema({ rule, message }: InputIssue): { rank: number; text: string } {
  if (rule === 'object') return { rank: 0, text: 'must be object' };
  if (rule === 'unknown-field') return { rank: 2, text: 'must NOT have additional properties' };
  return { rank: message.startsWith('must have required property') ? 1 : 3, text: message };
}

/**
 * The first fault against a schema, at which the original stops; up to 7.x the text carries the code too
 * (docs/wire.md#refusals).
 */
export const invalidParams: Wording = (failure, occasion): Answer => {
  const issues = failure.detail.issues ?? [];
  const ofAction = issues[0] && faultsOfActions[issues[0].rule];
  if (ofAction) return ofAction(issues[0]!)(failure, occasion);
  const [first] = issues.map(faultOfSchema).sort((one, other) => one.rank - other.rank);
  const text = first?.text ?? 'Invalid params';
  const error = isGeneration8(occasion) ? text : `${text} [invalid-params]`;
  return { status: 400, body: { success: false, errorType: 'invalid-params', error } };
};
