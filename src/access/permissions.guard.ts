import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import { Failure } from '../common/failure.js';
import type { Permission } from '../common/permission.js';
import { type Access, accessOf } from './access.decorators.js';
import { RateLimits } from './rate-limit/rate-limits.js';

/** Closed by default: refuses routes without an access rule. Also applies the rate limits. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = accessOf(context);
    const request = context.getArgByIndex<FastifyRequest>(0);
    const admitted = this.limits.admit(access, request, context.getArgByIndex<FastifyReply>(1));
    if (!admitted) return this.mayPass(access, request);
    return admitted.then(() => this.mayPass(access, request));
  }

  private mayPass({ rule, holders }: Access, { caller }: FastifyRequest): boolean {
    if (rule === 'public') return true;
    if (!rule || !caller) throw new Failure('permission-denied', 'This route is closed');
    if (holders && !holders.some((holder) => holder === caller.holder)) {
      throw new Failure('wrong-holder', `This needs a token of: ${holders.join(', ')}`);
    }
    if (isOfTheService(holders) && caller.ecosystemId !== null) {
      throw new Failure('wrong-holder', 'Only an account token may do this');
    }
    if (rule !== 'any-caller') demandPermission(caller, rule.permission);
    return true;
  }
}

/** Routes for account tokens alone concern the whole service, so a caller bound to one ecosystem is refused. */
function isOfTheService(holders: Access['holders']): boolean {
  return holders?.length === 1 && holders[0] === 'account';
}

/** @throws Failure `permission-denied` unless the caller has the permission */
export function demandPermission(caller: Caller, permission: Permission): void {
  if (caller.permissions.includes(permission)) return;
  throw new Failure('permission-denied', `This needs the permission ${permission}`, { permission });
}
