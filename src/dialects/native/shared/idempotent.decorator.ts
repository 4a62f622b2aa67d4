import { applyDecorators, Inject } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { invalidField } from '../../../common/failure.js';
import { IdempotencyService } from '../../../idempotency/idempotency.service.js';
import { keyPattern } from '../../../idempotency/keyed-request.js';
import { ApiFailures } from '../../shared/failure-responses.decorator.js';
import { answerKeyed, Keyed, type KeyedCall } from './keyed-call.js';
import { nativeDialect } from '../native.dialect.js';
import { Problem } from './native.wire.js';

/** Property under which a controller gets the service. */
const SERVICE = Symbol('tokenwright:idempotency');
const KIND = 'tokenwright:idempotent';

/** Whether a handler has an effect, or only answers a question. */
export type Kind = 'effect' | 'question';

/** A handler with the keyed call after its own parameters. */
type Handler = (this: { [SERVICE]: IdempotencyService }, ...given: unknown[]) => Promise<unknown>;

/**
 * Executes requests with an `Idempotency-Key` once. Every native POST carries this decorator. A handler that
 * only reads is a `question`: its answer is never stored, because it must be current.
 *
 * It wraps the method. An interceptor would cost every request more than a verification.
 */
export function Idempotent(kind: Kind = 'effect'): MethodDecorator {
  return (target, name, descriptor) => {
    documentation(kind)(target, name, descriptor);
    const handler = descriptor.value as Handler;
    const own = (Reflect.getMetadata('design:paramtypes', target, name) as unknown[]).length;
    Keyed()(target, name, own);
    Inject(IdempotencyService)(target, SERVICE);

    const answering: Handler = function (...given) {
      const call = given[own] as KeyedCall | undefined;
      if (!call) return handler.apply(this, given);
      const service = this[SERVICE];
      return answerKeyed(
        call,
        (request, act) => (kind === 'question' ? service.ask(request, act) : service.once(request, act)),
        () => handler.apply(this, given),
      );
    };
    // Keep the metadata of other decorators on the wrapper.
    for (const key of Reflect.getMetadataKeys(handler) as string[]) {
      Reflect.defineMetadata(key, Reflect.getMetadata(key, handler), answering);
    }
    Reflect.defineMetadata(KIND, kind, answering);
    Object.defineProperty(answering, 'name', { value: handler.name });
    (descriptor as PropertyDescriptor).value = answering;
  };
}

/** The declared kind; undefined for handlers without `Idempotency-Key` support. */
export function kindOf(handler: object): Kind | undefined {
  return Reflect.getMetadata(KIND, handler) as Kind | undefined;
}

const descriptions = {
  effect:
    'Makes retries safe. For 24 hours the same request with the same key gets the first answer again, with ' +
    '`Idempotent-Replayed: true` and without further effect; only `state` and `revokedAt` of minted tokens are current. ' +
    'Failures are not stored.',
  question:
    'Binds the key to the request for 24 hours. Each answer is current; repeated ones are marked with ' +
    '`Idempotent-Replayed: true`.',
};

const { issues } = invalidField(
  'header',
  'Idempotency-Key',
  'matches',
  'Idempotency-Key must be 1 to 255 visible ASCII characters',
).detail;

function documentation(kind: Kind): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: `${descriptions[kind]} 1 to 255 visible ASCII characters, preferably a random UUID.`,
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: keyPattern.source },
    }),
    ApiFailures(nativeDialect, Problem, 'request-in-flight', 'idempotency-key-reused', [
      'invalid-input',
      { issues },
    ]),
  );
}
