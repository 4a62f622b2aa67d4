import cluster, { type Worker } from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { expositionOf } from './exposition.js';
import { type Family, merged } from './family.js';

/** How long one waits for a worker, and a worker for all the others, in ms. */
const patience = 1000;

/** Between the first process and its workers: a scrape reaches any of them, and is to tell of all. */
type Message =
  | { tokenwright: 'give'; id: string }
  | { tokenwright: 'given'; id: string; families: Family[] }
  | { tokenwright: 'ask'; id: string }
  | { tokenwright: 'answer'; id: string; text: string };

/** In a worker: hands over its own families whenever the first process wants them. */
export function answerAsWorker(families: () => Promise<Family[]>): void {
  if (!cluster.isWorker) return;
  process.on('message', async (message: Message) => {
    if (message?.tokenwright !== 'give') return;
    send({ tokenwright: 'given', id: message.id, families: await families() });
  });
}

/** In a worker: the exposition of all of them; undefined in a process that is alone, or when the first does not answer. */
export async function askAllWorkers(): Promise<string | undefined> {
  if (!cluster.isWorker) return undefined;
  const id = randomUUID();
  const answer = received<string>(2 * patience, (tell) => {
    const listen = (message: Message) => {
      if (message?.tokenwright === 'answer' && message.id === id) tell(message.text);
    };
    process.on('message', listen);
    return () => process.off('message', listen);
  });
  send({ tokenwright: 'ask', id });
  return answer;
}

/**
 * In the first process: what all its workers tell. One that is silent is left out.
 *
 * @param slotOf the number of the worker's place, which its successor takes over
 */
export async function expositionOfWorkers(slotOf: (worker: Worker) => number): Promise<string> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const answers = await Promise.all(
    workers.map(async (worker) => ({ worker: String(slotOf(worker)), families: await familiesOf(worker) })),
  );
  return expositionOf(merged(answers));
}

/** In the first process: lets each worker ask for what all of them tell. */
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
  const families = received<Family[]>(patience, (tell) => {
    const listen = (message: Message) => {
      if (message?.tokenwright === 'given' && message.id === id) tell(message.families);
    };
    worker.on('message', listen);
    return () => worker.off('message', listen);
  });
  worker.send({ tokenwright: 'give', id } satisfies Message);
  return (await families) ?? [];
}

/** What is told in time; `listen` begins to listen, and returns what ends that. */
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
