import type { FailureCode } from '../../common/failure.js';
import { type Example, Refuses } from '../answers.decorator.js';
import type { Wording } from '../dialect.js';
import { rocketchatDialect } from './rocketchat.dialect.js';
import { RocketchatFailure } from './rocketchat.wire.js';

/** Documents how one call refuses, in the words that are its own. */
export function RocketchatRefuses(call: string, ...examples: Example[]): MethodDecorator & ClassDecorator {
  const path = `/api/v1/${call}`;
  const words = Object.entries(rocketchatDialect.words).map(([code, wording]): [string, Wording] => [
    code,
    (failure, occasion) => wording(failure, { ...occasion, path }),
  ]);
  const dialect = { ...rocketchatDialect, words: Object.fromEntries(words) as Record<FailureCode, Wording> };
  return Refuses(dialect, RocketchatFailure, ...examples);
}

/** As `RocketchatRefuses`, for a call that takes a body of a known user. */
export function RocketchatRefusesBody(
  call: string,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return RocketchatRefuses(call, 'unauthenticated', ...examples, 'body-too-large', 'unsupported-media-type');
}
