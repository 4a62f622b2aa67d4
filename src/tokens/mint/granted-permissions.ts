import type { Caller } from '../../common/caller.js';
import { Failure, invalidField } from '../../common/failure.js';
import { covers, intersection, type Permission } from '../../common/permission.js';

/** What is asked of a mint, as far as permissions go. */
interface Wish {
  permissions?: Permission[];
}

/**
 * The permissions that a new token gets: never more than its minter has. Null means all that the holder may ever have,
 * of which `full` is the measure.
 */
export function grantedPermissions(
  request: Wish,
  full: readonly Permission[],
  caller: Caller,
): Permission[] | null {
  const wanted = request.permissions;
  if (!wanted) {
    return covers(caller.permissions, full) ? null : [...intersection(full, caller.permissions)];
  }
  const notGrantable = wanted.find((permission) => !full.includes(permission));
  if (notGrantable)
    throw invalidField(
      'body',
      'permissions',
      'grantable',
      `${notGrantable} cannot be granted inside one ecosystem`,
    );
  refuseMoreThan(caller, wanted);
  return [...new Set(wanted)];
}

/**
 * The permissions of a key that is put in the place of another: the same, which the caller must have, all of them.
 * `full` is what such a key may ever do.
 */
export function rotatedPermissions(
  held: Permission[] | null,
  full: readonly Permission[],
  caller: Caller,
): Permission[] | null {
  refuseMoreThan(caller, held ? intersection(held, full) : full);
  return held;
}

function refuseMoreThan(caller: Caller, wanted: readonly Permission[]): void {
  const missing = wanted.find((permission) => !caller.permissions.includes(permission));
  if (missing === undefined) return;
  throw new Failure('permission-denied', `You cannot grant ${missing}: you lack it`, { permission: missing });
}

/** A user's further token for oneself is as wide as the one presented, or narrower. */
export function selfIssuedPermissions(request: Wish, caller: Caller): Permission[] | null {
  const own = caller.narrowedTo;
  if (!request.permissions) return own ? [...own] : null;
  return [...(own ? intersection(request.permissions, own) : request.permissions)];
}
