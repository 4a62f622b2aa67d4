import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { addressOf } from '../access/rate-limit/client-network.js';
import { ecosystemReference } from '../common/ids/identifier.js';
import type { Config } from '../config/config.js';
import { dialectFor, pathOf } from '../dialects/registry.js';

/** POST routes that only read. Each also carries `@Idempotent('question')`. */
export const questions = new Set([
  '/v1/tokens/introspect',
  '/v1/tokens/introspect/bulk',
  '/v1/tokens/explain',
]);

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isQuestion({ routeOptions }: FastifyRequest): boolean {
  return questions.has(routeOptions.url ?? '');
}

/** Whether the request needs no write of its own. */
export function isReadOnly(request: FastifyRequest): boolean {
  return reading.has(request.method) || isQuestion(request);
}

/**
 * Logs one line for each request, or for each that may change something. It contains the route pattern, never
 * the requested path, which may hold a secret.
 */
export function logRequests(fastify: FastifyInstance, wanted: Config['requestLog'], log: Logger): void {
  if (wanted === 'off') return;
  fastify.addHook('onResponse', (request, reply, done) => {
    if (wanted === 'all' || !isReadOnly(request)) {
      const durationMs = Math.round((performance.now() - request.begunAt) * 1000) / 1000;
      log.info({ ...lineOf(request), status: reply.statusCode, durationMs }, 'request');
    }
    done();
  });
}

function lineOf(request: FastifyRequest): Record<string, string | undefined> {
  const { id: requestId, caller, method, verdict, ip } = request;
  return {
    requestId,
    ecosystem: caller?.ecosystemId ?? namedEcosystem(request),
    holder: caller?.holder,
    tokenId: caller?.tokenId ?? undefined,
    userId: caller?.userId ?? undefined,
    address: addressOf(ip) ?? undefined,
    dialect: dialectFor(pathOf(request.url)).name,
    method,
    route: request.is404 ? 'other' : request.routeOptions.url,
    verdict: verdict ?? (caller?.tokenId ? 'live' : undefined),
  };
}

/** The ecosystem in the path, when it is a valid id. */
function namedEcosystem({ params }: FastifyRequest): string | undefined {
  const { ecosystemId } = (params ?? {}) as { ecosystemId?: unknown };
  return typeof ecosystemId === 'string' && ecosystemReference.test(ecosystemId) ? ecosystemId : undefined;
}
