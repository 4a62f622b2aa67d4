import { ApiFailuresAt } from '../../shared/failure-responses.decorator.js';
import type { Example } from '../../shared/failure-examples.js';
import { rocketchatDialect } from '../rocketchat.dialect.js';
import { RocketchatFailure } from './rocketchat.wire.js';

/** Documents the failures of one call. */
export function ApiRocketchatFailures(
  call: string,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return ApiFailuresAt({ path: `/api/v1/${call}` }, rocketchatDialect, RocketchatFailure, ...examples);
}

/** As `ApiRocketchatFailures`, for an authenticated call with a body. */
export function ApiRocketchatBodyFailures(
  call: string,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return ApiRocketchatFailures(call, ...examples);
}
