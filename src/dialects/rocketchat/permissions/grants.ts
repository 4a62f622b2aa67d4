import type { Permission } from '../../../common/permission.js';

/**
 * Rocket.Chat's permissions that act here. A role has one by default when it has the permission of ours that stands
 * beside it; where there is none, because a user acts for oneself only, the roles that have it are named
 * (docs/wire.md#companion-calls).
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
  // The original gives it to everybody. Here a user's token, through whatever dialect, lets nobody look for users.
  'view-d-room': 'users:read',
  'view-full-other-user-info': 'users:read',
  'view-statistics': 'ecosystems:read',
} as const satisfies Record<string, Permission | readonly string[]>;

export type RocketchatPermission = keyof typeof rocketchatPermissions;

/** The permission of ours that stands for it; undefined where a user acts for oneself only. */
export function counterpartOf(name: RocketchatPermission): Permission | undefined {
  const default_: Permission | readonly string[] = rocketchatPermissions[name];
  return typeof default_ === 'string' ? default_ : undefined;
}

/** What each of them means in our own permissions. */
export const rocketchatGrants: Readonly<Record<string, readonly Permission[]>> = Object.fromEntries(
  Object.keys(rocketchatPermissions).map((name) => {
    const counterpart = counterpartOf(name as RocketchatPermission);
    return [name, counterpart ? [counterpart] : []];
  }),
);
