import type { Tokenwright } from './client.js';
import { judge, type VerifyOptions } from './middleware.js';
import type { Refusal, Verdict, Verifier } from './verifier.js';

/**
 * Judges requests of the Fetch API: Hono's `context.req.raw`, and those of Next.js, Bun and workers. The verdict
 * has the token, or the refusal, which `responseOf` answers.
 */
export function verify<R extends Request = Request>(
  asked: Tokenwright | Verifier,
  options: VerifyOptions<R> = {},
): (request: NoInfer<R>) => Promise<Verdict> {
  return judge<R>(asked, options, ({ headers }, name) => headers.get(name));
}

/** The answer to a request that may not pass: 401, 403 or 503, with a problem (RFC 9457). */
export function responseOf({ refusal: { status, headers, body } }: { refusal: Refusal }): Response {
  return new Response(JSON.stringify(body), { status, headers });
}
