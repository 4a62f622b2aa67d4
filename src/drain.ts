import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Shutdown } from './common/shutdown.js';

/** Requests still in flight this long after the delay, in ms, are cut off. */
const graceful = 9000;

/**
 * Ends the process once it has answered the requests in flight.
 *
 * @param delayMs how long the service keeps accepting requests, in ms; load balancers see it as not ready
 * meanwhile
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
