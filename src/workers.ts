import cluster, { type Worker } from 'node:cluster';
import type { Config } from './config.js';
import { answerWorkers, expositionOfWorkers } from './metrics/fleet.js';
import { serveMetrics } from './metrics/metrics-server.js';
import type { StopSignals } from './stop-signals.js';

/** How long the successor of a process that died is held back, in ms, so that a crash loop does not eat the machine. */
const pause = 1000;

/** What a worker tells the first process once it serves. */
const serving = { tokenwright: 'serving' } as const;

/** In a worker: tells the first process that this one serves. */
export function tellServing(): void {
  if (cluster.isWorker) process.send!(serving);
}

/**
 * Keeps as many processes of this service on one port as the configuration says, each a whole service of its own. A dead
 * one is replaced; a signal to stop is handed on, and all have ended when this process does.
 *
 * @param onServing called once, when the first of them serves
 */
export async function keepWorkers(
  { workers: count, metricsAt }: Pick<Config, 'workers' | 'metricsAt'>,
  signals: StopSignals,
  onServing: () => void,
): Promise<void> {
  let isStopping = false;
  let hasServed = false;
  /** The place of each worker, which its successor takes over: a name for its metrics that does not wear out. */
  const slots = new Map<number, number>();
  const slotOf = ({ id }: Worker) => slots.get(id)!;
  const fork = (slot: number) => slots.set(cluster.fork().id, slot);

  cluster.on('message', (_, message: Partial<typeof serving> | undefined) => {
    if (message?.tokenwright !== serving.tokenwright || hasServed) return;
    hasServed = true;
    onServing();
  });
  cluster.on('exit', (worker, code) => {
    if (isStopping) return;
    // A service that cannot even start will not start the next time either; it has said why.
    if (!hasServed) return stop('SIGTERM', code || 1);
    process.stderr.write(`Worker ${worker.process.pid} ended (${code}); another takes its place\n`);
    const slot = slotOf(worker);
    slots.delete(worker.id);
    setTimeout(() => !isStopping && fork(slot), pause);
  });

  const stop = (signal: NodeJS.Signals, exitCode = 0): void => {
    isStopping = true;
    process.exitCode = exitCode;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  };
  signals.whenStopped(stop);
  answerWorkers(slotOf);
  if (metricsAt) await serveMetrics(metricsAt, () => expositionOfWorkers(slotOf));
  for (let slot = 1; slot <= count && !isStopping; slot += 1) fork(slot);
}
