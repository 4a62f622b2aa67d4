import pg from 'pg';
import { Histogram } from '../../common/histogram.js';
import { WaitQueue } from '../../common/wait-queue.js';

type Callback = Parameters<pg.Pool['connect']>[0];

/** The pool of connections to PostgreSQL, which knows how long one waited for a connection. */
export class MeasuredPool extends pg.Pool {
  readonly waits = new Histogram();
  readonly line = new WaitQueue();

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const begun = performance.now();
    const leave = this.line.enter();
    const noted = () => {
      leave();
      this.waits.note(performance.now() - begun);
    };
    if (!callback) return super.connect().finally(noted);
    super.connect((error, client, done) => {
      noted();
      callback(error, client, done);
    });
  }
}
