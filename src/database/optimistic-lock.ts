import { type FindOperator, In } from 'typeorm';
import { Failure } from '../common/failure.js';

/** The versions of a resource at which a change is wanted; undefined when any will do. */
export type ExpectedVersions = readonly number[] | undefined;

/**
 * What an UPDATE must ask for, so that the row is changed at an expected version only: whether it is, is decided by the
 * store, and of two who expect the same version one finds it gone.
 */
export function whereVersion(expected: ExpectedVersions): { version?: FindOperator<number> } {
  return expected ? { version: In([...expected]) } : {};
}

/** What an UPDATE must set with every change. */
export const nextVersion = { version: () => 'version + 1' };

/** The refusal of a change when the row is not at an expected version. */
export function versionMismatch(): Failure {
  return new Failure('precondition-failed', 'It is not at the version that If-Match names');
}
