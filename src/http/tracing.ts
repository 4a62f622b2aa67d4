import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, defaultTextMapGetter } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { FastifyInstance } from 'fastify';
import { version } from '../common/version.js';

/** Export timeout, in ms: a stopping service waits for it. */
const patience = 3000;

declare module 'fastify' {
  interface FastifyRequest {
    span?: Span;
  }
}

/**
 * Exports one span for each request by OTLP over HTTP, in the trace of `traceparent`. Loaded only when
 * tracing is on. Spans hold the route pattern and the fields of the request log, but no path, header or body.
 * OpenTelemetry's `OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER` and `OTEL_EXPORTER_OTLP_HEADERS` apply.
 */
export function traceRequests(fastify: FastifyInstance, url: string): void {
  const named = process.env.OTEL_SERVICE_NAME ?? 'tokenwright';
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': named, 'service.version': version }),
    ),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: patience }))],
  });
  const tracer = provider.getTracer('tokenwright', version);
  const propagator = new W3CTraceContextPropagator();

  fastify.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request;
    const route = request.is404 ? undefined : request.routeOptions.url;
    request.span = tracer.startSpan(
      route ? `${method} ${route}` : method,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          ...(route !== undefined && { 'http.route': route }),
          'tokenwright.request_id': request.id,
        },
      },
      propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter),
    );
    done();
  });
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    const { span, caller, verdict } = request;
    span?.setAttribute('http.response.status_code', statusCode);
    if (caller?.ecosystemId) span?.setAttribute('tokenwright.ecosystem', caller.ecosystemId);
    if (caller?.tokenId) span?.setAttribute('tokenwright.token_id', caller.tokenId);
    if (verdict) span?.setAttribute('tokenwright.verdict', verdict);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
  fastify.addHook('onClose', async () => {
    await provider.shutdown().catch(() => undefined);
  });
}
