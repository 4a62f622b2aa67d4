import type { Permission } from '../../../common/permission.js';

/**
 * Rocket.Chat's permissions that have an effect here. By default a role has one when it has the native
 * permission beside it. Permissions without a native counterpart only let users act for themselves; they list
 * their default roles.
 */
export const rocketchatPermissions = {
  'access-permissions': 'roles:write',
  'assign-roles': 'users:update',
  'create-personal-access-tokens': ['admin', 'user'],
  'create-user': 'users:create',
  'delete-user': 'users:delete',
  'edit-other-user-active-status': 'users:update',
  'edit-other-user-info': 'users:update',
  'edit-other-user-password': 'users:update',
  'logout-other-user': 'tokens:revoke',
  'manage-moderation-actions': 'users:update',
  'user-generate-access-token': 'tokens:mint',
  // The original grants it to everybody. Here a user's token cannot look up other users.
  'view-d-room': 'users:read',
  'view-full-other-user-info': 'users:read',
  'view-statistics': 'ecosystems:read',
} as const satisfies Record<string, Permission | readonly string[]>;

export type RocketchatPermission = keyof typeof rocketchatPermissions;

/** The native counterpart; undefined where users act for themselves only. */
export function counterpartOf(name: RocketchatPermission): Permission | undefined {
  const default_: Permission | readonly string[] = rocketchatPermissions[name];
  return typeof default_ === 'string' ? default_ : undefined;
}

export const rocketchatGrants: Readonly<Record<string, readonly Permission[]>> = Object.fromEntries(
  Object.keys(rocketchatPermissions).map((name) => {
    const counterpart = counterpartOf(name as RocketchatPermission);
    return [name, counterpart ? [counterpart] : []];
  }),
);
