import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsString, ValidateNested } from 'class-validator';
import type { Role } from '../../../ecosystems/roles/role.entity.js';
import { needed } from '../shared/rocketchat.wire.js';

export class PermissionRoles {
  /** @example user-generate-access-token */
  @IsString({ message: needed('_id') })
  _id: string;

  /**
   * Names of all roles that should have it.
   * @example ["admin"]
   */
  @ArrayMaxSize(1000, { message: 'must NOT have more than 1000 items' })
  @ArrayUnique({ message: 'must NOT have duplicate items' })
  @IsString({ message: 'must be string', each: true })
  @IsArray({ message: needed('roles', 'array') })
  roles: string[];
}

/** Body of `permissions.update`. */
export class UpdatePermissions {
  @ArrayMaxSize(250, { message: 'must NOT have more than 250 items' })
  @ValidateNested({ each: true, message: 'must be object' })
  @Type(() => PermissionRoles)
  @IsArray({ message: needed('permissions', 'array') })
  permissions: PermissionRoles[];
}

export class PermissionView {
  /** @example user-generate-access-token */
  _id: string;

  /** @example ["admin"] */
  roles: string[];

  /**
   * Last change of any permission here; ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  _updatedAt: string;
}

export class PermissionChanges {
  update: PermissionView[];

  /** Always empty: permissions are never removed. */
  remove: PermissionView[];

  /** @example true */
  success: true;
}

export class PermissionsUpdated {
  /** All permissions. */
  permissions: PermissionView[];

  /** @example true */
  success: true;
}

export class RoleView {
  /** @example admin */
  _id: string;

  /** @example admin */
  name: string;

  /** @example "May do everything" */
  description: string;

  /** @example false */
  mandatory2fa: boolean;

  /**
   * Whether every workspace has it.
   * @example true
   */
  protected: boolean;

  /** @example Users */
  scope: 'Users';
}

export class RoleList {
  roles: RoleView[];

  /** @example true */
  success: true;
}

export function viewOfRole({ name, description }: Role): RoleView {
  const isProtected = name === 'admin' || name === 'user';
  return { _id: name, name, description, mandatory2fa: false, protected: isProtected, scope: 'Users' };
}
