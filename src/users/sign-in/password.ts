import { createHash } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { Semaphore } from '../../common/semaphore.js';

/** OWASP's recommended argon2id settings: 19 MiB, two passes, one lane. */
const settings = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Passwords that this process hashes at once, and those that may wait. Hashing runs on libuv's threads, four by default:
 * one of them stays free for name resolution and files.
 */
const hashing = new Semaphore(3, { most: 64, patience: 10_000, subject: 'a password to be hashed' });

/** A password as a client gave it: its text, or its SHA-256 in hex, as Rocket.Chat's clients may send it. */
export type GivenPassword = { text: string } | { sha256: string };

/** The one form of a password: NFC, and each space the ASCII one (RFC 8265 §4.2), however the keyboard sends it. */
function normal(text: string): string {
  return text.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}

/** What is hashed is the digest of the text, so that both forms of `GivenPassword` match one stored hash. */
function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** @throws Failure `overloaded` when too many passwords wait already */
export function hashPassword(given: GivenPassword): Promise<string> {
  const digest = 'text' in given ? digestOf(normal(given.text)) : given.sha256.toLowerCase();
  return withPermit(() => hash(digest, settings));
}

/** Whether a password is right. Without a stored hash it takes as long and says no. */
export type ComparePassword = (stored: string | null, given: GivenPassword) => Promise<boolean>;

/**
 * Does the work in which a password is compared when it has its turn. Attempts are taken from budgets, and given back, inside
 * of it: so each that is taken happens, and those on their way are few.
 *
 * @throws Failure `overloaded` when too many passwords wait already; and what `work` throws
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

/** The form as it was typed comes second: passwords that were set before there was one form still fit. */
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
