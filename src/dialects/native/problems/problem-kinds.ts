import type { FailureCode } from '../../../common/failure.js';

export interface ProblemKind {
  /** The title of every problem of this kind. */
  title: string;
  meaning: string;
  remedy: string;
}

/** Base path of the problem pages. A problem's `type` is the page of its code, relative to the service. */
export const problemsPath = '/problems';

export const problemKinds: Record<FailureCode, ProblemKind> = {
  'bad-request': {
    title: 'Bad request',
    meaning:
      'The request is not valid HTTP: its URL is badly encoded, or a header is malformed, repeated or contradicts another.',
    remedy: 'Percent-encode the URL as UTF-8, and check whether a proxy changes the request.',
  },
  'malformed-body': {
    title: 'Malformed body',
    meaning: 'The body is not valid JSON in UTF-8.',
    remedy: 'Write the body with a JSON library, and send it with Content-Type: application/json.',
  },
  'unsupported-media-type': {
    title: 'Unsupported media type',
    meaning: 'This operation does not accept the media type of the body.',
    remedy:
      'Send JSON with Content-Type: application/json, not compressed. Introspection and revocation by secret take forms too; an import takes application/x-ndjson.',
  },
  'body-too-large': {
    title: 'Body too large',
    meaning:
      'The body exceeds 4 MiB (8 MiB for an import, 64 KiB where no token is needed), or a form has more than 100 fields.',
    remedy: 'Split the work into several requests.',
  },
  'headers-too-large': {
    title: 'Headers too large',
    meaning: 'The URL and the headers exceed 16 KiB together, or there are more than 200 header lines.',
    remedy: 'Send fewer cookies and a shorter query. Put long values into the body.',
  },
  'request-timeout': {
    title: 'Request timeout',
    meaning: 'The client did not send the whole request in time.',
    remedy: 'Send it again on a new connection. Nothing was changed.',
  },
  'invalid-input': {
    title: 'Invalid input',
    meaning: 'Fields of the request violate rules. Nothing was changed.',
    remedy:
      'The member errors lists each fault with its location (in), field (pointer) and rule (code). Correct all of them and send the request again.',
  },
  'route-not-found': {
    title: 'Route not found',
    meaning: 'There is no operation at this path.',
    remedy:
      'Compare the path with the documentation at /docs. Ids in a path are percent-encoded and not empty.',
  },
  'method-not-allowed': {
    title: 'Method not allowed',
    meaning: 'The path exists, but does not support this method.',
    remedy: 'The header Allow lists the supported methods.',
  },
  unauthenticated: {
    title: 'Not authenticated',
    meaning:
      'No token was presented, or one that is not live: unknown, expired, revoked, or of a disabled holder. The response does not reveal which.',
    remedy:
      'Present the secret of a live token as Authorization: Bearer SECRET. Where WWW-Authenticate says error="invalid_token", the token is not live: get a new one.',
  },
  'login-refused': {
    title: 'Sign-in refused',
    meaning: 'The user and the password do not match.',
    remedy: 'Check both. The response does not reveal which one is wrong.',
  },
  'permission-denied': {
    title: 'Permission denied',
    meaning: 'The token is live, but may not do this.',
    remedy:
      'WWW-Authenticate names the missing permission as scope. Use a token that has it, or have one minted; if the holder is a user, a role may grant it.',
  },
  'wrong-holder': {
    title: 'Wrong holder',
    meaning: 'This operation is for tokens of another kind of holder: an account, a server or a user.',
    remedy: 'Use a token of another kind of holder: the documentation of the operation names it.',
  },
  'mint-refused': {
    title: 'Minting refused',
    meaning: 'This way of minting is not available here.',
    remedy: 'Ask the operator of the service whether minting is enabled, and for whom.',
  },
  'ecosystem-not-found': {
    title: 'Ecosystem not found',
    meaning:
      'No ecosystem has this id, it was deleted, or it is not yours. The response does not reveal which.',
    remedy: 'Check the id. A server token sees only its own ecosystem.',
  },
  'user-not-found': {
    title: 'User not found',
    meaning: 'The ecosystem has no user with this id, or the user was deleted.',
    remedy: 'Check the id, and that the user belongs to this ecosystem.',
  },
  'token-not-found': {
    title: 'Token not found',
    meaning: 'The ecosystem has no token with this id. Records of dead tokens are pruned after a while.',
    remedy: 'Check the id: it identifies the record, and is not the secret.',
  },
  'role-not-found': {
    title: 'Role not found',
    meaning: 'The ecosystem has no role with this name.',
    remedy: 'Check the name, or create the role first.',
  },
  'user-inactive': {
    title: 'User not active',
    meaning: 'The user is deactivated: no token can be minted for it, and none of its tokens is live.',
    remedy: 'Activate the user first, if that is intended.',
  },
  'last-admin': {
    title: 'Last admin',
    meaning:
      'The user is the only active admin of the ecosystem. Without an admin, no user could administer it.',
    remedy: 'Make another user an admin first, or use an account token.',
  },
  conflict: {
    title: 'Conflict',
    meaning: 'A value that must be unique is already taken, or the resource changed meanwhile.',
    remedy: 'Choose another value, or read the resource again and repeat the decision.',
  },
  'precondition-failed': {
    title: 'Precondition failed',
    meaning: 'The ETag in If-Match is outdated: the resource changed meanwhile. Nothing was changed.',
    remedy: 'Read the resource again, apply your change to its current state, and send the new ETag.',
  },
  'request-in-flight': {
    title: 'Request in flight',
    meaning: 'Another request with the same Idempotency-Key is still in progress.',
    remedy: 'Wait a second and send the same request with the same key again.',
  },
  'idempotency-key-reused': {
    title: 'Idempotency key reused',
    meaning: 'This Idempotency-Key was used before for another request. Nothing was done.',
    remedy: 'Use a new key for each new request, and the old one only to repeat the same request.',
  },
  'rate-limited': {
    title: 'Too many requests',
    meaning: 'The client exceeded its rate limit. Nothing was done.',
    remedy: 'Wait for the seconds in the header Retry-After, then send the request again.',
  },
  overloaded: {
    title: 'Overloaded',
    meaning:
      'The service receives more requests than it can answer in time, and refused this one before any processing.',
    remedy:
      'Send the request again after the seconds in the header Retry-After. Repeating it is safe, whatever it was.',
  },
  unavailable: {
    title: 'Unavailable',
    meaning:
      'A store does not answer, or the service is stopping. A revocation may be stored but not yet effective everywhere, which takes up to a minute; detail then says so.',
    remedy:
      'Send the request again after the seconds in the header Retry-After. Repeating is safe for requests that only read, revoke or delete.',
  },
  internal: {
    title: 'Internal error',
    meaning: 'The service failed unexpectedly.',
    remedy: 'Give the requestId to the operator of the service, who finds details in the log.',
  },
};
