import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { invalidField } from '../../common/failure.js';
import { keyPattern } from '../../idempotency/keyed-request.js';
import { Refuses } from '../answers.decorator.js';
import { IdempotencyInterceptor, IsQuestion } from './idempotency.interceptor.js';
import { nativeDialect } from './native.dialect.js';
import { Problem } from './native.wire.js';

const description = {
  effect:
    'Makes it safe to send the request again: for 24 hours the same request with the same key is answered as the ' +
    'first time, with `Idempotent-Replayed: true`, and has no further effect. A refusal is not kept.',
  question:
    'Binds the key to the request for 24 hours. The question is asked anew each time, and the answer is marked with ' +
    '`Idempotent-Replayed: true` from the second time on.',
};

/**
 * The handler answers a request with an `Idempotency-Key` once. Every native POST carries this. One that only asks is a
 * `question`: its answer must be true when it is given, so that none is kept.
 */
export function Idempotent(kind: 'effect' | 'question' = 'effect'): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    IsQuestion(kind === 'question'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: `${description[kind]} 1 to 255 visible ASCII characters, best a random UUID.`,
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: keyPattern.source },
      example: '6f1b7c0e-3b0a-4c55-9d0e-1f2a3b4c5d6e',
    }),
    Refuses(nativeDialect, Problem, 'request-in-flight', 'idempotency-key-reused', [
      'invalid-input',
      { issues: issuesOfKey },
    ]),
  );
}

const issuesOfKey = invalidField(
  'header',
  'Idempotency-Key',
  'matches',
  'Idempotency-Key must be 1 to 255 visible ASCII characters',
).detail.issues;
