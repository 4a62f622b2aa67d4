import { hashOf, isWellFormed, newSecret, type SecretShape } from '../../src/tokens/secrets/secret.js';
import { holders } from '../../src/common/permission.js';

const shapes: Record<SecretShape, RegExp> = {
  prefixed: /^tw_u_[A-Za-z0-9_-]{43}$/,
  plain: /^[A-Za-z0-9_-]{43}$/,
  hex: /^[0-9a-f]{64}$/,
  long: /^_[A-Za-z0-9_-]{127}$/,
};
const names = Object.keys(shapes) as SecretShape[];

/** Where the rendered bytes begin. */
const bodyAt: Record<SecretShape, number> = { prefixed: 5, plain: 0, hex: 0, long: 1 };
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const alphabets: Record<SecretShape, string> = {
  prefixed: base64url,
  plain: base64url,
  hex: '0123456789abcdef',
  long: base64url,
};

function bytesOf(shape: SecretShape, secret: string): Buffer {
  return Buffer.from(secret.slice(bodyAt[shape]), shape === 'hex' ? 'hex' : 'base64url');
}

describe.each(names)('a secret of the shape %s', (shape) => {
  it('has its length and alphabet, and is well-formed', () => {
    for (let count = 0; count < 500; count++) {
      const secret = newSecret(shape, 'user');
      expect(secret).toMatch(shapes[shape]);
      expect(isWellFormed(secret)).toBe(true);
    }
  });

  it('is not like any other of ten thousand, and at least 224 bits of it are random', () => {
    const secrets = Array.from({ length: 10_000 }, () => newSecret(shape, 'user'));
    expect(new Set(secrets).size).toBe(10_000);
    const all = secrets.map((secret) => bytesOf(shape, secret).subarray(0, -4));
    const bits = all[0]!.length * 8;
    expect(bits).toBeGreaterThanOrEqual(224);
    // Each bit is set in half of them: ten standard deviations are 500.
    for (let bit = 0; bit < bits; bit++) {
      const set = all.filter((bytes) => bytes[bit >> 3]! & (1 << (bit & 7))).length;
      expect(Math.abs(set - 5000)).toBeLessThan(500);
    }
  });

  it('is refused after the change of any one character of it', () => {
    const secret = newSecret(shape, 'user');
    for (let at = bodyAt[shape]; at < secret.length; at++) {
      const others = [...alphabets[shape]].filter((letter) => letter !== secret[at]);
      const accepted = others
        .map((letter) => secret.slice(0, at) + letter + secret.slice(at + 1))
        .filter(isWellFormed);
      expect(accepted).toEqual([]);
    }
  });

  it('is refused with a character more, less, swapped or of another alphabet', () => {
    const secret = newSecret(shape, 'user');
    const faulty = [
      secret.slice(1),
      secret.slice(0, -1),
      `${secret}A`,
      `${secret}=`,
      `${secret}\n`,
      ` ${secret}`,
      `${secret.slice(0, -1)}é`,
      `${secret.slice(0, -1)}\0`,
      [...secret].reverse().join(''),
    ];
    expect(faulty.filter(isWellFormed)).toEqual([]);
  });
});

describe('the prefix', () => {
  it('names the holder, so that scanners can tell whose a lost secret is', () => {
    const prefixes = holders.map((holder) => newSecret('prefixed', holder).slice(0, 5));
    expect(prefixes).toEqual(['tw_u_', 'tw_s_', 'tw_a_']);
  });

  it('is that of no other kind of secret: another letter is refused', () => {
    const body = newSecret('prefixed', 'user').slice(5);
    const prefixes = ['tw_x_', 'TW_u_', 'tw_U_', 'tw-u_', 'tw_u-', 'xw_u_', 'tw__', 'tw_uu_'];
    expect(prefixes.filter((prefix) => isWellFormed(prefix + body))).toEqual([]);
  });

  it('is part of the secret: the rest alone has another hash', () => {
    const secret = newSecret('prefixed', 'user');
    expect(hashOf(secret)).not.toBe(hashOf(secret.slice(5)));
  });

  it('is absent from the shapes of the vendors, whoever the holder is', () => {
    for (const holder of holders) {
      expect(newSecret('plain', holder)).toMatch(shapes.plain);
      expect(newSecret('hex', holder)).toMatch(shapes.hex);
      expect(newSecret('long', holder)).toMatch(shapes.long);
    }
  });
});

describe('garbage', () => {
  const garbage = [
    '',
    ' ',
    'x',
    'Bearer',
    '0'.repeat(64),
    'A'.repeat(43),
    `_${'A'.repeat(127)}`,
    'é'.repeat(43),
  ];

  // Zeros are bytes whose checksum is not zero, so that not even the emptiest text passes.
  it.each([...garbage, 'tw_u_', `tw_u_${'A'.repeat(43)}`, 'ab'.repeat(5000)])(
    '%j is not well-formed',
    (text) => {
      expect(isWellFormed(text)).toBe(false);
    },
  );

  it('hexadecimal digits in capitals are not what was minted', () => {
    const secret = newSecret('hex', 'user');
    expect(isWellFormed(secret.toUpperCase())).toBe(false);
  });
});

describe('the hash', () => {
  it('is the SHA-256 of the text, as in the vector of Rocket.Chat', () => {
    const vector = 'ui3/82zPrpjnqZbLqQeMM8D1K9n6EwuUOXOReep/WGc=';
    const hash = hashOf('9HqLlyZOugoStsXCUfD_0YdwnNnunAJF8V47U3QHXSq');
    expect(Buffer.from(hash, 'base64url').toString('base64')).toBe(vector);
    expect(hash).toBe(vector.replaceAll('/', '_').replaceAll('+', '-').replace('=', ''));
  });

  it('is 43 characters of base64url, which the column takes', () => {
    expect(hashOf(newSecret('long', 'user'))).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
