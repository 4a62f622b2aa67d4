/**
 * Handles stop signals from the first moment: the kernel ignores signals to process 1 of a container that
 * have no handler. During the start the process ends at once; later it runs the `whenStopped` callback.
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
