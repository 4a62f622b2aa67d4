import { Inject, Injectable } from '@nestjs/common';
import { Failure } from '../common/failure.js';
import { hashOf, isWellFormed } from '../tokens/secret.js';
import { networkOf } from './network.js';
import { type RateCounter, RateCounters } from './rate-counters.js';
import { RATE_LIMITS, type RateLimitSettings, tooMany } from './rate-limits.js';
import { Turns } from './turns.js';

/** So many wrong passwords may come from one address for one account within so many seconds. */
const passwordQuota = { requests: 10, seconds: 600 };

/** So many wrong passwords for one account, from wherever, within so many seconds, are an attack on it. */
const attackQuota = { requests: 50, seconds: 3600 };

/** How many wrong passwords an address has during an attack, unless the account was signed in there before. */
const triesDuringAttack = 2;

/** How long an address is remembered at which an account was signed in, in seconds. */
const remembered = 20 * 24 * 60 * 60;

/**
 * Slows down whoever guesses, by their address: what fails is counted, never what succeeds, so that nobody can lock
 * another out. Only a password of one account that fails again and again at one address is not looked at any more there.
 * While an account is under attack from everywhere, addresses that it does not know have fewer tries, and never none.
 */
@Injectable()
export class FailedAttempts {
  private readonly counters: ReturnType<typeof countersOf> | undefined;
  private readonly turns = new Turns();

  constructor(counters: RateCounters, @Inject(RATE_LIMITS) { failedAuth }: RateLimitSettings) {
    this.counters = failedAuth > 0 ? countersOf(counters, failedAuth) : undefined;
  }

  /**
   * With what to refuse, instead of with the error of an authentication. What can be no token is counted here, with no
   * I/O.
   */
  async refusal(error: unknown, address: string, secret: string): Promise<unknown> {
    if (!this.counters || !(error instanceof Failure) || !isOfToken(error)) return error;
    const counter = isWellFormed(secret) ? this.counters.tokens : this.counters.garbage;
    const usage = await counter.take(networkOf(address));
    return usage?.isExceeded ? tooMany('Too many failed attempts', usage) : error;
  }

  /**
   * What `check` of a password comes to, unless it has failed too often: then the password is not looked at. Where many
   * accounts fail, only those still sign in that did so at this address within the last 20 days.
   *
   * @param account what names the account the same way each time
   * @throws Failure `rate-limited`, and what `check` throws
   */
  async signIn<T>(address: string, account: string, check: () => Promise<T>): Promise<T> {
    if (!this.counters) return check();
    const { passwords, logins, accounts, known } = this.counters;
    const network = networkOf(address);
    const pair = hashOf(`${network} ${account}`);
    const target = hashOf(account);
    // At once no more are tried than may fail.
    const leave = await this.turns.enter(pair, () => this.triesLeft(pair, target));
    try {
      const ofAddress = await logins.look(network);
      if (ofAddress?.remaining === 0 && !(await known.look(pair))) {
        throw tooMany('Too many failed attempts', ofAddress);
      }
      const result = await check();
      await Promise.all([passwords.forget(pair), known.take(pair)]);
      return result;
    } catch (error) {
      if (error instanceof Failure && error.code === 'login-refused') {
        await Promise.all([passwords.take(pair), logins.take(network), accounts.take(target)]);
      }
      throw error;
    } finally {
      leave();
    }
  }

  /** @throws Failure `rate-limited` when there is none left */
  private async triesLeft(pair: string, target: string): Promise<number> {
    const { passwords, accounts, known } = this.counters!;
    const [usage, ofAccount] = await Promise.all([passwords.look(pair), accounts.look(target)]);
    const failed = usage ? passwordQuota.requests - usage.remaining : 0;
    const isStranger = ofAccount?.remaining === 0 && !(await known.look(pair));
    const allowed = isStranger ? triesDuringAttack : passwordQuota.requests;
    if (usage && failed >= allowed) throw tooMany('Too many failed attempts', usage);
    return allowed - failed;
  }
}

function isOfToken({ code }: Failure): boolean {
  return code === 'unauthenticated' || code === 'session-expired';
}

function countersOf(counters: RateCounters, failedAuth: number): Record<CounterName, RateCounter> {
  const perMinute = { requests: failedAuth, seconds: 60 };
  return {
    garbage: counters.localCounter('garbage', perMinute),
    tokens: counters.counter('failed-tokens', perMinute),
    logins: counters.counter('failed-logins', perMinute),
    passwords: counters.counter('failed-passwords', passwordQuota),
    accounts: counters.counter('failed-accounts', attackQuota),
    known: counters.counter('known-logins', { requests: 1, seconds: remembered }),
  };
}

type CounterName = 'garbage' | 'tokens' | 'logins' | 'passwords' | 'accounts' | 'known';
