import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type {} from './user-id-resolver.js';
import { presentedBy } from '../../../access/presented.js';
import type { Answer, Answered } from '../../../idempotency/idempotency.service.js';
import { checkKey, fingerprintOf, idOf, type KeyedRequest } from '../../../idempotency/keyed-request.js';

export interface KeyedCall {
  key: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** The call, when it has an `Idempotency-Key`; else undefined. */
export const Keyed = createParamDecorator((_: unknown, context: ExecutionContext): KeyedCall | undefined => {
  const request = context.getArgByIndex<FastifyRequest>(0);
  const key = request.headers['idempotency-key'];
  return key === undefined
    ? undefined
    : { key: String(key), request, reply: context.getArgByIndex<FastifyReply>(1) };
});

/**
 * Runs the handler through `answer`, and sets the status and headers of a replay.
 *
 * @returns the body
 */
export async function answerKeyed(
  { key, request, reply }: KeyedCall,
  answer: (request: KeyedRequest, act: () => Promise<Answer>) => Promise<Answered>,
  handler: () => Promise<unknown>,
): Promise<unknown> {
  checkKey(key);
  const { answer: given, isReplayed } = await answer(keyedRequestOf(request, key), () =>
    answerOf(reply, handler),
  );
  if (isReplayed)
    void reply.status(given.status).headers({ ...given.headers, 'idempotent-replayed': 'true' });
  return given.body;
}

function keyedRequestOf(request: FastifyRequest, key: string): KeyedRequest {
  const { caller, method } = request;
  const { params, body, query } = request.sent ?? request;
  const presented = presentedBy(request);
  if (!caller || !presented) throw new Error('A route without a caller cannot be idempotent');
  const address = { method, route: request.routeOptions.url ?? '', parameters: params };
  return {
    id: idOf(caller, address, key),
    fingerprint: fingerprintOf(body, query),
    secret: presented.secret,
  };
}

/** The handler's result with the headers that it set. */
async function answerOf(reply: FastifyReply, handler: () => Promise<unknown>): Promise<Answer> {
  const before = new Set(Object.keys(reply.getHeaders()));
  const body = await handler();
  const own = Object.entries(reply.getHeaders()).filter(([name]) => !before.has(name));
  const headers = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  return { status: reply.statusCode, headers, body };
}
