import { TokenwrightError } from './error.js';
import type { RetryOptions } from './options.js';

/** Of answers that say that nothing was done, and that it may go better later. */
const passing = new Set([429, 502, 503, 504]);

/**
 * How long to wait before the call is made again, in ms; undefined when it is better not to.
 *
 * @param done how many retries there have been
 */
export function waitBefore(error: unknown, done: number, options: RetryOptions): number | undefined {
  const { retries = 2, minDelay = 200, maxDelay = 10_000 } = options;
  if (done >= retries || !(error instanceof TokenwrightError) || !mayPass(error)) return undefined;
  const most = Math.min(maxDelay, minDelay * 2 ** done);
  const jitter = Math.random() * most;
  if (error.retryAfter === undefined) return jitter;
  const asked = error.retryAfter * 1000;
  // Who comes at the very moment that all were told meets all the others there.
  return asked > maxDelay ? undefined : Math.min(maxDelay, asked + jitter);
}

function mayPass({ code, status }: TokenwrightError): boolean {
  if (code === 'unreachable' || code === 'timed-out' || code === 'request-in-flight') return true;
  return status !== undefined && passing.has(status);
}

/** Waits, and throws what the signal is aborted with. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
