import type { Reply, Service } from '../../support/service.js';
import type { Customer } from '../../support/vendors.js';

export const path = '/api/v1/academy/users/token';
export const json = 'application/json; charset=utf-8';
export const anId = /^[23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz]{17}$/;
export const aToken = /^[A-Za-z0-9_-]{43}$/;

let emails = 0;

/** An e-mail address that no other test of the file uses. */
export function newEmail(): string {
  emails += 1;
  return `user-${emails}@strigo.io`;
}

/** `ORG_ID:API_KEY` as Strigo's clients send it. */
export function credentials({ ecosystemId, key }: Customer): { authorization: string } {
  return { authorization: `Bearer ${ecosystemId}:${key}` };
}

/** Asks for a user token; `body` is sent as JSON. */
export function createUserToken(service: Service, customer: Customer, body: unknown): Promise<Reply> {
  return service.ask(path, { method: 'POST', headers: credentials(customer), json: body });
}

/** Strigo's envelope of a failure. */
export function failure(type: string, message: string): object {
  return { result: 'failure', error: { type, message } };
}

/** Strigo's envelope of invalid fields of the body. */
export function invalid(...faults: [field: string, text: string][]): object {
  return {
    result: 'failure',
    error: {
      type: 'RequestValidationError',
      message: 'The request is not valid',
      errors: faults.map(([param, msg]) => ({ location: 'body', param, msg })),
    },
  };
}
