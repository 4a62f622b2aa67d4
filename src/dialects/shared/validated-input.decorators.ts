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
 * The body, checked against the class of the parameter: every fault is told at once. Nest runs a pipe by eight promises
 * for each parameter of a handler, which cost more than a verification; this is called and answers.
 */
export const Body = (): ParameterDecorator => checked('body', PlainBody());

/** The fields of the query, checked as a body is. */
export const Query = (): ParameterDecorator => checked('query', PlainQuery());

/** @param plain Nest's own decorator, of which the documents are made */
function checked(place: Declared['place'], plain: ParameterDecorator): ParameterDecorator {
  return (target, method, index) => {
    plain(target, method, index);
    const types = Reflect.getMetadata('design:paramtypes', target, method!) as Dto<object>[];
    const dto = types[index]!;
    // A plain `object` is for the handler to check.
    if (dto !== Object) Checked({ dto, place })(target, method, index);
  };
}
