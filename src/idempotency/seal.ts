import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

export interface SealedFor {
  /** Kept nowhere, so the store alone opens nothing. */
  secret: string;
  id: string;
  fingerprint: string;
}

/** Encrypts the text with the holder's secret. Returns nonce, tag and cipher text, base64url. */
export function seal(text: string, owner: SealedFor): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, keyOf(owner), nonce).setAAD(rowOf(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Decrypts the text. Throws when the secret or the row differs, or the text was changed. */
export function unseal(sealed: string, owner: SealedFor): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const nonce = bytes.subarray(0, nonceLength);
  const decipher = createDecipheriv(algorithm, keyOf(owner), nonce, { authTagLength: tagLength })
    .setAAD(rowOf(owner))
    .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  const text = decipher.update(bytes.subarray(nonceLength + tagLength));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

function keyOf({ secret, id }: SealedFor): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, id, 'tokenwright idempotency', 32));
}

function rowOf({ id, fingerprint }: SealedFor): Buffer {
  return Buffer.from(`${id}.${fingerprint}`);
}
