/**
 * Hears the signals to stop from the first moment on: the kernel ignores a signal to the first process of a container
 * that has no handler. While the process starts it ends at once; later it does what was said by `whenStopped`.
 */
export class StopSignals {
  private stop: (signal: NodeJS.Signals) => void = () => process.exit(0);
  private isStopping = false;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.isStopping) return;
        this.isStopping = true;
        this.stop(signal);
      });
    }
  }

  whenStopped(stop: (signal: NodeJS.Signals) => void): void {
    this.stop = stop;
  }
}
