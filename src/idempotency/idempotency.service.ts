import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { Transactions } from '../database/transactions/transactions.js';
import { SessionInvalidation } from '../sessions/invalidation.js';
import type { InvalidationTarget } from '../sessions/session-cache.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import type { IdempotentAnswer } from './idempotent-answer.entity.js';
import type { KeyedRequest } from './keyed-request.js';
import { ReplayedTokens } from './replayed-tokens.js';
import { seal, unseal } from './seal.js';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface Answered {
  answer: Answer;
  isReplayed: boolean;
}

/** Sealed content: the answer and the invalidations that preceded it. */
interface SealedAnswer extends Pick<Answer, 'headers' | 'body'> {
  invalidations: InvalidationTarget[];
}

export const keptFor = 24 * 60 * 60_000;

/** Executes a request with an `Idempotency-Key` once and replays its answer. */
@Injectable()
export class IdempotencyService {
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly invalidation: SessionInvalidation,
    private readonly transactions: Transactions,
    private readonly replayed: ReplayedTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * Executes `act` once. Its writes and the answer commit in one transaction, so a crash leaves both or
   * neither. A failed `act` leaves nothing.
   *
   * @throws Failure `request-in-flight`, `idempotency-key-reused`, `unavailable`, and whatever `act` throws
   */
  async once(request: KeyedRequest, act: () => Promise<Answer>): Promise<Answered> {
    return this.alone(request, async () => {
      const done = await this.transactions.shared(async () => {
        if (this.repository.isShared) await this.take(request);
        return (await this.find(request)) ?? (await this.actAndKeep(request, act));
      });
      return 'sealed' in done ? this.replay(request, done) : { answer: done, isReplayed: false };
    });
  }

  /**
   * Binds the key to a read, and computes a new answer each time, because the earlier one may be outdated.
   *
   * @throws Failure as `once`; `request-in-flight` only within this process, because a read cannot take
   * effect twice
   */
  async ask(request: KeyedRequest, act: () => Promise<Answer>): Promise<Answered> {
    return this.alone(request, async () => {
      const known = await this.find(request);
      const answer = await act();
      if (!known) await this.keep(request, answer.status, '');
      return { answer, isReplayed: known !== undefined };
    });
  }

  private async alone<T>({ id }: KeyedRequest, work: () => Promise<T>): Promise<T> {
    if (this.inFlight.has(id)) throw beingAnswered();
    this.inFlight.add(id);
    try {
      return await work();
    } finally {
      this.inFlight.delete(id);
    }
  }

  /** As `alone`, across processes. A process that dies loses its connection and so its lock. */
  private async take({ id }: KeyedRequest): Promise<void> {
    if (!(await this.transactions.run((manager) => this.repository.take(manager, id)))) throw beingAnswered();
  }

  private async find({ id, fingerprint }: KeyedRequest): Promise<IdempotentAnswer | undefined> {
    const kept = await this.repository.find(id);
    if (!kept || kept.createdAt + keptFor <= this.clock.now()) return undefined;
    if (kept.fingerprint === fingerprint) return kept;
    throw new Failure('idempotency-key-reused', 'This Idempotency-Key was used for another request');
  }

  private async actAndKeep(request: KeyedRequest, act: () => Promise<Answer>): Promise<Answer> {
    const answer = await act();
    const { status, headers, body } = answer;
    const kept: SealedAnswer = { headers, body, invalidations: this.invalidation.ofTransaction() };
    await this.keep(request, status, seal(JSON.stringify(kept), request));
    return answer;
  }

  private async keep({ id, fingerprint }: KeyedRequest, status: number, sealed: string): Promise<void> {
    const row = { id, fingerprint, status, sealed, createdAt: this.clock.now() };
    await this.transactions.run((manager) => this.repository.keep(manager, row));
  }

  /** Replays the answer. Repeats its invalidations first, and shows minted tokens in their current state. */
  private async replay(request: KeyedRequest, { status, sealed }: IdempotentAnswer): Promise<Answered> {
    const { headers, body, invalidations } = JSON.parse(unseal(sealed, request)) as SealedAnswer;
    await this.invalidation.repeat(invalidations);
    await this.replayed.refresh(body);
    return { answer: { status, headers, body }, isReplayed: true };
  }
}

function beingAnswered(): Failure {
  return new Failure('request-in-flight', 'A request with this Idempotency-Key is being answered');
}
