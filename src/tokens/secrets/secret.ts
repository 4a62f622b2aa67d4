import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { takeRandom } from '../../common/ids/random.js';
import type { Holder } from '../../common/permission.js';

/**
 * The shape of a secret: `prefixed` is our own (`tw_u_` + 43 characters), `plain` has 43 characters as Meteor's, `hex` 64
 * hexadecimal digits, `long` 128 characters with a leading `_`.
 */
export type SecretShape = 'prefixed' | 'plain' | 'hex' | 'long';

const checksumBytes = 4;
const randomBytes: Record<SecretShape, number> = { prefixed: 28, plain: 28, hex: 28, long: 91 };
const letters: Record<Holder, string> = { user: 'u', server: 's', account: 'a' };

/** A new secret: at least 224 random bits and their checksum, so that garbage is refused without I/O. */
export function newSecret(shape: SecretShape, holder: Holder): string {
  const bytes = Buffer.alloc(randomBytes[shape] + checksumBytes);
  const random = bytes.subarray(0, randomBytes[shape]);
  takeRandom(random);
  bytes.writeUInt32BE(crc32(random), random.length);
  switch (shape) {
    case 'prefixed':
      return `tw_${letters[holder]}_${bytes.toString('base64url')}`;
    case 'plain':
      return bytes.toString('base64url');
    case 'hex':
      return bytes.toString('hex');
    case 'long':
      return `_${bytes.toString('base64url')}`;
  }
}

const shapes: [pattern: RegExp, encoding: 'base64url' | 'hex', skip: number][] = [
  [/^tw_[usa]_[A-Za-z0-9_-]{43}$/, 'base64url', 5],
  [/^[A-Za-z0-9_-]{43}$/, 'base64url', 0],
  [/^[0-9a-f]{64}$/, 'hex', 0],
  [/^_[A-Za-z0-9_-]{127}$/, 'base64url', 1],
];

/** Whether `newSecret` can have made this text: it has one of the shapes and a valid checksum. */
export function isWellFormed(text: string): boolean {
  const shape = shapes.find(([pattern]) => pattern.test(text));
  if (!shape) return false;
  const [, encoding, skip] = shape;
  const body = text.slice(skip);
  const bytes = Buffer.from(body, encoding);
  // The last character of base64url has unused bits; only one of its four readings was minted.
  if (bytes.toString(encoding) !== body) return false;
  const random = bytes.subarray(0, bytes.length - checksumBytes);
  return crc32(random) === bytes.readUInt32BE(random.length);
}

/** The stored hash of a secret: its SHA-256 in base64url, 43 characters. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
