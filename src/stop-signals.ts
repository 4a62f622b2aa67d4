import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Shutdown } from './common/shutdown.js';

/** After the delay, in ms: what is in flight then is cut off. */
const graceful = 9000;

/**
 * Hears the signals to stop from the first moment on: the kernel ignores a signal to the first process of a container
 * that has no handler. While the process starts it ends at once; later it does what was said by `whenStopped`.
 */
export class StopSignals {
  private stop: (signal: NodeJS.Signals) => void = () => process.exit(0);
  private isStopping = false;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.isStopping) return;
        this.isStopping = true;
        this.stop(signal);
      });
    }
  }

  whenStopped(stop: (signal: NodeJS.Signals) => void): void {
    this.stop = stop;
  }
}

/**
 * Ends the process once it has answered what is in flight.
 *
 * @param delayMs how long it goes on accepting requests, in ms; balancers see that it is not ready meanwhile
 */
export async function drain(app: NestFastifyApplication, delayMs: number): Promise<never> {
  app.get(Shutdown).isUnderWay = true;
  const server: Server = app.getHttpServer();
  server.prependListener('request', (_, response: ServerResponse) =>
    response.setHeader('connection', 'close'),
  );
  await pause(delayMs);
  setTimeout(() => process.exit(1), graceful).unref();
  await app.close();
  process.exit(0);
}
