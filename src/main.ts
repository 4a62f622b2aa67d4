import cluster from 'node:cluster';
import { createApp } from './app.js';
import { type Config, loadConfig } from './config.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { MetricsService } from './metrics/metrics.service.js';
import { explain, say } from './say.js';
import { keepWorkers } from './workers.js';

/** After a signal to stop, in ms: what is in flight then is cut off. */
const graceful = 9000;

function welcome({ host }: Config, port: number): void {
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  say(`\nTokenwright listens on ${base}\nDocumentation: ${base}/docs\n`);
}

async function serve(config: Config): Promise<void> {
  const { app, firstSecret } = await createApp(config);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => setTimeout(() => process.exit(1), graceful).unref());
  }
  if (config.metricsAt && !cluster.isWorker) {
    await serveMetrics(config.metricsAt, () => app.get(MetricsService).text());
  }
  await app.listen({ port: config.port, host: config.host });
  if (!cluster.isWorker) welcome(config, (app.getHttpServer().address() as { port: number }).port);
  if (firstSecret) {
    const text = 'The first account token, shown this once (it may do everything; keep it safe):';
    say(`${text}\n\n  export TW=${firstSecret}\n`);
    say('Paste it into a second terminal and see what a token goes through: npm run demo\n');
  }
}

try {
  const config = loadConfig(process.env);
  if (config.workers > 1 && cluster.isPrimary) await keepWorkers(config, () => welcome(config, config.port));
  else await serve(config);
} catch (error) {
  say(explain(error));
  process.exit(1);
}
