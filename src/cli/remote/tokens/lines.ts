import { createReadStream, fstatSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { exits, Stop } from '../../exit.js';
import type { Terminal } from '../../terminal.js';

/** A line that is not empty, and its number in the file, from 1. */
export interface Line {
  number: number;
  text: string;
}

/** Maximum size of a batch. */
export interface BatchLimits {
  lines: number;
  bytes: number;
}

/** The lines of a file, or of standard input. */
export class LineSource {
  private constructor(
    private readonly stream: Readable,
    /** Total bytes, if known. */
    private readonly size: number | undefined,
  ) {}

  /** @param name path of a file, or `-` for standard input. @throws Stop when there is no such file */
  static open(name: string, terminal: Terminal): LineSource {
    if (name === '-') return new LineSource(terminal.streams.stdin, undefined);
    try {
      const fd = openSync(name, 'r');
      return new LineSource(createReadStream(name, { fd }), fstatSync(fd).size);
    } catch (error) {
      throw new Stop(exits.usage, `${name} cannot be read: ${(error as Error).message}`);
    }
  }

  /**
   * The lines of each request, with the share of the file that was read.
   *
   * @param from number of the first line
   * @param signal ends the reading
   * @throws what the signal was aborted with
   */
  async *batches(
    limits: BatchLimits,
    from: number,
    signal: AbortSignal,
  ): AsyncGenerator<{ lines: Line[]; share: string }> {
    let lines: Line[] = [];
    let bytes = 0;
    let read = 0;
    let number = 0;
    const batch = () => ({ lines, share: this.size ? ` (${Math.floor((100 * read) / this.size)} %)` : '' });
    const reader = createInterface({ input: this.stream, crlfDelay: Infinity, signal });
    for await (const raw of reader) {
      number += 1;
      const length = Buffer.byteLength(raw) + 1;
      read += length;
      const text = (number === 1 ? raw.replace(/^\ufeff/, '') : raw).trim();
      if (number < from || text === '') continue;
      if (lines.length > 0 && (lines.length === limits.lines || bytes + length > limits.bytes)) {
        yield batch();
        lines = [];
        bytes = 0;
      }
      lines.push({ number, text });
      bytes += length;
    }
    signal.throwIfAborted();
    if (lines.length > 0) yield batch();
  }
}

/** Adds to a failure the line to continue with; earlier requests remain done. */
export function goOn(error: unknown, { number }: Line): never {
  if (!(error instanceof Stop)) throw error;
  throw new Stop(error.exitCode, `${error.message}\nGo on with --from ${number}.`, error.problem);
}

/** On Ctrl-C, aborts the current request, so that the command can say how to continue. */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Stop(exits.interrupted, 'Stopped.'));
  process.once('SIGINT', stop);
  try {
    await work(stopping.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}
