import type { DataSource } from 'typeorm';
import { DatabaseTransaction } from '../../../src/database/transactions/database-transaction.js';
import { Gate } from '../../contract/gate.js';

type Method = (...given: never[]) => Promise<unknown>;
type Given<Target, Name extends keyof Target> = Parameters<Extract<Target[Name], Method>>;

/** One call that is held. */
export interface Held {
  /** Fulfilled when the call has come to where it is held. */
  reached: Promise<void>;
  /** Lets it go on. */
  release: () => void;
}

interface Which<Arguments extends unknown[]> {
  /** Held when the real thing has been done, and its result not yet handed over; else before it is done. */
  isDone?: boolean;
  /** Which call is meant; the first one when left out. */
  matches?: (...given: Arguments) => boolean;
}

const holds: (() => void)[] = [];

// A test that failed leaves nothing held: closing the application would wait for it.
afterEach(() => {
  for (const letGo of holds.splice(0)) letGo();
});

/** Holds the next call of this method until it is released. All calls, that one too, are answered by the real thing. */
export function holdNext<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  { isDone = false, matches = () => true }: Which<Given<Target, Name>> = {},
): Held {
  const real = target[name] as (...given: Given<Target, Name>) => Promise<unknown>;
  const [reached, released] = [new Gate(), new Gate()];
  const wait = () => {
    reached.open();
    return released.opened;
  };
  const held = async (...given: Given<Target, Name>) => {
    if (!matches(...given)) return real.apply(target, given);
    target[name] = real as Target[Name];
    if (!isDone) await wait();
    const result = await real.apply(target, given);
    if (isDone) await wait();
    return result;
  };
  target[name] = held as Target[Name];
  holds.push(() => {
    target[name] = real as Target[Name];
    released.open();
  });
  return { reached: reached.opened, release: released.open };
}

/** Holds the next transaction on this data source before it begins. */
export function holdTransaction(dataSource: DataSource): Held {
  return holdNext(DatabaseTransaction, 'around', { matches: (on: DataSource) => on === dataSource });
}
