import { MessageChannel } from 'node:worker_threads';

/**
 * How long what comes to the event loop waits there, found by a message to ourselves that stands in line with the requests.
 * Timers do not tell it: while more than a thousand sockets have something to be read, Node looks at none for seconds.
 */
export class LoopDelay {
  /** How long the last message waited, in ms. */
  last = 0;
  private sentAt: number | undefined;
  private readonly channel = new MessageChannel();

  constructor() {
    const { port1, port2 } = this.channel;
    port2.on('message', () => {
      this.last = performance.now() - this.sentAt!;
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
  waitAt(now: number): number {
    return this.sentAt === undefined ? 0 : now - this.sentAt;
  }

  close(): void {
    this.channel.port1.close();
  }
}
