import cluster from 'node:cluster';
import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { FirstBoot, type FirstBootResult } from './first-boot.js';
import { type Config } from './config/config.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { MetricsService } from './metrics/metrics.service.js';
import { explain, printNotice } from './startup-errors.js';
import { drain } from './drain.js';
import { SecretLookup } from './tokens/secrets/secret-lookup.js';
import type { StopSignals } from './stop-signals.js';
import { keepWorkers, reportServing } from './cluster.js';
import { loadConfig, unknownVariables } from './service-config.js';

function baseOf({ host }: Config, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function welcome(config: Config, port: number): void {
  const base = baseOf(config, port);
  printNotice(`\nTokenwright listens on ${base}\nDocumentation: ${base}/docs\n`);
}

/** Container logs are stored, and the secret may do everything. */
function canShowSecret(): boolean {
  return process.stderr.isTTY || process.env.NODE_ENV !== 'production';
}

function printFirstBoot(found: FirstBootResult, base: string): void {
  if (found.state === 'filled' && found.secret !== undefined) {
    const text = 'The first account token, shown only once. It may do everything, so keep it safe:';
    printNotice(`${text}\n\n  export TW=${found.secret}\n`);
    printNotice(
      `Paste it into a second terminal and follow a token through its life: npm run demo -- --url ${base}\n`,
    );
  }
  if (found.state === 'left-empty') {
    printNotice(
      'There is no account token yet, because it would end up in a log. Set TOKENWRIGHT_BOOTSTRAP_TOKEN and start again,\n' +
        'or run in a terminal on the same database: tokenwright account-token create\n',
    );
  }
}

/** Fails when the address is in use, before anything is written. */
async function requireFreeAddress(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => server.close(() => resolve()));
  });
}

async function serve(config: Config, signals: StopSignals): Promise<void> {
  const started: { app?: NestFastifyApplication } = {};
  if (!cluster.isWorker) {
    await requireFreeAddress(config.host, config.port);
    if (config.metricsAt) await serveMetrics(config.metricsAt, () => started.app?.get(MetricsService).text());
  }
  const app = await createApp(config);
  started.app = app;
  // A client may present a secret without our checksum right away.
  await app.get(SecretLookup).load();
  await app.listen({ port: config.port, host: config.host });
  signals.whenStopped(() => void drain(app, config.shutdownDelayMs));
  // Create the first token last: everything else that can fail has succeeded.
  const found = await app.get(FirstBoot).run(canShowSecret());
  const { port } = app.getHttpServer().address() as { port: number };
  if (!cluster.isWorker) welcome(config, port);
  printFirstBoot(found, baseOf(config, port));
  reportServing();
}

/** Starts the service or its workers. Ends the process with an explanation when that fails. */
export async function start(signals: StopSignals): Promise<void> {
  try {
    const config = loadConfig(process.env);
    if (cluster.isPrimary) unknownVariables(process.env).forEach(printNotice);
    if (config.workers > 1 && cluster.isPrimary) {
      await requireFreeAddress(config.host, config.port);
      await keepWorkers(config, signals, () => welcome(config, config.port));
    } else await serve(config, signals);
  } catch (error) {
    printNotice(explain(error));
    process.exit(1);
  }
}
