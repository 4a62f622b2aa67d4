import { hash } from 'node:crypto';
import { hashOf } from './secret.js';

/** The software that minted an imported token, which decides how its secret is recognised. */
export const importFormats = ['rocketchat', 'sanctum', 'sha256', 'sha512'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** The known part of an imported secret. */
export type ImportedSecret =
  | { format: 'rocketchat' | 'sha256' | 'sha512'; digest: Buffer }
  /** `id` is the number before the bar, which is part of the secret. */
  | { format: 'sanctum'; digest: Buffer; id: string };

/** The shapes of the formats; a text that fits no imported format costs no I/O. */
const shapes: Record<ImportFormat, RegExp> = {
  // Meteor's `Random.secret()`.
  rocketchat: /^[A-Za-z0-9_-]{43}$/,
  // An application may choose a prefix; then 40 random characters, since Laravel 10 with a checksum of eight.
  sanctum: /^\d{1,20}\|[^\s|]{40,128}$/,
  sha256: /^[^\s\p{Cc}]{16,512}$/u,
  sha512: /^[^\s\p{Cc}]{16,512}$/u,
};

/** The stored hash of an imported secret; `candidateHashes` computes the same from the secret. */
export function hashOfImported(secret: ImportedSecret): string {
  switch (secret.format) {
    case 'rocketchat':
    case 'sha256':
      return secret.digest.toString('base64url');
    case 'sanctum':
      return hashOf(`sanctum ${secret.id} ${secret.digest.toString('hex')}`);
    case 'sha512':
      return hashOf(`sha512 ${secret.digest.toString('hex')}`);
  }
}

/** Candidate hashes of a secret, if it was imported in one of these formats. */
export function candidateHashes(secret: string, formats: readonly ImportFormat[]): string[] {
  const possible = formats.filter((format) => shapes[format].test(secret));
  return [...new Set(possible.map((format) => hashOfImported(known(secret, format))))];
}

function known(secret: string, format: ImportFormat): ImportedSecret {
  if (format === 'sha512') return { format, digest: hash('sha512', secret, 'buffer') };
  if (format !== 'sanctum') return { format, digest: hash('sha256', secret, 'buffer') };
  const bar = secret.indexOf('|');
  return { format, id: secret.slice(0, bar), digest: hash('sha256', secret.slice(bar + 1), 'buffer') };
}
