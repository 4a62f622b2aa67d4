import cluster, { type Worker } from 'node:cluster';
import type { Config } from './config/config.js';
import { answerWorkers, expositionOfWorkers } from './metrics/worker-metrics.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { printNotice } from './startup-errors.js';
import type { StopSignals } from './stop-signals.js';

/** Pause before a dead worker is replaced, in ms. It doubles after each worker that died early. */
const shortestPause = 1000;
const longestPause = 30_000;
/** A worker that served this long, in ms, did not die early. */
const proven = 30_000;
/** Without any serving worker for this long, in ms, the first process exits, so that its supervisor notices. */
const patience = 120_000;

const serving = { tokenwright: 'serving' } as const;

/** Worker side: reports to the first process that this worker serves. */
export function reportServing(): void {
  if (cluster.isWorker) process.send!(serving);
}

/**
 * Runs `workers` processes on one port, each a complete service. Replaces a dead worker after a growing
 * pause. Exits with 1 when none has served for two minutes. Forwards stop signals, and returns after all
 * workers have ended.
 *
 * @param onServing called once, when all workers serve
 */
export async function keepWorkers(
  { workers: count, metricsAt }: Pick<Config, 'workers' | 'metricsAt'>,
  signals: StopSignals,
  onServing: () => void,
): Promise<void> {
  let isStopping = false;
  let hasServed = false;
  let isReported = false;
  /** Slot of each worker. A successor takes over its slot, so metrics labels stay few. */
  const slots = new Map<number, number>();
  const slotOf = ({ id }: Worker) => slots.get(id)!;
  const fork = (slot: number) => slots.set(cluster.fork().id, slot);
  /** Start of service of each worker, by its id. */
  const servesSince = new Map<number, number>();
  /** Pause before the next successor of each slot. */
  const pauses = new Map<number, number>();
  const successors = new Map<number, NodeJS.Timeout>();
  let giveUp: NodeJS.Timeout | undefined;

  cluster.on('message', ({ id }, message: Partial<typeof serving> | undefined) => {
    if (message?.tokenwright !== serving.tokenwright) return;
    servesSince.set(id, performance.now());
    clearTimeout(giveUp);
    hasServed = true;
    if (servesSince.size < count || isReported) return;
    isReported = true;
    onServing();
  });
  cluster.on('exit', (worker, code, signal) => {
    if (isStopping) return;
    // A service that failed its first start would fail again. It has logged the reason.
    if (!hasServed) return stop('SIGTERM', code || 1);
    const slot = slotOf(worker);
    const since = servesSince.get(worker.id);
    const isProven = since !== undefined && performance.now() - since > proven;
    const pause = isProven ? shortestPause : (pauses.get(slot) ?? shortestPause);
    pauses.set(slot, Math.min(2 * pause, longestPause));
    slots.delete(worker.id);
    printNotice(
      `Worker ${worker.process.pid} ended (${signal ?? code}); a replacement starts in ${pause / 1000} s`,
    );
    successors.set(slot, setTimeout(fork, pause, slot));
    if (servesSince.delete(worker.id) && servesSince.size === 0) {
      giveUp = setTimeout(() => {
        printNotice(`No worker could start for ${patience / 1000} s: Tokenwright exits.`);
        stop('SIGTERM', 1);
      }, patience);
    }
  });

  const stop = (signal: NodeJS.Signals, exitCode = 0): void => {
    isStopping = true;
    process.exitCode = exitCode;
    clearTimeout(giveUp);
    for (const successor of successors.values()) clearTimeout(successor);
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  };
  signals.whenStopped(stop);
  answerWorkers(slotOf);
  if (metricsAt) await serveMetrics(metricsAt, () => expositionOfWorkers(slotOf));
  for (let slot = 1; slot <= count && !isStopping; slot += 1) fork(slot);
}
