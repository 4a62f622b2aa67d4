import cluster from 'node:cluster';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { FirstBoot, type FirstBootResult } from './first-boot.js';
import { HeldAddress } from './held-address.js';
import { type Config } from './config/config.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { MetricsService } from './metrics/metrics.service.js';
import { explain, printNotice } from './startup-errors.js';
import { drain } from './drain.js';
import { SecretLookup } from './tokens/secrets/secret-lookup.js';
import type { StopSignals } from './stop-signals.js';
import { keepWorkers, reportServing } from './cluster.js';
import { loadConfig, unknownVariables } from './service-config.js';

/** The address to type on this machine: no client can call 0.0.0.0 everywhere. */
function baseOf({ host }: Config, port: number): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function welcome(config: Config, port: number): void {
  const base = baseOf(config, port);
  printNotice(`\nTokenwright listens on ${base}\nDocumentation: ${base}/docs\n`);
}

/** Container logs are stored, and the secret may do everything. */
function canShowSecret(): boolean {
  return process.stderr.isTTY || process.env.NODE_ENV !== 'production';
}

function printFirstBoot(found: FirstBootResult, config: Config, base: string): void {
  if (found.state === 'filled' && found.secret !== undefined) {
    const text = 'The first account token, shown only once. It may do everything, so keep it safe:';
    printNotice(`${text}\n\n  export TW=${found.secret}\n`);
    printNotice(
      `Paste it into a second terminal and follow a token through its life: npx tokenwright demo --url ${base}\n`,
    );
  } else if (found.state === 'left-empty') {
    printNotice(
      'There is no account token yet, because it would end up in a log. Set TOKENWRIGHT_BOOTSTRAP_TOKEN and start again,\n' +
        'or run in a terminal on the same database: tokenwright account-token create\n',
    );
  } else if (canShowSecret()) {
    const first = config.databaseUrl.startsWith('sqlite:') ? 'stop the service and run' : 'run';
    printNotice(`Sign in from a second terminal: npx tokenwright login --url ${base}`);
    printNotice(`If you have lost the account token, ${first}: npx tokenwright account-token create\n`);
  }
}

async function serve(config: Config, signals: StopSignals): Promise<void> {
  const started: { app?: NestFastifyApplication } = {};
  const held = cluster.isWorker ? undefined : await HeldAddress.hold(config.host, config.port);
  if (held && config.metricsAt) {
    await serveMetrics(config.metricsAt, () => started.app?.get(MetricsService).text());
  }
  const app = await createApp(config);
  started.app = app;
  // A client may present a secret without our checksum right away.
  await app.get(SecretLookup).load();
  const port = held?.port ?? config.port;
  held?.release();
  await app.listen({ port, host: config.host });
  held?.handTo(app.getHttpServer());
  signals.whenStopped(() => void drain(app, config.shutdownDelayMs));
  // Create the first token last: everything else that can fail has succeeded.
  const found = await app.get(FirstBoot).run(canShowSecret());
  if (!cluster.isWorker) welcome(config, port);
  if (!cluster.isWorker || found.state !== 'in-use') printFirstBoot(found, config, baseOf(config, port));
  reportServing();
}

/** Starts the service or its workers. Ends the process with an explanation when that fails. */
export async function start(signals: StopSignals): Promise<void> {
  try {
    const config = loadConfig(process.env);
    if (cluster.isPrimary) unknownVariables(process.env).forEach(printNotice);
    if (config.workers > 1 && cluster.isPrimary) {
      (await HeldAddress.hold(config.host, config.port)).release();
      await keepWorkers(config, signals, () => welcome(config, config.port));
    } else await serve(config, signals);
  } catch (error) {
    printNotice(explain(error));
    process.exit(1);
  }
}
