import { TokenwrightError } from './error.js';

/** How long one attempt is waited for: until its time is up, or a signal of the caller's is aborted. */
export class Patience {
  private readonly controller = new AbortController();
  private readonly giveUp = (): void => this.controller.abort(this.outer?.reason);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param timeout in ms, from now on or from the last `renew` */
  constructor(
    private readonly timeout: number,
    private readonly outer?: AbortSignal,
  ) {
    outer?.throwIfAborted();
    outer?.addEventListener('abort', this.giveUp, { once: true });
    this.renew();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Lets the time begin anew. */
  renew(): void {
    clearTimeout(this.timer);
    if (this.signal.aborted) return;
    const message = `No answer within ${this.timeout} ms`;
    this.timer = setTimeout(
      () => this.controller.abort(new TokenwrightError(message, { code: 'timed-out' })),
      this.timeout,
    );
  }

  /** Stops counting until the next `renew`: what takes its time now is not the service. */
  rest(): void {
    clearTimeout(this.timer);
  }

  /** Ends the attempt with an error of the caller's own. */
  fail(error: unknown): void {
    this.controller.abort(error);
  }

  /** Ends what is still under way, as when nobody wants the rest of a stream. */
  cancel(): void {
    this.controller.abort();
    this.end();
  }

  /** To be called when the attempt is over. */
  end(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.giveUp);
  }

  /** The outcome of the work, or what the patience ended with, even where the work does not heed the signal. */
  async hold<T>(work: Promise<T>): Promise<T> {
    let stop = (): void => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(this.signal.reason as Error);
      if (this.signal.aborted) stop();
      else this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, stopped]);
    } catch (error) {
      // Platforms word an aborted fetch in their own ways.
      throw this.signal.aborted ? this.signal.reason : error;
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }
}
