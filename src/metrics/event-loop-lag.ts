import { MessageChannel } from 'node:worker_threads';

/** For so long at the most the last message tells how it is now, in ms. */
const recent = 1000;

/**
 * How long what comes to the event loop waits there, found by a message to ourselves that stands in line with the requests.
 * Timers do not tell it: while more than a thousand sockets have something to be read, Node looks at none for seconds.
 */
export class EventLoopLag {
  /** How often the loop has come round, as far as it was noticed. */
  turns = 0;
  /** How long the last message waited, in ms, and when it came. */
  private last = 0;
  private cameAt = 0;
  private sentAt: number | undefined;
  private readonly channel = new MessageChannel();

  constructor() {
    const { port1, port2 } = this.channel;
    port2.on('message', () => {
      this.turns += 1;
      this.cameAt = performance.now();
      this.last = this.cameAt - this.sentAt!;
      this.sentAt = undefined;
    });
    port1.unref();
    port2.unref();
  }

  /** Sends a message, unless one is on its way. */
  measure(now: number): void {
    if (this.sentAt !== undefined) return;
    this.sentAt = now;
    this.channel.port1.postMessage(undefined);
  }

  /** How long the message that is on its way has waited, in ms. */
  pendingLag(now: number): number {
    return this.sentAt === undefined ? 0 : now - this.sentAt;
  }

  /** How long that one and the one before it have waited at the least, in ms: one pause alone is no delay. */
  sustainedLag(now: number): number {
    return now - this.cameAt > Math.max(recent, 2 * this.last)
      ? 0
      : Math.min(this.last, this.pendingLag(now));
  }

  close(): void {
    this.channel.port1.close();
  }
}
