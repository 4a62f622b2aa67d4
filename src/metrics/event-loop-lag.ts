import { MessageChannel } from 'node:worker_threads';

/** Samples older than this are ignored, in ms. */
const recent = 1000;

/**
 * Measures how long a message waits in the event loop, by sending one to ourselves through the same queue as
 * the requests. Timers cannot measure it: with over a thousand readable sockets, Node reads none of them for
 * seconds.
 */
export class EventLoopLag {
  private last = 0;
  private cameAt = 0;
  private sentAt: number | undefined;
  private readonly channel = new MessageChannel();

  constructor() {
    const { port1, port2 } = this.channel;
    port2.on('message', () => {
      this.cameAt = performance.now();
      this.last = this.cameAt - this.sentAt!;
      this.sentAt = undefined;
    });
    port1.unref();
    port2.unref();
  }

  /** Sends a message unless one is in flight. */
  measure(now: number): void {
    if (this.sentAt !== undefined) return;
    this.sentAt = now;
    this.channel.port1.postMessage(undefined);
  }

  /** Wait of the message in flight, in ms. */
  pendingLag(now: number): number {
    return this.sentAt === undefined ? 0 : now - this.sentAt;
  }

  /**
   * The smaller of the last two waits, in ms, so that a single pause (such as a garbage collection) does not
   * count.
   */
  sustainedLag(now: number): number {
    return now - this.cameAt > Math.max(recent, 2 * this.last)
      ? 0
      : Math.min(this.last, this.pendingLag(now));
  }

  close(): void {
    this.channel.port1.close();
  }
}
