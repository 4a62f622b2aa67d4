import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../common/failure.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the guards admitted the request, before its body was read. */
    isAdmitted: boolean;
    /** Time of the admission, of `performance.now()`. */
    admittedAt: number;
  }
}

/** Refuses requests that reach a handler without passing the guards. */
@Injectable()
export class AdmittedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    demandAdmission(context.getArgByIndex<FastifyRequest>(0));
    return true;
  }
}

/** @throws Failure `permission-denied` unless the guards admitted the request */
export function demandAdmission({ isAdmitted }: FastifyRequest): void {
  if (!isAdmitted) throw new Failure('permission-denied', 'This route is closed');
}
