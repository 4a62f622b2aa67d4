import { type FindOperator, In } from 'typeorm';
import { Failure } from '../common/failure.js';

/** The versions at which a change is wanted; undefined for any. */
export type ExpectedVersions = readonly number[] | undefined;

/**
 * The condition under which an UPDATE changes only a row at an expected version. The store decides: when two requests expect
 * the same version, one of them finds it gone.
 */
export function whereVersion(expected: ExpectedVersions): { version?: FindOperator<number> } {
  return expected ? { version: In([...expected]) } : {};
}

/** Set by every UPDATE. */
export const nextVersion = { version: () => 'version + 1' };

/** The failure of a change to a row that is not at an expected version. */
export function versionMismatch(): Failure {
  return new Failure('precondition-failed', 'It is not at the version that If-Match names');
}
