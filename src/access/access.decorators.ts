import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import type { Holder, Permission } from '../common/permission.js';
import type { DeadReason } from '../sessions/session.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard that authenticated the request. */
    caller?: Caller;
    /** Verdict on the token in question, else on the presented one. For logs, never for the response. */
    verdict?: 'live' | DeadReason;
    /** Start of the request, of `performance.now()`. */
    begunAt: number;
  }
}

export type Rule = 'public' | 'any-caller' | { permission: Permission };

const RULE = 'tokenwright:rule';
const HOLDERS = 'tokenwright:holders';
const CREDENTIALS = 'tokenwright:credentials';
const LIMITED_AS = 'tokenwright:limited-as';

/** Opens the route to everybody. */
export const Public = () => SetMetadata(RULE, 'public' satisfies Rule);

/** Opens the route to every live token. */
export const AnyCaller = () => SetMetadata(RULE, 'any-caller' satisfies Rule);

/** Opens the route to callers with this permission. */
export const RequirePermission = (permission: Permission) => SetMetadata(RULE, { permission } satisfies Rule);

/** Restricts the route to tokens of these holders. */
export const Holders = (...holders: Holder[]) => SetMetadata(HOLDERS, holders);

/** The route takes Rocket.Chat's two headers instead of `Authorization`. */
export const WithAuthToken = () => SetMetadata(CREDENTIALS, 'auth-token');

/** The route also takes OAuth client credentials: HTTP Basic, or `client_id` and `client_secret` in its form. */
export const WithClientCredentials = () => SetMetadata(CREDENTIALS, 'client');

/**
 * The limit that counts the route's requests. Default: `verification` with `tokens:introspect`, else
 * `request`.
 */
export const LimitedAs = (kind: Access['limitedAs']) => SetMetadata(LIMITED_AS, kind);

/** The access declaration of a handler, or else of its controller. */
export interface Access {
  rule: Rule | undefined;
  holders: Holder[] | undefined;
  credentials: 'bearer' | 'auth-token' | 'client';
  limitedAs: 'request' | 'verification' | 'nothing';
}

/** Cached, because each request reads the declaration several times. */
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

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.getArgByIndex<FastifyRequest>(0);
  if (!caller) throw new Error('A public route asked for its caller');
  return caller;
});
