import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../common/failure.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the guards let the request through, which they decide before its body is read. */
    isAdmitted: boolean;
    /** When they did, of `performance.now()`. */
    admittedAt: number;
  }
}

/** Closes a handler that is reached without the guards having been asked. */
@Injectable()
export class AdmittedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    demandAdmission(context.getArgByIndex<FastifyRequest>(0));
    return true;
  }
}

/** @throws Failure `permission-denied` unless the guards let the request through */
export function demandAdmission({ isAdmitted }: FastifyRequest): void {
  if (!isAdmitted) throw new Failure('permission-denied', 'This route is closed');
}
