import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newToken, newUser, type Service, startService } from '../../support/service.js';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** What OpenTelemetry's collector does with what it is sent, as far as it can be told from outside: it takes it. */
async function newCollector(): Promise<{ server: Server; url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      received.push({ path: request.url!, headers: request.headers, body });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const spansOf = (received: Received[]): Span[] =>
  received.flatMap(({ body }) =>
    JSON.parse(body).resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
      resource.scopeSpans.flatMap(({ spans }) => spans),
    ),
  );

const attributesOf = ({ attributes }: Span) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));

describe('traces by OTLP over HTTP', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const parentId = 'b7ad6b7169203331';
  let received: Received[];
  let spans: Span[];
  let secret: string;
  let tokenId: string;

  beforeAll(async () => {
    const collector = await newCollector();
    ({ received } = collector);
    const service: Service = await startService({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const user = await newUser(service, 'default');
    const minted = await newToken(service, 'default', user.id);
    ({ secret } = minted);
    tokenId = minted.token.id;
    const headers = { traceparent: `00-${traceId}-${parentId}-01`, 'x-request-id': 'r-1' };
    await service.ask('/v1/self', { headers: { ...headers, authorization: `Bearer ${secret}` } });
    await service.ask(`/v1/nothing/${secret}?token=${secret}`, { headers });
    await service.ask('/v1/self', {
      headers: { traceparent: 'not-one', authorization: `Bearer ${secret}x` },
    });
    // What was not sent yet is sent when the service ends.
    await service.close();
    await new Promise((resolve) => collector.server.close(resolve));
    spans = spansOf(received);
  });

  it('arrive where the collector listens, with the name of the service', () => {
    expect(received.map(({ path }) => path)).toContain('/v1/traces');
    const [{ key, value }] = JSON.parse(received[0]!.body).resourceSpans[0].resource.attributes.filter(
      (one: { key: string }) => one.key === 'service.name',
    );
    expect([key, value.stringValue]).toEqual(['service.name', 'tokenwright']);
  });

  it('a request goes on the trace that came with it, and is named by its route', () => {
    const span = spans.find((one) => one.name === 'GET /v1/self' && one.traceId === traceId)!;
    expect(span).toMatchObject({ parentSpanId: parentId, kind: 2 });
    expect(attributesOf(span)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/v1/self',
      'http.response.status_code': 200,
      'tokenwright.request_id': 'r-1',
      'tokenwright.ecosystem': 'default',
      'tokenwright.token_id': tokenId,
    });
  });

  it('what fits no route is named by its method alone', () => {
    const span = spans.find((one) => one.traceId === traceId && one.name === 'GET')!;
    expect(attributesOf(span)).toMatchObject({ 'http.response.status_code': 404 });
  });

  it('a traceparent that is none begins a trace of its own', () => {
    const span = spans.find((one) => attributesOf(one)['http.response.status_code'] === 401)!;
    expect(span.parentSpanId ?? '').toBe('');
    expect(span.traceId).not.toBe(traceId);
    expect(attributesOf(span)['tokenwright.verdict']).toBe('unknown');
  });

  it('hold no secret', () => {
    for (const { body } of received) expect(body.includes(secret)).toBe(false);
  });
});
