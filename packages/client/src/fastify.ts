import type {} from 'fastify';
import type { Tokenwright } from './client.js';
import { headerOf, judge, type RequestLike, type VerifyOptions } from './middleware.js';
import type { VerifiedToken, Verifier } from './verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What Tokenwright says of the request's token; there behind `verify()`. */
    token?: VerifiedToken;
  }
}

interface Request extends RequestLike {
  token?: VerifiedToken;
}

interface Reply {
  code(status: number): unknown;
  headers(headers: Record<string, string>): unknown;
  send(body: string): unknown;
}

/**
 * An `onRequest` (or `preHandler`) hook for Fastify: lets pass who presents a live token that meets the demands, and
 * sets `request.token`; answers everybody else with 401, 403 or 503.
 */
export function verify<R extends Request = Request>(
  asked: Tokenwright | Verifier,
  options: VerifyOptions<R> = {},
): (request: NoInfer<R>, reply: Reply) => Promise<unknown> {
  const judged = judge<R>(asked, options, headerOf);
  return async (request, reply) => {
    const { token, refusal } = await judged(request);
    if (token) {
      request.token = token;
      return undefined;
    }
    reply.code(refusal.status);
    reply.headers(refusal.headers);
    reply.send(JSON.stringify(refusal.body));
    return reply;
  };
}
