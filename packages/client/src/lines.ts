import { TokenwrightError } from './error.js';
import type { Patience } from './patience.js';
import type { Content } from './transport.js';

/** What is sent as NDJSON: each item becomes one line. */
export type Lines = Iterable<unknown> | AsyncIterable<unknown>;

/** A line that is a text of JSON already, and is sent unchanged: `new JsonText('{"format":"sha256"}')`. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** About how many characters go into the connection at once. */
const chunkSize = 16_384;

/**
 * A body of these lines: one text from an array, else a stream that takes them as they are wanted, where the platform can
 * send one.
 */
export function sentLines(lines: Lines): (patience: Patience) => Content | Promise<Content> {
  if (Array.isArray(lines)) {
    const text = lines.map(lineOf).join('');
    return () => text;
  }
  return (patience) => (canSendStreams() ? streamOf(lines, patience) : gathered(lines, patience));
}

/** Of the browsers some send no streams, and the others over HTTP/2 only. */
function canSendStreams(): boolean {
  return !('document' in globalThis || 'WorkerGlobalScope' in globalThis);
}

async function gathered(lines: Lines, patience: Patience): Promise<string> {
  let text = '';
  patience.rest();
  for await (const item of lines) text += lineOf(item);
  patience.renew();
  return text;
}

function lineOf(item: unknown): string {
  return `${item instanceof JsonText ? item.text : JSON.stringify(item)}\n`;
}

function streamOf(lines: Lines, patience: Patience): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const items = iteratorOf(lines);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let text = '';
      while (text.length < chunkSize) {
        patience.rest();
        const { done, value } = await nextOf(items, patience);
        patience.renew();
        if (done) {
          if (text) controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += lineOf(value);
      }
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await items.return?.();
    },
  });
}

/** An error of the source ends the call, and not as a broken connection. */
async function nextOf(
  items: Iterator<unknown> | AsyncIterator<unknown>,
  patience: Patience,
): Promise<IteratorResult<unknown>> {
  try {
    return await items.next();
  } catch (error) {
    patience.fail(error);
    throw error;
  }
}

function iteratorOf(lines: Lines): Iterator<unknown> | AsyncIterator<unknown> {
  return Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
}

/** An answer that began and did not end. */
export class BrokenOff extends TokenwrightError {}

/**
 * The lines of an answer as they come. Who stops early ends the connection.
 *
 * @param read what a line says
 */
export async function* readLines<T>(
  response: Response,
  patience: Patience,
  read: (line: string) => T,
): AsyncGenerator<T, void, undefined> {
  const { status } = response;
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    while (reader) {
      patience.renew();
      const { done, value } = await patience.hold(reader.read());
      // However long the reader takes over the lines.
      patience.rest();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      if (done && rest) lines.push(rest);
      for (const line of lines) if (line.trim()) yield read(line);
      if (done) break;
    }
  } catch (error) {
    if (error instanceof TokenwrightError || patience.signal.aborted) throw error;
    throw new BrokenOff('The connection broke', { code: 'unreachable', status, cause: error });
  } finally {
    patience.cancel();
  }
}
