import cluster, { type Worker } from 'node:cluster';
import type { Config } from './config/config.js';
import { answerWorkers, expositionOfWorkers } from './metrics/worker-metrics.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { printNotice } from './startup-errors.js';
import type { StopSignals } from './stop-signals.js';

/** How long the successor of a process that died is held back, in ms: twice as long after each that died soon. */
const shortestPause = 1000;
const longestPause = 30_000;
/** A process that served for so long, in ms, did not die soon. */
const proven = 30_000;
/** After so long without any process that serves, in ms, this one ends too: whoever started it is to see that. */
const patience = 120_000;

/** What a worker tells the first process once it serves. */
const serving = { tokenwright: 'serving' } as const;

/** In a worker: tells the first process that this one serves. */
export function reportServing(): void {
  if (cluster.isWorker) process.send!(serving);
}

/**
 * Keeps as many processes of this service on one port as the configuration says, each a whole service of its own. A dead
 * one is replaced, after growing pauses where its successors die too; when none has served for two minutes, this process
 * ends with exit code 1. A signal to stop is handed on, and all have ended when this process does.
 *
 * @param onServing called once, when all of them serve
 */
export async function keepWorkers(
  { workers: count, metricsAt }: Pick<Config, 'workers' | 'metricsAt'>,
  signals: StopSignals,
  onServing: () => void,
): Promise<void> {
  let isStopping = false;
  let hasServed = false;
  let isReported = false;
  /** The place of each worker, which its successor takes over: a name for its metrics that does not wear out. */
  const slots = new Map<number, number>();
  const slotOf = ({ id }: Worker) => slots.get(id)!;
  const fork = (slot: number) => slots.set(cluster.fork().id, slot);
  /** Since when each worker serves, by its id. */
  const servesSince = new Map<number, number>();
  /** How long the next successor in each slot is held back. */
  const pauses = new Map<number, number>();
  /** Who is about to be started in each slot. */
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
    // A service that cannot even start will not start the next time either; it has said why.
    if (!hasServed) return stop('SIGTERM', code || 1);
    const slot = slotOf(worker);
    const since = servesSince.get(worker.id);
    const isProven = since !== undefined && performance.now() - since > proven;
    const pause = isProven ? shortestPause : (pauses.get(slot) ?? shortestPause);
    pauses.set(slot, Math.min(2 * pause, longestPause));
    slots.delete(worker.id);
    printNotice(
      `Worker ${worker.process.pid} ended (${signal ?? code}); another takes its place in ${pause / 1000} s`,
    );
    successors.set(slot, setTimeout(fork, pause, slot));
    if (servesSince.delete(worker.id) && servesSince.size === 0) {
      giveUp = setTimeout(() => {
        printNotice(`No worker could start for ${patience / 1000} s: Tokenwright ends.`);
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
