import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { type Clock, SystemClock } from './common/clock.js';
import { createLogger, NestLogger } from './common/logger.js';
import type { Config } from './config.js';
import { createAdapter, setUpHttp } from './dialects/http.js';
import { serveDocuments } from './dialects/openapi.js';
import { Checkpoints } from './tokens/checkpoints.js';
import { PresentedSecrets } from './tokens/presented-secrets.js';

/** The whole service, ready to listen. An empty store stays empty until `Bootstrap.run`. */
export async function createApp(
  config: Config,
  clock: Clock = new SystemClock(),
  log: Logger = createLogger(config.logLevel),
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, clock, log),
    createAdapter(config),
    {
      logger: new NestLogger(log),
      abortOnError: false,
      bodyParser: false,
    },
  );
  if (config.tracesUrl) {
    const { traceRequests } = await import('./tracing.js');
    traceRequests(app.getHttpAdapter().getInstance(), config.tracesUrl);
  }
  setUpHttp(app);
  serveDocuments(app);
  // After the last request has been answered, and before the database is left.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', () => app.get(Checkpoints).flush());
  await app.init();
  await app.get(PresentedSecrets).learn();
  return app;
}
