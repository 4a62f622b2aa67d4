import type { FailureCode } from '../../../src/common/failure.js';
import { problemKinds } from '../../../src/dialects/native/problems/problem-kinds.js';
import type { Reply } from '../../support/service.js';

/** What differs from one problem to the next. */
export interface Expected {
  checks?: Record<string, string>;
  status: number;
  code: string;
  detail: string;
  /** OAuth's word, from introspection and revocation by secret. */
  error?: 'invalid_request';
  errors?: { in: 'body' | 'query' | 'path' | 'header'; pointer: string; code: string; detail: string }[];
}

/** Expects the reply to be this problem (RFC 9457), the whole of it, for the request to this path. */
export function expectProblem(reply: Reply, path: string, expected: Expected): void {
  expect(reply.body).toEqual({
    type: `/problems/${expected.code}`,
    title: problemKinds[expected.code as FailureCode].title,
    instance: path,
    requestId: reply.headers.get('x-request-id'),
    ...expected,
  });
  expect(reply.status).toBe(expected.status);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
  expect(reply.headers.get('cache-control')).toBe('no-store');
}

/** No credentials, or such as lead nowhere. */
export const notAuthenticated = {
  status: 401,
  code: 'unauthenticated',
  detail: 'The token is not valid',
} as const;

/** The refusal of a caller that lacks a permission. */
export function lacks(permission: string): Expected {
  return { status: 403, code: 'permission-denied', detail: `This needs the permission ${permission}` };
}

export const noEcosystem = {
  status: 404,
  code: 'ecosystem-not-found',
  detail: 'There is no such ecosystem',
} as const;

export const noUser = { status: 404, code: 'user-not-found', detail: 'There is no such user' } as const;

export const noToken = { status: 404, code: 'token-not-found', detail: 'There is no such token' } as const;

/** A refusal of fields of the body, by the names that class-validator gives its rules. */
export function invalid(...faults: [field: string, rule: string, text: string][]): Expected {
  return {
    status: 422,
    code: 'invalid-input',
    detail: faults.map(([field, , text]) => (text.startsWith(field) ? text : `${field}: ${text}`)).join('; '),
    errors: faults.map(([pointer, code, detail]) => ({
      in: 'body',
      pointer: pointer && `/${pointer}`,
      code: code.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      detail,
    })),
  };
}

/** The same refusal from one of OAuth's operations (RFC 6749 §5.2). */
export function asOAuth(expected: Expected): Expected {
  return { ...expected, status: 400, error: 'invalid_request' };
}
