import cluster from 'node:cluster';

/** How long the successor of a process that died is held back, in ms, so that a crash loop does not eat the machine. */
const pause = 1000;

/**
 * Keeps `count` processes of this service on one port, each a whole service of its own. A dead one is replaced; a
 * signal to stop is handed on, and all have ended when this process does.
 *
 * @param listening called once, when the first of them listens
 */
export function keepWorkers(count: number, listening: () => void): void {
  let isStopping = false;
  let hasListened = false;
  cluster.once('listening', () => {
    hasListened = true;
    listening();
  });
  cluster.on('exit', (worker, code) => {
    if (isStopping) return;
    // A service that cannot even start will not start the next time either; it has said why.
    if (!hasListened) return stop('SIGTERM', code || 1);
    process.stderr.write(`Worker ${worker.process.pid} ended (${code}); another takes its place\n`);
    setTimeout(() => !isStopping && cluster.fork(), pause);
  });

  const stop = (signal: NodeJS.Signals, exitCode = 0): void => {
    isStopping = true;
    process.exitCode = exitCode;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  };
  process.on('SIGTERM', (signal) => stop(signal));
  process.on('SIGINT', (signal) => stop(signal));
  for (let started = 0; started < count; started += 1) cluster.fork();
}
