import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { compile } from '@fastify/proxy-addr';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, onSendHookHandler, RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import { Failure } from '../common/failure.js';
import { LOG } from '../common/logger.js';
import { headerFault, mostHeaderLines, type TrustedProxy } from '../access/raw-headers.js';
import { CONFIG, type Config } from '../config/config.js';
import { RequestMeasures } from '../metrics/request-measures.js';
import { AccessHook } from './access.hook.js';
import { shedLoad } from './load-shedding.hook.js';
import { addHeaders, learnAddress } from './response-headers.js';
import { AllowedMethods, maxParameterLength } from './allowed-methods.js';
import { BodyIntake } from './intake/body-intake.js';
import { addBodyParsers } from './intake/body-parsers.js';
import { FailureFilter } from './failure.filter.js';
import { dialectFor } from '../dialects/registry.js';
import { FastRoutes } from './fast-routes.js';
import { logRequests } from './access-log.js';
import { onClientError } from './intake/parse-errors.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** For what the router itself refuses, before any filter of Nest's. */
    failureFilter: FailureFilter;
  }
}

/** How long a client may take to send the headers at the most, in ms. */
const headersTimeout = 10_000;

/** So many times as long as for sending a request, a connection may be without any progress. */
const idleFactor = 4;

/** The HTTP server's settings, as far as they do not depend on the application. */
export function createAdapter({
  trustedProxies,
  requestTimeoutMs: requestTimeout,
}: Pick<Config, 'trustedProxies' | 'requestTimeoutMs'>): FastifyAdapter {
  return new FastifyAdapter({
    // Whoever else sends X-Forwarded-For could choose the address that the limits see.
    trustProxy: trustOf({ trustedProxies }) ?? false,
    requestTimeout,
    // Also one who does not read the answer lets go of the connection at last.
    connectionTimeout: idleFactor * requestTimeout,
    http: {
      headersTimeout: Math.min(headersTimeout, requestTimeout),
      connectionsCheckingInterval: Math.min(1000, requestTimeout / 2),
      // We refuse it ourselves, in words.
      requireHostHeader: false,
    },
    clientErrorHandler: onClientError as never,
    // Who still asks on a kept connection while we stop is served, and told to close it.
    return503OnClosing: false,
    genReqId,
    routerOptions: { maxParamLength: maxParameterLength },
    frameworkErrors: (_: Error, request: FastifyRequest, reply: FastifyReply) => {
      request.begunAt = performance.now();
      addHeaders(request, reply);
      const failure = new Failure('bad-request', 'The address cannot be read');
      request.server.failureFilter.replyUnrouted(failure, request, reply);
    },
  });
}

/** Whom we believe what `X-Forwarded-*` says; undefined for nobody. */
function trustOf({ trustedProxies }: Pick<Config, 'trustedProxies'>): TrustedProxy | undefined {
  return trustedProxies && compile(trustedProxies);
}

/** Sets up what every request passes before and after its handler. */
export function setUpHttp(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const allowedMethods = app.get(AllowedMethods);
  const filter: FailureFilter = app.get(FailureFilter);
  const measures = app.get(RequestMeasures);
  const config = app.get<Config>(CONFIG);
  const isTrusted = trustOf(config);
  fastify.decorate('failureFilter', filter);
  fastify.decorateRequest('begunAt', 0);
  fastify.decorateRequest('isAdmitted', false);
  fastify.decorateRequest('admittedAt', 0);
  fastify.decorateRequest('bodyLimit', 0);
  fastify.decorateRequest('bytesHeld', 0);
  const accessHook = new AccessHook(app);
  const fastRoutes = new FastRoutes(app);
  fastify.addHook('onRoute', (route) => {
    allowedMethods.add(route.method, route.url);
    learnAddress(route.url);
    accessHook.guard(route);
    fastRoutes.replaceHandler(route);
    watchAnswers(route, measures);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    request.begunAt = performance.now();
    addHeaders(request, reply);
    const fault = headerFault(request.raw, isTrusted);
    if (!fault) return done();
    // Where the request ends may be as open as what it says.
    reply.raw.setHeader('connection', 'close');
    if (request.is404) filter.replyUnrouted(fault, request, reply);
    else filter.reply(fault, request, reply);
  });
  shedLoad(app);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) filter.refuseUnrouted(request, reply);
    else done();
  });
  logRequests(fastify, config.requestLog, app.get<Logger>(LOG));
  // An expectation that we do not know may be left aside (RFC 9110 §10.1.1): Node would refuse it without a word.
  const server: Server = app.getHttpServer();
  server.maxHeadersCount = mostHeaderLines + 1;
  // Who waits to be asked for the body is asked when its head was admitted.
  for (const event of ['checkExpectation', 'checkContinue']) {
    server.on(event, (request, response) => server.emit('request', request, response));
  }
  addBodyParsers(fastify, app.get(BodyIntake));
}

/** Hooks that were added here: the HEAD of a GET route inherits the hooks of that. */
const watching = new WeakSet<object>();

/**
 * Counts the answers of a route, and sees to their content type: by a hook that knows the route, so that no request has
 * anything looked up.
 */
function watchAnswers(route: RouteOptions, measures: RequestMeasures): void {
  const { name, headers } = dialectFor(route.url);
  const measure = measures.ofRoute(name, [route.method].flat().join(), route.url);
  // Fastify adds a charset to the content type, which some vendors do not send.
  const exactType = headers?.['content-type'];
  const hook: onSendHookHandler = (request, reply, payload, done) => {
    if (exactType) void reply.header('content-type', exactType);
    measure.record(reply.statusCode, performance.now() - request.begunAt);
    done(null, payload);
  };
  watching.add(hook);
  route.onSend = [hook, ...[route.onSend ?? []].flat().filter((other) => !watching.has(other))];
}

/** The client's own id of the request, when it is harmless; else a new one. */
function genReqId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(given) ? given : randomUUID();
}
