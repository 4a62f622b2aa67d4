import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { presentedIn } from '../../access/bearer.guard.js';
import { type Answer, IdempotencyService } from '../../idempotency/idempotency.service.js';
import { checkKey, fingerprintOf, idOf, type KeyedRequest } from '../../idempotency/keyed-request.js';

const QUESTION = 'tokenwright:question';

/** The handler changes nothing: what it answers must be true when it answers. */
export const IsQuestion = (isQuestion: boolean) => SetMetadata(QUESTION, isQuestion);

/** Has a request with the header `Idempotency-Key` answered once, and the same when it comes again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    return this.answered(String(key), context, next);
  }

  private async answered(
    key: string,
    context: ExecutionContext,
    next: CallHandler,
  ): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    checkKey(key);
    const keyed = keyedRequestOf(http.getRequest<FastifyRequest>(), key);
    const act = () => answerOf(reply, next);
    const isQuestion = Reflect.getMetadata(QUESTION, context.getHandler()) === true;
    const { answer, isReplayed } = isQuestion
      ? await this.idempotency.ask(keyed, act)
      : await this.idempotency.once(keyed, act);
    if (isReplayed) {
      void reply.status(answer.status).headers({ ...answer.headers, 'idempotent-replayed': 'true' });
    }
    return of(answer.body);
  }
}

function keyedRequestOf(request: FastifyRequest, key: string): KeyedRequest {
  const { caller, method, params, body, query } = request;
  const presented = presentedIn(request.headers.authorization ?? '');
  if (!caller || !presented) throw new Error('A route without a caller cannot be idempotent');
  const address = { method, route: request.routeOptions.url ?? '', parameters: params };
  return {
    id: idOf(caller, address, key),
    fingerprint: fingerprintOf(body, query),
    secret: presented.secret,
  };
}

/** What the handler answers, with the headers that it sets itself. */
async function answerOf(reply: FastifyReply, next: CallHandler): Promise<Answer> {
  const before = new Set(Object.keys(reply.getHeaders()));
  const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
  const own = Object.entries(reply.getHeaders()).filter(([name]) => !before.has(name));
  const headers = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  return { status: reply.statusCode, headers, body };
}
