import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Permission, permissions } from '../../../common/permission.js';
import type { Role } from '../../../ecosystems/roles/role.entity.js';
import type { ExpectedRole } from '../../../ecosystems/roles/roles.service.js';
import type { UserPermissions } from '../../../users/roles/user-roles.service.js';
import { ConditionalRequest } from '../shared/conditional-request.js';
import { PageView } from '../shared/lists.wire.js';

/** What a role is to be, the whole of it. */
export class DefineRole {
  /**
   * For people; empty when left out.
   * @example "May see users and end their tokens"
   */
  @IsOptional()
  @MaxLength(200)
  @IsString()
  description?: string | null;

  /**
   * What the role gives to those who hold it; nobody can put in more than they have.
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

/** A page of roles, in the order of their names. */
export class RoleListView {
  data: RoleView[];
  page: PageView;
}

/** A role that a user holds. */
export class HeldRoleView {
  /** @example support */
  name: string;

  /** @example ["users:read", "tokens:list", "tokens:revoke"] */
  permissions: Permission[];
}

/** What a user may do, and through which roles. */
export class UserPermissionsView {
  roles: HeldRoleView[];

  /**
   * What the roles give together: a token of the user may do this, or less when it is narrowed. While the user is not
   * active, no token may do anything.
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
 * At which state of a role the request wants to change it: `If-Match` with tags, `If-Match: *` when there is one,
 * `If-None-Match: *` when there is none.
 */
export const WantedRole = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedRole => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
  if (match?.trim() === '*') return 'existing';
  if (match === undefined && noneMatch?.trim() === '*') return [0];
  return new ConditionalRequest(request, http.getResponse<FastifyReply>()).expectedVersions;
});
