import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { type Bottleneck, LoadMonitor } from '../metrics/load-monitor.js';
import { Failure } from '../common/failure.js';
import { CONFIG, type Config } from '../config/config.js';
import { RequestMeasures } from '../metrics/request-measures.js';
import { FailureFilter } from './failure.filter.js';
import { pathOf } from '../dialects/registry.js';
import { isReadOnly, isQuestion } from './access-log.js';

/** Interval between measurements, in ms. */
const interval = 10;

/**
 * Maximum share of time spent on refusals. Beyond it requests are admitted and wait; otherwise the service
 * would only refuse.
 */
const refusalShare = 1 / 10;

/** Maximum saved-up time for refusals in a burst, in ms. */
const maxBudget = 20;

/** Assumed cost of a refusal, in ms: the time until the next request arrives, but at most this. */
const maxRefusalCost = 1;

/** Operators need these routes most during an overload. */
const alwaysAdmitted = /^\/(health\/|metrics$)/;

const failure = new Failure('overloaded', 'The service is overloaded', { retryAfter: 1 });

/** Sheds load: refuses requests with 503 before any work when queues exceed OVERLOAD_WAIT. */
@Injectable()
export class LoadSheddingHook implements OnApplicationShutdown {
  private readonly limit: number;
  /** With a cache, token checks need a connection only on a miss. */
  private readonly hasCache: boolean;
  private measureAt = 0;
  private overloaded: Readonly<Record<Bottleneck, boolean>> | undefined;
  /** Remaining time for refusals, in ms, as of `budgetAt`; and the start of the last refusal. */
  private budget = maxBudget;
  private budgetAt = 0;
  private refusedAt = -Infinity;
  /** Also measures when idle, to tell a pause from an overload. */
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) { overloadWaitMs, redisUrl }: Config,
    private readonly monitor: LoadMonitor,
    private readonly measures: RequestMeasures,
  ) {
    this.limit = overloadWaitMs || Infinity;
    this.hasCache = redisUrl !== undefined;
    if (overloadWaitMs === 0) return;
    const measure = () => this.update(monitor.measureQueues(performance.now(), this.limit));
    this.timer = setInterval(measure, overloadWaitMs / 4).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The bottleneck for which the request would wait too long; undefined to admit it. */
  overloadReason(request: FastifyRequest): Bottleneck | undefined {
    const now = request.begunAt;
    if (now >= this.measureAt) this.measure(now);
    if (!this.overloaded) return undefined;
    const reason = this.decide(request, this.overloaded, now);
    if (reason) this.measures.refused[reason] += 1;
    return reason;
  }

  private measure(now: number): void {
    this.measureAt = now + interval;
    this.update(this.monitor.measure(now, this.limit));
  }

  private update(found: Readonly<Record<Bottleneck, boolean>>): void {
    this.overloaded = found.writers || found.connections || found.loop ? found : undefined;
  }

  private decide(
    request: FastifyRequest,
    found: Record<Bottleneck, boolean>,
    now: number,
  ): Bottleneck | undefined {
    const spent = this.refusedAt < this.budgetAt ? 0 : Math.min(now - this.refusedAt, maxRefusalCost);
    this.budget = Math.min(maxBudget, this.budget - spent + (now - this.budgetAt) * refusalShare);
    this.budgetAt = now;
    if (this.budget <= 0 || alwaysAdmitted.test(pathOf(request.url))) return undefined;
    const bottleneck = this.bottleneckFor(request, found);
    if (bottleneck) this.refusedAt = now;
    return bottleneck;
  }

  private bottleneckFor(request: FastifyRequest, found: Record<Bottleneck, boolean>): Bottleneck | undefined {
    if (found.writers && !isReadOnly(request)) return 'writers';
    if (found.connections && !(this.hasCache && isQuestion(request))) return 'connections';
    return found.loop ? 'loop' : undefined;
  }
}

/** Installs the hook, unless load shedding is disabled. */
export function shedLoad(app: NestFastifyApplication): void {
  if (app.get<Config>(CONFIG).overloadWaitMs === 0) return;
  const [hook, filter] = [app.get(LoadSheddingHook), app.get(FailureFilter)];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (!hook.overloadReason(request)) done();
      else if (request.is404) filter.replyUnrouted(failure, request, reply);
      else filter.reply(failure, request, reply);
    });
}
