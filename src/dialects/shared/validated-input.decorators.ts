import { createParamDecorator, Body as PlainBody, Query as PlainQuery } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { validate, type Dto } from './validation/validate.js';

interface Declared {
  dto: Dto<object>;
  place: 'body' | 'query';
}

const Checked = createParamDecorator(({ dto, place }: Declared, context) =>
  validate(dto, context.getArgByIndex<FastifyRequest>(0)[place], place),
);

/**
 * The body, validated against the class of the parameter; all faults are reported at once. A Nest pipe would
 * create eight promises for each parameter, which costs more than a verification.
 */
export const Body = (): ParameterDecorator => checked('body', PlainBody());

/** The query, validated like a body. */
export const Query = (): ParameterDecorator => checked('query', PlainQuery());

/** @param plain Nest's own decorator, from which the documents are generated */
function checked(place: Declared['place'], plain: ParameterDecorator): ParameterDecorator {
  return (target, method, index) => {
    plain(target, method, index);
    const types = Reflect.getMetadata('design:paramtypes', target, method!) as Dto<object>[];
    const dto = types[index]!;
    // A plain `object` is validated by the handler.
    if (dto !== Object) Checked({ dto, place })(target, method, index);
  };
}
