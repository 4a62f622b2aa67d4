import { Inject, Injectable } from '@nestjs/common';
import { Failure } from '../../common/failure.js';
import { hashOf, isWellFormed } from '../../tokens/secrets/secret.js';
import { type ComparePassword, comparingPassword } from '../../users/sign-in/password.js';
import { networkOf } from './client-network.js';
import { type RateCounter, RateCounters, type Taken } from './rate-counters.js';
import { RATE_LIMITS, type RateLimitSettings, tooMany } from './rate-limits.js';
import type { Usage } from './rate-policy.js';

/** So many wrong passwords may come from one address for one account within so many seconds. */
const passwordQuota = { requests: 10, seconds: 600 };

/** So many wrong passwords for one account, from wherever, within so many seconds, are an attack on it. */
const attackQuota = { requests: 50, seconds: 3600 };

/** How many wrong passwords an address has during an attack, unless the account was signed in there before. */
const triesDuringAttack = 2;

/** How long an address is remembered at which an account was signed in, in seconds. */
const remembered = 20 * 24 * 60 * 60;

/**
 * How long Redis is waited for, in ms: whoever keeps the machine so busy that it answers late must not have each process
 * count for itself by that.
 */
const patience = 5000;

/** How much of the budgets of a login is used: of the account at this address, of the address, of the account. */
interface LoginUsage<U extends Usage> {
  pair: U | undefined;
  network: U | undefined;
  account: U | undefined;
}

/**
 * Slows down whoever guesses, by their address. An attempt is taken from its budgets in one atomic step before it is
 * made, and given back unless it fails: so no more are made than the budgets say, however many come at once at however
 * many processes, and nobody can lock another out. While an account is under attack from everywhere, addresses that it
 * does not know have fewer tries, and never none.
 */
@Injectable()
export class FailedAttempts {
  private readonly counters: ReturnType<typeof countersOf> | undefined;

  constructor(counters: RateCounters, @Inject(RATE_LIMITS) { failedAuth }: RateLimitSettings) {
    this.counters = failedAuth > 0 ? countersOf(counters, failedAuth) : undefined;
  }

  /**
   * With what to refuse, instead of with the error of an authentication. What can be no token is counted here, with no
   * I/O. Nothing is taken before a token is looked up: its 224 bits are not guessed, and a check must wait for nothing.
   */
  async refusal(error: unknown, address: string, secret: string): Promise<unknown> {
    if (!this.counters || !(error instanceof Failure) || !isOfToken(error)) return error;
    const counter = isWellFormed(secret) ? this.counters.tokens : this.counters.garbage;
    const usage = await counter.take(networkOf(address));
    return usage?.isExceeded ? tooMany('Too many failed attempts', usage) : error;
  }

  /**
   * Takes one of the attempts that an address has at passwords, for something that a stranger may do as often as guess:
   * registering. It is not given back.
   *
   * @throws Failure `rate-limited`
   */
  async spend(address: string): Promise<void> {
    const usage = await this.counters?.logins.take(networkOf(address));
    if (usage?.isExceeded) throw tooMany('Too many attempts', usage);
  }

  /**
   * What `check` of a password comes to, unless it has failed too often: then the password is not looked at. Where many
   * accounts fail, only those still sign in that did so at this address within the last 20 days.
   *
   * @param account what was typed to name the account, and of which kind it is: whether there is such an account must
   *   not matter
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
    // Refused here, they do not wait for their turn, where they would be in the way of others.
    await this.refuseSpent(pair, await usageBy((counter, key) => counter.look(key)), 1);
    return comparingPassword(async (compare) => {
      const usage = await usageBy((counter, key) => counter.take(key));
      try {
        await this.refuseSpent(pair, usage, 0);
        const result = await check(compare);
        await Promise.all([refund(usage), known.take(pair)]);
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
   * @param coming how many attempts are not among the used ones yet
   * @throws Failure `rate-limited` when with these more are used than there are
   */
  private async refuseSpent(
    pair: string,
    { pair: ofPair, network, account }: LoginUsage<Usage>,
    coming: number,
  ): Promise<void> {
    const isOver = (usage: Usage | undefined, most: number) => (usage?.used ?? 0) + coming > most;
    const isOverNetwork = isOver(network, this.counters!.logins.quota.requests);
    const isAttacked = isOver(account, attackQuota.requests);
    const isStranger = (isOverNetwork || isAttacked) && !(await this.counters!.known.look(pair));
    const tries = isStranger && isAttacked ? triesDuringAttack : passwordQuota.requests;
    if (ofPair && isOver(ofPair, tries)) throw tooMany('Too many failed attempts', ofPair);
    if (network && isStranger && isOverNetwork) throw tooMany('Too many failed attempts', network);
  }
}

async function refund(usage: LoginUsage<Taken>): Promise<void> {
  await Promise.all(Object.values(usage).map((taken: Taken | undefined) => taken?.refund()));
}

function isOfToken({ code }: Failure): boolean {
  return code === 'unauthenticated' || code === 'session-expired';
}

function countersOf(counters: RateCounters, failedAuth: number): Record<CounterName, RateCounter> {
  const perMinute = { requests: failedAuth, seconds: 60 };
  return {
    garbage: counters.localCounter('garbage', perMinute),
    tokens: counters.counter('failed-tokens', perMinute, patience),
    logins: counters.counter('failed-logins', perMinute, patience),
    passwords: counters.counter('failed-passwords', passwordQuota, patience),
    accounts: counters.counter('failed-accounts', attackQuota, patience),
    known: counters.counter('known-logins', { requests: 1, seconds: remembered }, patience),
  };
}

type CounterName = 'garbage' | 'tokens' | 'logins' | 'passwords' | 'accounts' | 'known';
