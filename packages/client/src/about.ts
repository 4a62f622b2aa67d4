import type { Calls } from './calls.js';
import type { LivenessView, ReadinessView } from './native.generated.js';
import type { CallOptions } from './options.js';

/** Whether the service can answer; open to all. */
export class Health {
  constructor(private readonly calls: Calls) {}

  /** Does the process live? */
  live(options?: CallOptions): Promise<LivenessView> {
    return this.calls.ask('readLive', {}, options);
  }

  /** Does the database answer? @throws TokenwrightError `unavailable` */
  ready(options?: CallOptions): Promise<ReadinessView> {
    return this.calls.ask('readReady', {}, options);
  }
}

/** What the refusals mean, as pages (HTML) for people; open to all. */
export class Problems {
  constructor(private readonly calls: Calls) {}

  list(options?: CallOptions): Promise<string> {
    return this.calls.ask('listProblems', {}, options);
  }

  read(code: string, options?: CallOptions): Promise<string> {
    return this.calls.ask('readProblem', { path: { code } }, options);
  }
}
