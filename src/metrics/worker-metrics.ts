import cluster, { type Worker } from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { expositionOf } from './exposition.js';
import { type Family, merged } from './family.js';

/** Timeout for a worker's answer, in ms. A worker waits twice as long for all of them. */
const patience = 1000;

/** Messages between the first process and its workers. A scrape reaches one worker and must cover all. */
type Message =
  | { tokenwright: 'give'; id: string }
  | { tokenwright: 'given'; id: string; families: Family[] }
  | { tokenwright: 'ask'; id: string }
  | { tokenwright: 'answer'; id: string; text: string };

/** Worker side: sends its own families when the first process asks. */
export function answerAsWorker(families: () => Promise<Family[]>): void {
  if (!cluster.isWorker) return;
  process.on('message', async (message: Message) => {
    if (message?.tokenwright !== 'give') return;
    send({ tokenwright: 'given', id: message.id, families: await families() });
  });
}

/**
 * Worker side: the exposition of all workers. Undefined in a single process, or when the first process does
 * not answer.
 */
export async function askAllWorkers(): Promise<string | undefined> {
  if (!cluster.isWorker) return undefined;
  const id = randomUUID();
  const answer = received<string>(2 * patience, (resolve) => {
    const listen = (message: Message) => {
      if (message?.tokenwright === 'answer' && message.id === id) resolve(message.text);
    };
    process.on('message', listen);
    return () => process.off('message', listen);
  });
  send({ tokenwright: 'ask', id });
  return answer;
}

/**
 * First process: the exposition of all workers that answer in time.
 *
 * @param slotOf slot of the worker, which a successor takes over
 */
export async function expositionOfWorkers(slotOf: (worker: Worker) => number): Promise<string> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const answers = await Promise.all(
    workers.map(async (worker) => ({ worker: String(slotOf(worker)), families: await familiesOf(worker) })),
  );
  return expositionOf(merged(answers));
}

/** First process: answers each worker that asks for the metrics of all. */
export function answerWorkers(slotOf: (worker: Worker) => number): void {
  cluster.on('message', async (worker, message: Message) => {
    if (message?.tokenwright !== 'ask') return;
    const text = await expositionOfWorkers(slotOf);
    if (worker.isConnected()) worker.send({ tokenwright: 'answer', id: message.id, text } satisfies Message);
  });
}

async function familiesOf(worker: Worker): Promise<Family[]> {
  if (!worker.isConnected()) return [];
  const id = randomUUID();
  const families = received<Family[]>(patience, (resolve) => {
    const listen = (message: Message) => {
      if (message?.tokenwright === 'given' && message.id === id) resolve(message.families);
    };
    worker.on('message', listen);
    return () => worker.off('message', listen);
  });
  worker.send({ tokenwright: 'give', id } satisfies Message);
  return (await families) ?? [];
}

/**
 * Resolves with the message, or with undefined after the timeout. `listen` subscribes and returns the
 * unsubscribe function.
 */
function received<T>(
  ms: number,
  listen: (resolve: (value: T) => void) => () => void,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = (value: T | undefined) => {
      clearTimeout(timer);
      stop();
      resolve(value);
    };
    const timer = setTimeout(end, ms, undefined);
    const stop = listen(end);
  });
}

function send(message: Message): void {
  if (process.connected) process.send!(message);
}
