import type { Reply, Service } from '../../support/service.js';

/** Asks natively by POST, with an `Idempotency-Key` unless it is undefined; a text is sent as lines of JSON. */
export function keyed(
  service: Pick<Service, 'ask'>,
  path: string,
  secret: string,
  key: string | undefined,
  body: unknown = {},
): Promise<Reply> {
  const headers = { authorization: `Bearer ${secret}`, ...(key !== undefined && { 'idempotency-key': key }) };
  if (typeof body !== 'string') return service.ask(path, { method: 'POST', headers, json: body });
  const lines = { ...headers, 'content-type': 'application/x-ndjson' };
  return service.ask(path, { method: 'POST', headers: lines, body });
}

/** What a client sees of a reply, without what differs from one request to the next. */
export const seen = ({ status, text, headers }: Reply) => ({
  status,
  text,
  type: headers.get('content-type'),
});

export const isReplayed = ({ headers }: Reply) => headers.get('idempotent-replayed');
