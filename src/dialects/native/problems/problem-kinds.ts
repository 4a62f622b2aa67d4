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
      'The request cannot be read as HTTP: its address is not validly encoded, or a header is broken, stands twice or contradicts another.',
    remedy:
      'Percent-encode what stands in the address as UTF-8, and look at what a proxy on the way may have changed.',
  },
  'malformed-body': {
    title: 'Malformed body',
    meaning: 'The body is not valid JSON in UTF-8.',
    remedy: 'Let a JSON library write the body, and send it with Content-Type: application/json.',
  },
  'unsupported-media-type': {
    title: 'Unsupported media type',
    meaning: 'The body is of a kind that this operation does not read.',
    remedy:
      'Send JSON with Content-Type: application/json, not compressed. Introspection and revocation by secret take forms too; an import takes application/x-ndjson.',
  },
  'body-too-large': {
    title: 'Body too large',
    meaning:
      'The body is longer than 4 MiB, the most that the service reads; 8 MiB for an import, 64 KiB where no token is needed. Or a form has more than 100 fields.',
    remedy: 'Split the work into several requests.',
  },
  'headers-too-large': {
    title: 'Headers too large',
    meaning:
      'The address and the headers are together longer than 16 KiB, or there are more than 200 header lines: the most that the service reads.',
    remedy: 'Send fewer cookies and a shorter query; what is long belongs into the body.',
  },
  'request-timeout': {
    title: 'Request timeout',
    meaning: 'The request did not come in whole within the time that a client has for sending it.',
    remedy: 'Send it again on a new connection. Nothing was changed.',
  },
  'invalid-input': {
    title: 'Invalid input',
    meaning: 'The request can be read, but fields of it break rules. Nothing was changed.',
    remedy:
      'The member errors names each fault: where it lies (in), which field (pointer), which rule (code). Correct them all and ask again.',
  },
  'user-not-named': {
    title: 'No user named',
    meaning: 'The request does not say which user it is about.',
    remedy: 'Name the user as the description of the operation says.',
  },
  'route-not-found': {
    title: 'No such address',
    meaning: 'There is no operation at this path.',
    remedy:
      'Compare the path with the documentation at /docs. Ids in a path are percent-encoded and not empty.',
  },
  'method-not-allowed': {
    title: 'Method not allowed',
    meaning: 'The path exists, but does not answer this method.',
    remedy: 'The header Allow names the methods that it answers.',
  },
  unauthenticated: {
    title: 'Not authenticated',
    meaning:
      'No token was presented, or one that is not live: unknown, expired, revoked, or of a disabled holder. Which of these is not said.',
    remedy:
      'Present the secret of a live token as Authorization: Bearer SECRET. Where WWW-Authenticate says error="invalid_token", a token came but is not live: get a new one.',
  },
  'login-refused': {
    title: 'Sign-in refused',
    meaning: 'The user and the password do not fit together.',
    remedy: 'Check both. Which of them is wrong is not said.',
  },
  'session-expired': {
    title: 'Session expired',
    meaning: 'The token that was to be resumed is not live any more.',
    remedy: 'Sign in again with the password, and use the new token.',
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
    remedy: 'Use a token of the kind that detail names.',
  },
  'mint-refused': {
    title: 'Minting refused',
    meaning: 'Tokens cannot be minted in this way here.',
    remedy: 'Ask the operator of the service whether minting is switched on, and for whom.',
  },
  'ecosystem-not-found': {
    title: 'Ecosystem not found',
    meaning:
      'There is no ecosystem with this id, it was deleted, or it is not yours. Which of these is not said.',
    remedy: 'Check the id. With a server token, only its own ecosystem is there.',
  },
  'user-not-found': {
    title: 'User not found',
    meaning: 'The ecosystem has no user with this id, or the user was deleted.',
    remedy: 'Check the id, and that it is of this ecosystem.',
  },
  'token-not-found': {
    title: 'Token not found',
    meaning: 'The ecosystem has no token with this id; records of dead tokens are removed after a while.',
    remedy: 'Check the id: it is the id of the record, not the secret.',
  },
  'role-not-found': {
    title: 'Role not found',
    meaning: 'The ecosystem has no role of this name.',
    remedy: 'Check the name, or create the role first.',
  },
  'user-inactive': {
    title: 'User not active',
    meaning: 'The user is deactivated: no token can be minted for it, and none of its tokens is live.',
    remedy: 'Activate the user first, if that is meant.',
  },
  'last-admin': {
    title: 'Last admin',
    meaning:
      'The user is the only active admin of the ecosystem: without it, none of its users could administer it.',
    remedy: 'Make another user an admin first. An account token may do it nevertheless.',
  },
  conflict: {
    title: 'Conflict',
    meaning:
      'A value that must be unique is taken already, or what the request refers to has changed meanwhile.',
    remedy: 'Choose another value, or read again what is there and decide anew.',
  },
  'precondition-failed': {
    title: 'Precondition failed',
    meaning:
      'The header If-Match holds an ETag that is not the current one: somebody else made a change. Nothing was changed.',
    remedy: 'Read the resource again, apply the change to what it is now, and send the new ETag.',
  },
  'request-in-flight': {
    title: 'Request in flight',
    meaning: 'Another request with the same Idempotency-Key is still being worked on.',
    remedy: 'Wait a moment and send the same request with the same key again.',
  },
  'idempotency-key-reused': {
    title: 'Idempotency key reused',
    meaning: 'This Idempotency-Key was used before for another request. Nothing was done.',
    remedy: 'Use a new key for each new request, and the old one only to repeat the same request.',
  },
  'rate-limited': {
    title: 'Too many requests',
    meaning: 'More requests came than are allowed in this time. Nothing was done.',
    remedy: 'Wait as many seconds as the header Retry-After says, then ask again.',
  },
  overloaded: {
    title: 'Overloaded',
    meaning:
      'More requests come than the service can answer in time, and this one would only have waited. Nothing was done, nothing of it was looked at.',
    remedy:
      'Ask again after as many seconds as the header Retry-After says; whatever the request was, it may be repeated safely.',
  },
  unavailable: {
    title: 'Unavailable',
    meaning:
      'The service cannot do this now: a store does not answer, or it is stopping. A revocation may have been stored and takes a minute to hold everywhere; detail then says so.',
    remedy:
      'Ask again after as many seconds as the header Retry-After says. Every request may be repeated safely that only reads, revokes or deletes.',
  },
  internal: {
    title: 'Internal error',
    meaning: 'Something went wrong in the service itself.',
    remedy: 'Give the operator of the service the requestId: the log has more under it.',
  },
};
