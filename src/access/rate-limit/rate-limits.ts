import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../common/clock.js';
import { Failure } from '../../common/failure.js';
import type { Access } from '../access.decorators.js';
import { networkOf } from './client-network.js';
import { type RateCounter, RateCounters } from './rate-counters.js';
import { type Quota, type RatePolicy, secondsOf, tightest, type Usage } from './rate-policy.js';

export const RATE_LIMITS = Symbol('rate limits');

export const RATE_POLICY_OF = Symbol('rate policy of');

/** The rate policy of the dialect that owns the path. */
export type PolicyOf = (path: string) => RatePolicy;

/** Requests a minute; 0 disables a limit. */
export interface RateLimitSettings {
  perKey: number;
  perAddress: number;
  verification: number;
  failedAuth: number;
  /** Whether each vendor's own quota replaces `perKey` on its paths. */
  vendorQuotas: boolean;
}

type Count = [counter: RateCounter, key: string];

/** Limits requests per token and per address, after authentication. */
@Injectable()
export class RateLimits {
  private readonly perKey: RateCounter | undefined;
  private readonly perAddress: RateCounter | undefined;
  private readonly verification: RateCounter | undefined;
  private readonly vendorCounters = new Map<string, RateCounter>();
  private readonly isLimiting: boolean;

  constructor(
    private readonly counters: RateCounters,
    private readonly clock: Clock,
    @Inject(RATE_POLICY_OF) private readonly policyOf: PolicyOf,
    @Inject(RATE_LIMITS) private readonly settings: RateLimitSettings,
  ) {
    const { perKey, perAddress, verification, vendorQuotas } = settings;
    const perMinute = (name: string, requests: number) =>
      requests > 0 ? counters.counter(name, { requests, seconds: 60 }) : undefined;
    this.perKey = perMinute('per-key', perKey);
    this.perAddress = perMinute('per-address', perAddress);
    this.verification = perMinute('verification', verification);
    this.isLimiting = perKey > 0 || perAddress > 0 || vendorQuotas;
  }

  /**
   * Counts the request and sets the rate limit headers. Synchronous when no limit is set.
   *
   * @throws Failure `rate-limited`
   */
  admit({ limitedAs }: Access, request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    if (limitedAs === 'verification') {
      return this.verification && this.count([[this.verification, rateKeyOf(request)]], request, reply);
    }
    if (!this.isLimiting || limitedAs === 'nothing') return undefined;
    return this.count(this.countsOf(request), request, reply);
  }

  private countsOf(request: FastifyRequest): Count[] {
    const counts: (Count | undefined)[] = [
      this.settings.vendorQuotas && this.policyOf(pathOf(request)).vendor
        ? this.vendorCount(request)
        : this.perKey && request.caller && [this.perKey, rateKeyOf(request)],
      this.perAddress && [this.perAddress, networkOf(request.ip)],
    ];
    return counts.filter((count) => count !== undefined);
  }

  private vendorCount(request: FastifyRequest): Count | undefined {
    const path = pathOf(request);
    const { name, vendor } = this.policyOf(path);
    if (request.caller && vendor!.isExempt?.(request.caller)) return undefined;
    const ofRoute = vendor!.routes?.[path];
    const counter = this.vendorCounter(ofRoute ? `${name}:${path}` : name, ofRoute ?? vendor!.quota);
    const network = networkOf(request.ip);
    return [counter, vendor!.per === 'address' ? network : `${network} ${request.method} ${path}`];
  }

  private vendorCounter(name: string, quota: Quota): RateCounter {
    const known = this.vendorCounters.get(name);
    if (known) return known;
    const counter = this.counters.counter(name, quota);
    this.vendorCounters.set(name, counter);
    return counter;
  }

  private async count(counts: Count[], request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const answers = await Promise.all(counts.map(([counter, key]) => counter.charge(key)));
    const usages = answers.filter((usage) => usage !== undefined);
    if (usages.length === 0) return;
    void reply.headers(this.policyOf(pathOf(request)).headers(usages, this.clock.now()));
    if (usages.some(({ isExceeded }) => isExceeded)) {
      throw tooMany('Too many requests', tightest(usages));
    }
  }
}

export function tooMany(message: string, { msLeft }: Pick<Usage, 'msLeft'>): Failure {
  return new Failure('rate-limited', message, { retryAfter: secondsOf(msLeft) });
}

function rateKeyOf({ caller }: FastifyRequest): string {
  return caller!.tokenId!;
}

/** The route pattern, so that parameters make no difference. */
function pathOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url!;
}
