import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sets the `Link` to the next part of a list (RFC 8288). It is relative, because proxies change the host. */
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
