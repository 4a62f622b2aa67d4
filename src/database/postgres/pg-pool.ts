import pg from 'pg';
import { Histogram } from '../../common/histogram.js';
import { WaitQueue } from '../../common/concurrency/semaphore.js';

type Callback = Parameters<pg.Pool['connect']>[0];

/** The pool of connections to PostgreSQL. It measures how long callers wait for a connection. */
export class MeasuredPool extends pg.Pool {
  readonly waits = new Histogram();
  readonly queue = new WaitQueue();

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const begun = performance.now();
    const leave = this.queue.enter();
    const measure = () => {
      leave();
      this.waits.note(performance.now() - begun);
    };
    if (!callback) return super.connect().finally(measure);
    super.connect((error, client, done) => {
      measure();
      callback(error, client, done);
    });
  }
}
