import type { Tokenwright } from './client.js';
import { headerOf, judge, type RequestLike, type VerifyOptions } from './middleware.js';
import type { VerifiedToken, Verifier } from './verifier.js';

declare global {
  // What Express' own types extend their request by.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- it is a namespace there
  namespace Express {
    interface Request {
      /** What Tokenwright says of the request's token; there behind `verify()`. */
      token?: VerifiedToken;
    }
  }
}

interface ExpressRequest extends RequestLike {
  token?: VerifiedToken;
}

interface ExpressResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/**
 * Middleware for Express and Connect: lets pass who presents a live token that meets the demands, and sets
 * `request.token`; answers everybody else with 401, 403 or 503.
 */
export function verify<R extends ExpressRequest = ExpressRequest>(
  asked: Tokenwright | Verifier,
  options: VerifyOptions<R> = {},
): (request: NoInfer<R>, response: ExpressResponse, next: (error?: unknown) => void) => void {
  const judged = judge<R>(asked, options, headerOf);
  return (request, response, next) => {
    void (async () => {
      const { token, refusal } = await judged(request);
      if (token) {
        request.token = token;
        return true;
      }
      response.statusCode = refusal.status;
      for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
      response.end(JSON.stringify(refusal.body));
      return false;
    })().then((mayPass) => mayPass && next(), next);
  };
}
