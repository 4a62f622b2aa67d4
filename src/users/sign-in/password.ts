import { createHash } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { Semaphore } from '../../common/concurrency/semaphore.js';

/** OWASP's recommended argon2id settings: 19 MiB, two passes, one lane. */
const settings = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Concurrent hashes of this process. Hashing uses libuv's threads, four by default; one stays free for name
 * resolution and files.
 */
const hashing = new Semaphore(3, { most: 64, patience: 10_000, subject: 'a password to be hashed' });

/** A password from a client: the text, or its SHA-256 in hex, as Rocket.Chat clients may send it. */
export type GivenPassword = { text: string } | { sha256: string };

/** Normal form: NFC with ASCII spaces (RFC 8265 §4.2), whatever the keyboard sends. */
function normal(text: string): string {
  return text.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}

/** Hash the digest of the text, so that both forms of `GivenPassword` match one stored hash. */
function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** @throws Failure `overloaded` when the hashing queue is full */
export function hashPassword(given: GivenPassword): Promise<string> {
  const digest = 'text' in given ? digestOf(normal(given.text)) : given.sha256.toLowerCase();
  return withPermit(() => hash(digest, settings));
}

/** Compares a password. Without a stored hash it takes the same time and returns false. */
export type ComparePassword = (stored: string | null, given: GivenPassword) => Promise<boolean>;

/**
 * Runs `work` once a hashing slot is free. Attempt budgets are charged inside `work`, so every charged
 * attempt runs and few are in flight.
 *
 * @throws Failure `overloaded` when the hashing queue is full; and what `work` throws
 */
export function comparingPassword<T>(work: (compare: ComparePassword) => Promise<T>): Promise<T> {
  return withPermit(() => work(compare));
}

let nobody: Promise<string> | undefined;

const compare: ComparePassword = async (stored, given) => {
  nobody ??= hash(digestOf('nobody'), settings);
  const known = stored ?? (await nobody);
  for (const digest of digestsOf(given)) {
    if (await verify(known, digest)) return stored !== null;
  }
  return false;
};

/** The text as typed comes second: it matches passwords set before normalisation was introduced. */
function digestsOf(given: GivenPassword): Set<string> {
  return 'text' in given
    ? new Set([digestOf(normal(given.text)), digestOf(given.text)])
    : new Set([given.sha256.toLowerCase()]);
}

async function withPermit<T>(work: () => Promise<T>): Promise<T> {
  const release = await hashing.acquire();
  try {
    return await work();
  } finally {
    release();
  }
}
