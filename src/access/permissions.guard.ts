import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import { Failure } from '../common/failure.js';
import type { Permission } from '../common/permission.js';
import { accessOf } from './access.decorators.js';

/** Closed by default: lets nobody through to a route that does not say who may pass. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { rule, holders } = accessOf(context);
    if (rule === 'public') return true;
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!rule || !caller) throw new Failure('permission-denied', 'This route is closed');
    if (holders && !holders.some((holder) => holder === caller.holder)) {
      throw new Failure('wrong-holder', `This needs a token of: ${holders.join(', ')}`);
    }
    if (rule !== 'any-caller') demandPermission(caller, rule.permission);
    return true;
  }
}

/** @throws Failure `permission-denied` unless the caller has the permission */
export function demandPermission(caller: Caller, permission: Permission): void {
  if (caller.permissions.includes(permission)) return;
  throw new Failure('permission-denied', `This needs the permission ${permission}`, { permission });
}
