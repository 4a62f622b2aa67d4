import { hash } from 'node:crypto';
import { hashOf } from './secret.js';

/** Which software minted a token that was brought here, and so how its secret is known again. */
export const importFormats = ['rocketchat', 'sanctum', 'sha256', 'sha512'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** What is known of the secret of a token that somebody else minted. */
export type ImportedSecret =
  | { format: 'rocketchat' | 'sha256' | 'sha512'; digest: Buffer }
  /** `id` is the number before the bar: only with it is the secret right. */
  | { format: 'sanctum'; digest: Buffer; id: string };

/** Texts that may be secrets of the format; what looks like none of an imported one costs no I/O. */
const shapes: Record<ImportFormat, RegExp> = {
  // Meteor's `Random.secret()`.
  rocketchat: /^[A-Za-z0-9_-]{43}$/,
  // The prefix is the application's own choice; 40 random characters, since Laravel 10 with a checksum of eight.
  sanctum: /^\d{1,20}\|[^\s|]{40,128}$/,
  sha256: /^[^\s\p{Cc}]{16,512}$/u,
  sha512: /^[^\s\p{Cc}]{16,512}$/u,
};

/** Under which hash a token is kept whose secret is known by its digest only: the one that `hashesOf` finds again. */
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

/** Under which hashes a token with this secret may be kept, if it was brought in one of these formats. */
export function hashesOf(secret: string, formats: readonly ImportFormat[]): string[] {
  const possible = formats.filter((format) => shapes[format].test(secret));
  return [...new Set(possible.map((format) => hashOfImported(known(secret, format))))];
}

function known(secret: string, format: ImportFormat): ImportedSecret {
  if (format === 'sha512') return { format, digest: hash('sha512', secret, 'buffer') };
  if (format !== 'sanctum') return { format, digest: hash('sha256', secret, 'buffer') };
  const bar = secret.indexOf('|');
  return { format, id: secret.slice(0, bar), digest: hash('sha256', secret.slice(bar + 1), 'buffer') };
}
