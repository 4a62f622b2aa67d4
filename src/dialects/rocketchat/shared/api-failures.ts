import { ApiFailuresAt } from '../../shared/failure-responses.decorator.js';
import type { Example } from '../../shared/failure-examples.js';
import { rocketchatDialect } from '../rocketchat.dialect.js';
import { RocketchatFailure } from './rocketchat.wire.js';

/** Documents how one call refuses, in the words that are its own. */
export function ApiRocketchatFailures(
  call: string,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return ApiFailuresAt({ path: `/api/v1/${call}` }, rocketchatDialect, RocketchatFailure, ...examples);
}

/** As `RocketchatRefuses`, for a call that takes a body of a known user. */
export function ApiRocketchatBodyFailures(
  call: string,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return ApiRocketchatFailures(
    call,
    'unauthenticated',
    ...examples,
    'body-too-large',
    'unsupported-media-type',
  );
}
