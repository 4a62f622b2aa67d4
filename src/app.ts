import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { type Clock, SystemClock } from './common/clock.js';
import { createLogger, NestLogger } from './common/logger.js';
import type { Config } from './config/config.js';
import { createAdapter, setUpHttp } from './http/fastify.js';
import { serveDocuments } from './http/openapi/document.js';
import { serveReader } from './http/pages/reader.js';
import { CacheMembership } from './sessions/membership/cache-membership.js';
import { LastUseWriter } from './tokens/verify/last-use.writer.js';
import { SecretLookup } from './tokens/secrets/secret-lookup.js';

/** Builds the service, ready to listen. An empty store stays empty until `FirstBoot.run`. */
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
    const { traceRequests } = await import('./http/tracing.js');
    traceRequests(app.getHttpAdapter().getInstance(), config.tracesUrl);
  }
  setUpHttp(app);
  serveDocuments(app);
  serveReader(app);
  // Runs after the last response and before the database connections close.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', async () => {
      await app.get(LastUseWriter).flush();
      await app.get(CacheMembership).leave();
    });
  await app.init();
  try {
    await app.get(CacheMembership).enter((refusal) => end(app, log, refusal));
  } catch (error) {
    await app.close();
    throw error;
  }
  await app.get(SecretLookup).load();
  return app;
}

/** Ends a service that may have served sessions it can no longer vouch for. */
function end(app: NestFastifyApplication, log: Logger, refusal: Error): void {
  log.fatal(refusal.message);
  setTimeout(() => process.exit(1), 5000).unref();
  void app.close().finally(() => process.exit(1));
}
