import type { Caller } from '../../common/caller.js';
import { Failure, invalidField } from '../../common/failure.js';
import { covers, intersection, type Permission } from '../../common/permission.js';

/** The part of a mint request that concerns permissions. */
interface Wish {
  permissions?: Permission[];
}

/**
 * The permissions of a new token: never more than those of its minter. Null means all that the holder may ever have, which
 * `full` lists.
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
 * The permissions of a rotated key: those of the old one, all of which the caller must have. `full` lists all that such a key
 * may ever have.
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

/** The permissions of a token that a user mints for themselves: at most those of the presented one. */
export function selfIssuedPermissions(request: Wish, caller: Caller): Permission[] | null {
  const own = caller.narrowedTo;
  if (!request.permissions) return own ? [...own] : null;
  return [...(own ? intersection(request.permissions, own) : request.permissions)];
}
