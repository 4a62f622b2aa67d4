import type { Reply, Service } from '../../support/service.js';

/** Asks natively by POST, with an `Idempotency-Key`. */
export function keyed(
  service: Pick<Service, 'ask'>,
  path: string,
  secret: string,
  key: string,
  json: unknown = {},
): Promise<Reply> {
  const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': key };
  return service.ask(path, { method: 'POST', headers, json });
}

/** What a client sees of a reply, without what differs from one request to the next. */
export const seen = ({ status, text, headers }: Reply) => ({
  status,
  text,
  type: headers.get('content-type'),
});

export const isReplayed = ({ headers }: Reply) => headers.get('idempotent-replayed');
