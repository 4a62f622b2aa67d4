import type { Tokenwright } from './client.js';
import { headerOf, judge, type RequestLike, type VerifyOptions } from './middleware.js';
import type { VerifiedToken, Verifier } from './verifier.js';

interface Request extends RequestLike {
  token?: VerifiedToken;
}

/** Of Nest's `ExecutionContext`, what is needed of it. */
interface Context {
  getType(): string;
  switchToHttp(): { getRequest<T>(): T; getResponse<T>(): T };
}

/** Express' response and Fastify's reply alike. */
interface Response {
  header(name: string, value: string): unknown;
}

export interface GuardOptions<R> extends VerifyOptions<R> {
  /** Nest's own, from `@nestjs/common`: what the guard throws, so that your filters know it. */
  HttpException: new (body: Record<string, unknown>, status: number) => Error;
}

/**
 * A guard for Nest on Express or Fastify: lets pass who presents a live token that meets the demands, and sets
 * `request.token`; everybody else gets 401, 403 or 503. For `@UseGuards(…)` or `app.useGlobalGuards(…)`.
 */
export function verify<R extends Request = Request>(
  asked: Tokenwright | Verifier,
  { HttpException, ...options }: GuardOptions<R>,
): { canActivate(context: Context): Promise<boolean> } {
  const judged = judge<R>(asked, options, headerOf);
  return {
    async canActivate(context) {
      if (context.getType() !== 'http') throw new TypeError('verify() guards HTTP only');
      const http = context.switchToHttp();
      const request = http.getRequest<R>();
      const { token, refusal } = await judged(request);
      if (token) {
        request.token = token;
        return true;
      }
      const response = http.getResponse<Response>();
      for (const [name, value] of Object.entries(refusal.headers)) response.header(name, value);
      throw new HttpException({ ...refusal.body }, refusal.status);
    },
  };
}
