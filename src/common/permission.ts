/** The owner of a token: a user, a back end of one ecosystem (server), or an operator of all ecosystems (account). */
export const holders = ['user', 'server', 'account'] as const;
export type Holder = (typeof holders)[number];

/** The closed list of permissions, `<noun>:<verb>`. */
export const permissions = [
  'ecosystems:create',
  'ecosystems:read',
  'ecosystems:update',
  'ecosystems:delete',
  'users:create',
  'users:read',
  'users:update',
  'users:delete',
  'tokens:mint',
  'tokens:import',
  'tokens:list',
  'tokens:revoke',
  'tokens:introspect',
  'tokens:explain',
  'keys:mint',
  'roles:read',
  'roles:write',
  'audit:read',
  'metrics:read',
  'self:manage',
] as const;

export type Permission = (typeof permissions)[number];

/**
 * Lets a user manage their own record and all of their own tokens. Any role may give it, because it concerns nobody else.
 * Taking it away needs it, as with any other. On a key it only bounds the user tokens that the key mints.
 */
export const ofOneself: Permission = 'self:manage';

const ofTheWholeService: readonly Permission[] = ['ecosystems:create', 'ecosystems:delete', 'metrics:read'];

/** The permissions of an account token that was minted without `permissions`: all. */
export const accountPermissions: readonly Permission[] = permissions;

/** The permissions of a server token that was minted without `permissions`: all inside its ecosystem but to delete it. */
export const ecosystemPermissions: readonly Permission[] = permissions.filter(
  (permission) => !ofTheWholeService.includes(permission),
);

/** The permissions that an ecosystem can give. */
export function withinEcosystem(held: readonly Permission[]): readonly Permission[] {
  return held === accountPermissions ? ecosystemPermissions : intersection(held, ecosystemPermissions);
}

/** Whether `held` has every permission of `wanted`. */
export function covers(held: readonly Permission[], wanted: readonly Permission[]): boolean {
  return held === wanted || wanted.every((permission) => held.includes(permission));
}

/** The permissions among these, once each, in the order of the closed list. */
export function inOrder(some: readonly Permission[]): Permission[] {
  return permissions.filter((permission) => some.includes(permission));
}

/** The permissions in both lists. */
export function intersection(
  some: readonly Permission[],
  others: readonly Permission[],
): readonly Permission[] {
  return some.filter((permission) => others.includes(permission));
}
