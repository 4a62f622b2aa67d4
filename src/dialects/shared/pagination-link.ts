import type { FastifyReply, FastifyRequest } from 'fastify';

/** Says where the next part of a list is (RFC 8288): the same address from this cursor on, without the host, which proxies change. */
export function linkNext(
  request: Pick<FastifyRequest, 'url'>,
  reply: Pick<FastifyReply, 'header'>,
  next: string | null,
): void {
  if (next === null) return;
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  searchParams.set('cursor', next);
  void reply.header('link', `<${pathname}?${searchParams.toString()}>; rel="next"`);
}
