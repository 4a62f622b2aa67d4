import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendsForm } from '../access/presented.js';
import { Failure, type FailureCode } from '../common/failure.js';
import { StoreHealth } from '../database/health/health.js';
import { safeStack, safeMessage } from '../common/safe-error.js';
import { CONFIG, type Config } from '../config/config.js';
import { RequestMeasures } from '../metrics/request-measures.js';
import { AllowedMethods } from './allowed-methods.js';
import { addHeaders } from './response-headers.js';
import { discardBody } from './intake/body-intake.js';
import type { Answer } from '../dialects/dialect.js';
import { dialectFor, pathOf } from '../dialects/registry.js';
import { notFoundPage, prefersPage } from '../dialects/shared/page.js';

/** Failure codes for the framework's own errors. */
const codesOfStatus: Record<number, FailureCode> = {
  400: 'malformed-body',
  404: 'route-not-found',
  413: 'body-too-large',
  414: 'route-not-found',
  415: 'unsupported-media-type',
  503: 'unavailable',
};

/** Turns every failure into a response of the dialect that owns the path. */
@Catch()
@Injectable()
export class FailureFilter implements ExceptionFilter {
  private readonly logger = new Logger(FailureFilter.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly allowedMethods: AllowedMethods,
    private readonly measures: RequestMeasures,
    private readonly store: StoreHealth,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (request.begunAt === 0) this.begin(request, reply);
    if (request.is404) this.replyUnrouted(error, request, reply);
    else this.reply(error, request, reply);
  }

  /** Nest refuses a target such as `*` before the service's own hooks run, which check the framing. */
  private begin(request: FastifyRequest, reply: FastifyReply): void {
    request.begunAt = performance.now();
    addHeaders(request, reply);
    reply.raw.setHeader('connection', 'close');
  }

  /** Replies to an unrouted request before its body is read. */
  refuseUnrouted(request: FastifyRequest, reply: FastifyReply): void {
    this.replyUnrouted(this.notFound(request.method, pathOf(request.url)), request, reply);
  }

  /** Replies to an unrouted request, which runs no route hooks. */
  replyUnrouted(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { name, headers } = dialectFor(pathOf(request.url));
    // A custom serializer keeps Fastify from adding a charset.
    if (headers?.['content-type']) void reply.serializer(JSON.stringify);
    this.reply(error, request, reply);
    this.measures.ofUnrouted(name).record(reply.statusCode, performance.now() - request.begunAt);
  }

  reply(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const failure = this.failureOf(error, request, pathOf(request.url));
    request.verdict ??= failure.detail.verdict;
    const { status, headers, body } = wantsPage(failure, request)
      ? notFoundPage(failure.message, pathOf(request.url))
      : this.answerTo(failure, request.url, request.id, request);
    this.leaveBody(request, reply);
    // RFC 9110 requires a challenge with every 401, also where the vendor sends none.
    if (status === 503) void reply.header('retry-after', String(failure.detail.retryAfter ?? 5));
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="tokenwright"');
    void reply
      .status(status)
      .headers(headers ?? {})
      .send(body);
  }

  /** Discards the rest of the body, so that the client can read the response before the connection closes. */
  private leaveBody({ raw, headers }: FastifyRequest, reply: FastifyReply): void {
    discardBody(raw);
    if (headers['content-encoding'] !== undefined) void reply.header('accept-encoding', 'identity');
    if (reply.raw.hasHeader('connection')) return;
    // A client with `Expect` may or may not send its body after the refusal.
    if (headers.expect !== undefined) void reply.header('connection', 'close');
    // Fastify would close the connection at once after a body error.
    else if (reply.hasHeader('connection')) void reply.header('connection', 'keep-alive');
  }

  /** The response of the dialect that owns the path. */
  answerTo(failure: Failure, url: string, requestId: string, request?: FastifyRequest): Answer {
    const { failureResponses } = dialectFor(pathOf(url));
    const context = {
      requestId,
      path: url.split('?', 1)[0]!,
      config: this.config,
      authorization: request?.headers.authorization,
      isForm: request !== undefined && sendsForm(request),
    };
    return (failureResponses[failure.code] ?? failureResponses.internal)(failure, context);
  }

  private failureOf(error: unknown, request: FastifyRequest, path: string): Failure {
    if (error instanceof Failure) return error;
    if (this.store.note(error)) {
      return new Failure('unavailable', 'The database does not answer', { retryAfter: 5 });
    }
    const status = statusOf(error);
    const code = status === undefined ? undefined : codesOfStatus[status];
    if (code === 'route-not-found') return this.notFound(request.method, path);
    if (code) return new Failure(code, messages[code] ?? 'The request cannot be read');
    if (status !== undefined && status < 500) return new Failure('bad-request', 'The request cannot be read');
    this.logger.error(`Request ${request.id} failed: ${safeMessage(error)}`, safeStack(error));
    return new Failure('internal', 'An internal error occurred');
  }

  private notFound(method: string, path: string): Failure {
    const allow = this.allowedMethods.for(path);
    if (allow.length === 0 || allow.includes(method))
      return new Failure('route-not-found', 'There is no such route');
    return new Failure('method-not-allowed', `This path does not support ${method}`, { allow });
  }
}

/** Browsers get a page; API clients get the words of the dialect. */
function wantsPage({ code }: Failure, { method, headers }: FastifyRequest): boolean {
  if (code !== 'route-not-found' || (method !== 'GET' && method !== 'HEAD')) return false;
  return prefersPage(headers.accept);
}

const messages: Partial<Record<FailureCode, string>> = {
  'malformed-body': 'The body is not valid JSON',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'The content type is not supported',
  unavailable: 'The service is stopping',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  return (error as { statusCode?: number }).statusCode;
}
