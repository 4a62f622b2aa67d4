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
import { addHeaders, registerAddress } from './response-headers.js';
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
    /** For errors of the router itself, which never reach Nest's filters. */
    failureFilter: FailureFilter;
  }
}

/** Maximum time for a client to send the headers, in ms. */
const headersTimeout = 10_000;

/** Idle timeout of a connection, as a multiple of the request timeout. */
const idleFactor = 4;

export function createAdapter({
  trustedProxies,
  requestTimeoutMs: requestTimeout,
}: Pick<Config, 'trustedProxies' | 'requestTimeoutMs'>): FastifyAdapter {
  return new FastifyAdapter({
    // Any other client could choose the address that the rate limits see.
    trustProxy: trustOf({ trustedProxies }) ?? false,
    requestTimeout,
    // Also closes connections of clients that never read the response.
    connectionTimeout: idleFactor * requestTimeout,
    http: {
      headersTimeout: Math.min(headersTimeout, requestTimeout),
      connectionsCheckingInterval: Math.min(1000, requestTimeout / 2),
      // `headerFault` answers 400 with a body of the dialect.
      requireHostHeader: false,
    },
    clientErrorHandler: onClientError as never,
    // During shutdown, requests on kept-alive connections are served with `Connection: close`.
    return503OnClosing: false,
    genReqId,
    routerOptions: { maxParamLength: maxParameterLength },
    frameworkErrors: (_: Error, request: FastifyRequest, reply: FastifyReply) => {
      request.begunAt = performance.now();
      addHeaders(request, reply);
      const failure = new Failure('bad-request', 'The URL cannot be read');
      request.server.failureFilter.replyUnrouted(failure, request, reply);
    },
  });
}

/** Proxies whose `X-Forwarded-*` headers are trusted; undefined for none. */
function trustOf({ trustedProxies }: Pick<Config, 'trustedProxies'>): TrustedProxy | undefined {
  return trustedProxies && compile(trustedProxies);
}

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
  fastify.decorateRequest('sent', undefined);
  const accessHook = new AccessHook(app);
  const fastRoutes = new FastRoutes(app);
  fastify.addHook('onRoute', (route) => {
    allowedMethods.add(route.method, route.url);
    registerAddress(route.url);
    accessHook.guard(route);
    fastRoutes.replaceHandler(route);
    watchAnswers(route, measures);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    request.begunAt = performance.now();
    addHeaders(request, reply);
    const fault = headerFault(request.raw, isTrusted);
    if (!fault) return done();
    // With broken framing, the end of the request is unknown.
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
  // Ignore unknown expectations (RFC 9110 §10.1.1); Node would reply 417 with an empty body.
  const server: Server = app.getHttpServer();
  server.maxHeadersCount = mostHeaderLines + 1;
  // `BodyIntake` sends 100 Continue once the head is admitted.
  for (const event of ['checkExpectation', 'checkContinue']) {
    server.on(event, (request, response) => server.emit('request', request, response));
  }
  addBodyParsers(fastify, app.get(BodyIntake));
}

/** Hooks added here. The HEAD route of a GET route inherits its hooks. */
const watching = new WeakSet<object>();

/**
 * Records the responses of a route and fixes their content type. The hook is bound to the route, so no
 * request needs a lookup.
 */
function watchAnswers(route: RouteOptions, measures: RequestMeasures): void {
  const { name, headers } = dialectFor(route.url);
  const measure = measures.ofRoute(name, [route.method].flat().join(), route.url);
  // Fastify adds a charset, which some vendors do not send.
  const exactType = headers?.['content-type'];
  const hook: onSendHookHandler = (request, reply, payload, done) => {
    if (exactType) void reply.header('content-type', exactType);
    measure.record(reply.statusCode, performance.now() - request.begunAt);
    done(null, payload);
  };
  watching.add(hook);
  route.onSend = [hook, ...[route.onSend ?? []].flat().filter((other) => !watching.has(other))];
}

/** The client's request id when it is harmless, else a new one. */
function genReqId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(given) ? given : randomUUID();
}
