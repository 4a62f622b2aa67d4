import { Inject, Injectable } from '@nestjs/common';
import { Failure } from '../../common/failure.js';
import { hashOf, isWellFormed } from '../../tokens/secrets/secret.js';
import { type ComparePassword, comparingPassword } from '../../users/sign-in/password.js';
import { networkOf } from './client-network.js';
import { type RateCounter, RateCounters, type Charge } from './rate-counters.js';
import { RATE_LIMITS, type RateLimitSettings, tooMany } from './rate-limits.js';
import type { Usage } from './rate-policy.js';

/** Wrong passwords for one account from one address. */
const passwordQuota = { requests: 10, seconds: 600 };

/** More wrong passwords than this for one account, from all addresses, count as an attack. */
const attackQuota = { requests: 50, seconds: 3600 };

/** Wrong passwords during an attack for an address where the account never signed in. */
const triesDuringAttack = 2;

/** How long an address counts as known after a sign-in, in seconds. */
const knownFor = 20 * 24 * 60 * 60;

/**
 * Redis timeout, in ms. Long, so that an attacker who slows Redis down does not get a separate budget in each
 * process.
 */
const patience = 5000;

/** Used budgets of a sign-in: account at this address, address, account. */
interface LoginUsage<U extends Usage> {
  pair: U | undefined;
  network: U | undefined;
  account: U | undefined;
}

/**
 * Slows down guessing by client address. An attempt is charged atomically before it is made and refunded
 * unless it fails, so concurrent attempts on all processes stay within the budget, and nobody can lock
 * another out. During an attack, unknown addresses have fewer tries, but never none.
 */
@Injectable()
export class FailedAttempts {
  private readonly counters: ReturnType<typeof countersOf> | undefined;

  constructor(counters: RateCounters, @Inject(RATE_LIMITS) { failedAuth }: RateLimitSettings) {
    this.counters = failedAuth > 0 ? countersOf(counters, failedAuth) : undefined;
  }

  /**
   * The error to refuse with after a failed authentication. Texts that cannot be tokens are counted in this
   * process, without I/O. Real lookups are not charged in advance: 224 bits cannot be guessed, and
   * verification must not wait.
   */
  async refusal(error: unknown, address: string, secret: string): Promise<unknown> {
    if (!this.counters || !(error instanceof Failure) || !isOfToken(error)) return error;
    const counter = isWellFormed(secret) ? this.counters.tokens : this.counters.garbage;
    const usage = await counter.charge(networkOf(address));
    return usage?.isExceeded ? tooMany('Too many failed attempts', usage) : error;
  }

  /**
   * Charges one password attempt, without refund, for operations that strangers may repeat: registration.
   *
   * @throws Failure `rate-limited`
   */
  async spend(address: string): Promise<void> {
    const usage = await this.counters?.logins.charge(networkOf(address));
    if (usage?.isExceeded) throw tooMany('Too many attempts', usage);
  }

  /**
   * Runs `check` of a password, unless too many attempts failed. When an address fails for many accounts,
   * only accounts that signed in there within 20 days still can.
   *
   * @param account the typed name and its kind; whether such an account exists must make no difference
   * @throws Failure `rate-limited`, `overloaded`, and what `check` throws
   */
  async signIn<T>(
    address: string,
    account: string,
    check: (compare: ComparePassword) => Promise<T>,
  ): Promise<T> {
    if (!this.counters) return comparingPassword(check);
    const { passwords, logins, accounts, known } = this.counters;
    const network = networkOf(address);
    const [pair, target] = [hashOf(`${network} ${account}`), hashOf(account)];
    const usageBy = async <U extends Usage>(
      ask: (counter: RateCounter, key: string) => Promise<U | undefined>,
    ): Promise<LoginUsage<U>> => {
      const asked = [ask(passwords, pair), ask(logins, network), ask(accounts, target)] as const;
      const [ofPair, ofNetwork, ofAccount] = await Promise.all(asked);
      return { pair: ofPair, network: ofNetwork, account: ofAccount };
    };
    // Refuse before the hashing queue, so that refused attempts do not delay others.
    await this.refuseSpent(pair, await usageBy((counter, key) => counter.peek(key)), 1);
    return comparingPassword(async (compare) => {
      const usage = await usageBy((counter, key) => counter.charge(key));
      try {
        await this.refuseSpent(pair, usage, 0);
        const result = await check(compare);
        await Promise.all([refund(usage), known.charge(pair)]);
        await passwords.forget(pair);
        return result;
      } catch (error) {
        const hasFailed = error instanceof Failure && error.code === 'login-refused';
        if (!hasFailed) await refund(usage);
        throw error;
      }
    });
  }

  /**
   * @param coming attempts that are not charged yet
   * @throws Failure `rate-limited` when they would exceed a budget
   */
  private async refuseSpent(
    pair: string,
    { pair: ofPair, network, account }: LoginUsage<Usage>,
    coming: number,
  ): Promise<void> {
    const isOver = (usage: Usage | undefined, most: number) => (usage?.used ?? 0) + coming > most;
    const isOverNetwork = isOver(network, this.counters!.logins.quota.requests);
    const isAttacked = isOver(account, attackQuota.requests);
    const isStranger = (isOverNetwork || isAttacked) && !(await this.counters!.known.peek(pair));
    const tries = isStranger && isAttacked ? triesDuringAttack : passwordQuota.requests;
    if (ofPair && isOver(ofPair, tries)) throw tooMany('Too many failed attempts', ofPair);
    if (network && isStranger && isOverNetwork) throw tooMany('Too many failed attempts', network);
  }
}

async function refund(usage: LoginUsage<Charge>): Promise<void> {
  await Promise.all(Object.values(usage).map((taken: Charge | undefined) => taken?.refund()));
}

function isOfToken({ code, detail }: Failure): boolean {
  return code === 'unauthenticated' || detail.verdict !== undefined;
}

function countersOf(counters: RateCounters, failedAuth: number): Record<CounterName, RateCounter> {
  const perMinute = { requests: failedAuth, seconds: 60 };
  return {
    garbage: counters.localCounter('garbage', perMinute),
    tokens: counters.counter('failed-tokens', perMinute, patience),
    logins: counters.counter('failed-logins', perMinute, patience),
    passwords: counters.counter('failed-passwords', passwordQuota, patience),
    accounts: counters.counter('failed-accounts', attackQuota, patience),
    known: counters.counter('known-logins', { requests: 1, seconds: knownFor }, patience),
  };
}

type CounterName = 'garbage' | 'tokens' | 'logins' | 'passwords' | 'accounts' | 'known';
