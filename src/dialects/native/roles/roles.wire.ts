import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Permission, permissions } from '../../../common/permission.js';
import type { Role } from '../../../ecosystems/roles/role.entity.js';
import type { ExpectedRole } from '../../../ecosystems/roles/roles.service.js';
import type { UserPermissions } from '../../../users/roles/user-roles.service.js';
import { ConditionalRequest } from '../shared/conditional-request.js';
import { PageView } from '../shared/lists.wire.js';

/** The complete definition of a role. */
export class DefineRole {
  /**
   * For people; empty by default.
   * @example "May see users and end their tokens"
   */
  @IsOptional()
  @MaxLength(200)
  @IsString()
  description?: string | null;

  /**
   * Permissions of the role. You cannot add one that you lack.
   * @example ["users:read", "tokens:list", "tokens:revoke"]
   */
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  @IsArray()
  permissions: Permission[];
}

/** A named set of permissions in one ecosystem. */
export class RoleView {
  /** @example support */
  name: string;

  /** @example "May see users and end their tokens" */
  description: string;

  /** @example ["users:read", "tokens:list", "tokens:revoke"] */
  permissions: Permission[];
}

/** A page of roles, sorted by name. */
export class RoleListView {
  data: RoleView[];
  page: PageView;
}

/** A role that a user has. */
export class HeldRoleView {
  /** @example support */
  name: string;

  /** @example ["users:read", "tokens:list", "tokens:revoke"] */
  permissions: Permission[];
}

/** Roles and permissions of a user. */
export class UserPermissionsView {
  roles: HeldRoleView[];

  /**
   * Union of the roles' permissions. A token of the user has these, or fewer when it is narrowed. Tokens of
   * an inactive user have none.
   * @example ["users:read", "tokens:list", "tokens:revoke"]
   */
  permissions: Permission[];
}

export function viewOfRole({ name, description, permissions: given }: Role): RoleView {
  return { name, description, permissions: given };
}

export function viewOfUserPermissions(held: UserPermissions): UserPermissionsView {
  const roles = held.roles.map(({ name, permissions: given }) => ({ name, permissions: given }));
  return { roles, permissions: held.permissions };
}

/**
 * Precondition of a change of a role: `If-Match` with tags, `If-Match: *` for an existing role,
 * `If-None-Match: *` for a new one.
 */
export const WantedRole = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedRole => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
  if (match?.trim() === '*') return 'existing';
  if (match === undefined && noneMatch?.trim() === '*') return [0];
  return new ConditionalRequest(request, http.getResponse<FastifyReply>()).expectedVersions;
});
