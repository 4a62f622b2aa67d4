import type { CanActivate, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type {
  FastifyContextConfig,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
  preHandlerHookHandler,
  RouteOptions,
} from 'fastify';
import { type Access, accessOf } from '../access/access.decorators.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { PermissionsGuard } from '../access/permissions.guard.js';
import { demandOneMethod, sendsForm } from '../access/presented.js';
import { BodyIntake, bodyLimits } from './intake/body-intake.js';
import { FailureFilter } from './failure.filter.js';
import type { Dialect, RequestPreparation } from '../dialects/dialect.js';
import { dialectFor, registry } from '../dialects/registry.js';

/** In this order: authenticate, then authorize and count. */
const guards = [BearerGuard, ...registry.flatMap(({ dialect }) => dialect.guard ?? []), PermissionsGuard];

/** Maximum age of an admission when the body is complete, in ms. An older one is checked again. */
const maxAdmissionAge = 250;

export interface Endpoint {
  controller: Type;
  method: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}

type Admission = boolean | Promise<boolean>;
type ContextOf = (request: FastifyRequest, reply: FastifyReply) => ExecutionContextHost;

/**
 * Runs the guards before the body is read; Nest would run them after it was parsed. The access declaration of
 * the route also decides the maximum body size.
 */
export class AccessHook {
  private readonly guards: CanActivate[];
  private readonly filter: FailureFilter;
  private readonly intake: BodyIntake;
  private readonly preparations: Map<Dialect, RequestPreparation>;

  constructor(app: NestFastifyApplication) {
    this.guards = guards.map((guard) => app.get<CanActivate>(guard, { strict: false }));
    this.filter = app.get(FailureFilter);
    this.intake = app.get(BodyIntake);
    this.preparations = new Map(
      registry.flatMap(({ dialect }) =>
        dialect.preparation ? [[dialect, app.get(dialect.preparation, { strict: false })] as const] : [],
      ),
    );
    nameEndpoints(app.get(ModulesContainer));
  }

  guard(route: RouteOptions): void {
    const { endpoint } = route.config ?? {};
    if (!endpoint) return;
    const { controller, method } = endpoint;
    const handler = (controller.prototype as Record<string, () => unknown>)[method]!;
    const access = accessOf({ getHandler: () => handler, getClass: <T>() => controller as Type<T> });
    const contextOf: ContextOf = (...pair) => new ExecutionContextHost(pair, controller, handler);
    route.onRequest = this.hookOf(access, contextOf, route.url);
    // GET and HEAD have no body to wait for.
    const isRead = route.method === 'GET' || route.method === 'HEAD';
    const preparation = this.preparations.get(dialectFor(route.url));
    const hooks: preHandlerHookHandler[] = [];
    if (access.rule !== 'public' && !isRead) hooks.push(this.bodyHookOf(access, contextOf));
    if (preparation?.concerns(route.url)) hooks.push(this.preparationHookOf(preparation));
    route.preHandler = hooks;
  }

  private hookOf({ rule, credentials }: Access, contextOf: ContextOf, url: string): onRequestHookHandler {
    const takesLines = dialectFor(url).takesLines?.(url);
    const limit = rule === 'public' ? bodyLimits.public : takesLines ? bodyLimits.lines : bodyLimits.json;
    const hasParameters = url.includes(':');
    return (request, reply, done) => {
      // Nest's router refuses these too, but later.
      if (hasParameters && hasEmptyParameter(request)) return void reply.callNotFound();
      const open = (most: number) => {
        const failure = this.intake.open(request, reply, most);
        if (failure) this.filter.reply(failure, request, reply);
        else done();
      };
      const isInForm = credentials === 'client' && !request.headers.authorization && sendsForm(request);
      // The form holds the credentials, so the client is still anonymous: apply the limit of public routes.
      if (isInForm) return open(bodyLimits.public);
      this.runGuards(contextOf(request, reply), request, () => open(limit));
    };
  }

  /**
   * Runs the guards once a form with credentials has been read. Runs them again when the body took long: the
   * token may have been revoked meanwhile.
   */
  private bodyHookOf({ credentials }: Access, contextOf: ContextOf): preHandlerHookHandler {
    return (request, reply, done) => {
      if (!request.isAdmitted) return this.runGuards(contextOf(request, reply), request, done);
      const proceed = () => {
        if (credentials === 'client') demandOneMethod(request);
        done();
      };
      if (performance.now() - request.admittedAt > maxAdmissionAge) {
        return this.runGuards(contextOf(request, reply), request, proceed);
      }
      try {
        proceed();
      } catch (error) {
        this.filter.reply(error, request, reply);
      }
    };
  }

  private preparationHookOf(preparation: RequestPreparation): preHandlerHookHandler {
    return (request, reply, done) => {
      const prepared = preparation.prepare(request);
      if (!prepared) return done();
      prepared.then(
        () => done(),
        (error: unknown) => this.filter.reply(error, request, reply),
      );
    };
  }

  private runGuards(context: ExecutionContextHost, request: FastifyRequest, proceed: () => void): void {
    const admitted = () => {
      request.isAdmitted = true;
      request.admittedAt = performance.now();
      proceed();
    };
    try {
      const admission = this.admit(context, 0);
      if (!(admission instanceof Promise)) admitted();
      else void admission.then(admitted).catch((error: unknown) => this.filter.catch(error, context));
    } catch (error) {
      this.filter.catch(error, context);
    }
  }

  /** The guards from this index on. Each throws to refuse. */
  private admit(context: ExecutionContextHost, from: number): Admission {
    for (let index = from; index < this.guards.length; index += 1) {
      const admission = this.guards[index]!.canActivate(context) as Admission;
      if (admission instanceof Promise) return admission.then(() => this.admit(context, index + 1));
    }
    return true;
  }
}

function nameEndpoints(modules: ModulesContainer): void {
  const scanner = new MetadataScanner();
  for (const { controllers } of modules.values()) {
    for (const { metatype } of controllers.values()) {
      const controller = metatype as Type;
      for (const method of scanner.getAllMethodNames(controller.prototype as object)) {
        const handler = (controller.prototype as Record<string, object>)[method]!;
        if (Reflect.hasMetadata(METHOD_METADATA, handler)) nameEndpoint(handler, { controller, method });
      }
    }
  }
}

function nameEndpoint(handler: object, endpoint: Endpoint): void {
  const declared = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as
    FastifyContextConfig | undefined;
  const { controller } = declared?.endpoint ?? endpoint;
  // Two classes could declare different access rules.
  if (controller !== endpoint.controller)
    throw new Error(`${endpoint.method} is a method of two controllers`);
  Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...declared, endpoint }, handler);
}

function hasEmptyParameter(request: FastifyRequest): boolean {
  return Object.values(request.params as Record<string, string>).includes('');
}
