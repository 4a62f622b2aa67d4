import type { Reply, Service } from '../../support/service.js';
import type { Customer } from '../../support/vendors.js';

export const path = '/v1/enterprise/user-tokens';
export const json = 'application/json; charset=utf-8';
export const aToken = /^[0-9a-f]{64}$/;

export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** Asks for a token of one user, whose id is percent-encoded into the path. */
export function createUserToken(service: Service, { key }: Customer, userId: string): Promise<Reply> {
  const at = `${path}/${encodeURIComponent(userId)}`;
  return service.ask(at, { method: 'POST', headers: bearer(key) });
}

/** Asks for tokens of many users; `body` is sent as JSON. */
export function createUserTokens(service: Service, { key }: Customer, body: unknown): Promise<Reply> {
  return service.ask(path, { method: 'POST', headers: bearer(key), json: body });
}

/** What sFOX says of one token, minted just now for the user of this id. */
export function aTokenOf(service: Service, userId: string): object {
  return {
    token: expect.stringMatching(aToken),
    partner_user_id: userId,
    expires: new Date(service.clock.now() + 24 * 60 * 60 * 1000).toISOString(),
  };
}

/** Expects a refusal of this status with this text, in sFOX's envelope. */
export function expectError(reply: Reply, status: number, error: string): void {
  expect(reply.body).toEqual({ error });
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toBe(json);
}
