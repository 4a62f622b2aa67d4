import { createHash } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';

/** OWASP's recommended argon2id settings: 19 MiB, two passes, one lane. */
const settings = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password as a client gave it: its text, or its SHA-256 in hex, as Rocket.Chat's clients may send it. */
export type GivenPassword = { text: string } | { sha256: string };

/** The text that is hashed is the digest, so that both forms of `GivenPassword` match one stored hash. */
function digestOf(given: GivenPassword): string {
  return 'text' in given
    ? createHash('sha256').update(given.text, 'utf8').digest('hex')
    : given.sha256.toLowerCase();
}

export function hashPassword(given: GivenPassword): Promise<string> {
  return hash(digestOf(given), settings);
}

let nobody: Promise<string> | undefined;

/** Whether the password is right. Without a stored hash it takes as long and says no. */
export async function isPassword(stored: string | null, given: GivenPassword): Promise<boolean> {
  nobody ??= hashPassword({ text: 'nobody' });
  const matches = await verify(stored ?? (await nobody), digestOf(given));
  return matches && stored !== null;
}
