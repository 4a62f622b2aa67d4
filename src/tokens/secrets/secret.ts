import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { takeRandom } from '../../common/ids/random.js';
import type { Holder } from '../../common/permission.js';

/**
 * How a secret looks: `prefixed` is our own (`tw_u_` + 43 characters), `plain` 43 characters as Meteor's, `hex` 64
 * hexadecimal digits, `long` 128 characters with a leading `_`, as Droplit's.
 */
export type SecretShape = 'prefixed' | 'plain' | 'hex' | 'long';

const checksumBytes = 4;
const randomBytes: Record<SecretShape, number> = { prefixed: 28, plain: 28, hex: 28, long: 91 };
const letters: Record<Holder, string> = { user: 'u', server: 's', account: 'a' };

/** A new secret: at least 224 random bits and a checksum of them, so that garbage is refused without any I/O. */
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

/** Whether this text can be a secret that `newSecret` made: one of its shapes, with a right checksum. */
export function isWellFormed(text: string): boolean {
  const shape = shapes.find(([pattern]) => pattern.test(text));
  if (!shape) return false;
  const [, encoding, skip] = shape;
  const body = text.slice(skip);
  const bytes = Buffer.from(body, encoding);
  // The last character of base64url holds bits that no byte needs: only one of its four readings is what was minted.
  if (bytes.toString(encoding) !== body) return false;
  const random = bytes.subarray(0, bytes.length - checksumBytes);
  return crc32(random) === bytes.readUInt32BE(random.length);
}

/** What is stored and looked up instead of the secret: its SHA-256 in base64url, 43 characters. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
