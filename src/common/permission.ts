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
 * Acts on one's own record and on all of one's tokens. It concerns nobody else, so that any role may give it. Taking it away needs
 * it, as with any other. On a key it says only what the tokens of users may do that the key mints.
 */
export const ofOneself: Permission = 'self:manage';

const ofTheWholeService: readonly Permission[] = ['ecosystems:create', 'ecosystems:delete', 'metrics:read'];

/** What an account token may do when it was minted without `permissions`: everything. */
export const accountPermissions: readonly Permission[] = permissions;

/** What a server token may do when it was minted without `permissions`: everything inside its ecosystem but delete it. */
export const ecosystemPermissions: readonly Permission[] = permissions.filter(
  (permission) => !ofTheWholeService.includes(permission),
);

/** Those of the permissions that an ecosystem can give: what is left of an account's in an ecosystem. */
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

/** The permissions of `some` that `others` has too. */
export function intersection(
  some: readonly Permission[],
  others: readonly Permission[],
): readonly Permission[] {
  return some.filter((permission) => others.includes(permission));
}
