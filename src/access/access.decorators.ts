import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import type { Permission } from '../common/permission.js';
import type { DeadReason } from '../sessions/session.js';
import type { Holder } from '../common/holder.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard that knew the credentials. */
    caller?: Caller;
    /** Of the token that was asked about, or else presented; for the operator, never for the answer. */
    verdict?: 'live' | DeadReason;
    /** When it began, as `performance.now()` tells it. */
    begunAt: number;
  }
}

/** Who may pass: everybody, every known caller, or callers with a permission. */
export type Rule = 'public' | 'any-caller' | { permission: Permission };

const RULE = 'tokenwright:rule';
const HOLDERS = 'tokenwright:holders';
const CREDENTIALS = 'tokenwright:credentials';
const LIMITED_AS = 'tokenwright:limited-as';

/** The route is open to the world. */
export const Public = () => SetMetadata(RULE, 'public' satisfies Rule);

/** The route is open to whoever presents a live token. */
export const AnyCaller = () => SetMetadata(RULE, 'any-caller' satisfies Rule);

/** The route is open to callers that have this permission. */
export const RequirePermission = (permission: Permission) => SetMetadata(RULE, { permission } satisfies Rule);

/** The route is for tokens of these holders only. */
export const Holders = (...holders: Holder[]) => SetMetadata(HOLDERS, holders);

/** The route's credentials are Rocket.Chat's two headers, not `Authorization`. */
export const WithAuthToken = () => SetMetadata(CREDENTIALS, 'auth-token');

/** The route takes OAuth's client credentials beside Bearer tokens: HTTP Basic, or `client_id` and `client_secret` in its form. */
export const WithClientCredentials = () => SetMetadata(CREDENTIALS, 'client');

/** Which limit counts the route's requests; without this, and without `tokens:introspect`, they are ordinary ones. */
export const LimitedAs = (kind: Access['limitedAs']) => SetMetadata(LIMITED_AS, kind);

/** What a handler, or else its controller, declares of access. */
export interface Access {
  rule: Rule | undefined;
  holders: Holder[] | undefined;
  credentials: 'bearer' | 'auth-token' | 'client';
  limitedAs: 'request' | 'verification' | 'nothing';
}

/** Declarations do not change, and every request asks for them several times. */
const known = new WeakMap<object, WeakMap<object, Access>>();

export function accessOf(context: Pick<ExecutionContext, 'getHandler' | 'getClass'>): Access {
  const controller = context.getClass();
  const handler = context.getHandler();
  let ofController = known.get(controller);
  if (!ofController) known.set(controller, (ofController = new WeakMap()));
  let access = ofController.get(handler);
  if (!access) ofController.set(handler, (access = declaredAccess(context)));
  return access;
}

function declaredAccess(context: Pick<ExecutionContext, 'getHandler' | 'getClass'>): Access {
  const declared = <T>(key: string): T | undefined =>
    (Reflect.getMetadata(key, context.getHandler()) as T | undefined) ??
    (Reflect.getMetadata(key, context.getClass()) as T | undefined);
  const rule = declared<Rule>(RULE);
  const isVerification = typeof rule === 'object' && rule.permission === 'tokens:introspect';
  return {
    rule,
    holders: declared(HOLDERS),
    credentials: declared(CREDENTIALS) ?? 'bearer',
    limitedAs: declared(LIMITED_AS) ?? (isVerification ? 'verification' : 'request'),
  };
}

/** The caller whom the guards let through. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.getArgByIndex<FastifyRequest>(0);
  if (!caller) throw new Error('A public route asked for its caller');
  return caller;
});
