import { createHash } from 'node:crypto';
import { hashPassword, isPassword } from '../../src/users/password.js';

const text = 'correct horse battery stäple';
const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');

describe('a password', () => {
  let stored: string;

  beforeAll(async () => {
    stored = await hashPassword({ text });
  });

  it('is matched by its text and by the digest of it, which Rocket.Chat’s clients may send', async () => {
    expect(await isPassword(stored, { text })).toBe(true);
    expect(await isPassword(stored, { sha256 })).toBe(true);
    expect(await isPassword(stored, { sha256: sha256.toUpperCase() })).toBe(true);
  });

  it('hashed from its digest is matched by both forms too', async () => {
    const fromDigest = await hashPassword({ sha256: sha256.toUpperCase() });
    expect(await isPassword(fromDigest, { text })).toBe(true);
    expect(await isPassword(fromDigest, { sha256 })).toBe(true);
  });

  it.each([
    ['another text', { text: 'correct horse battery staple' }],
    ['another case of letters', { text: text.toUpperCase() }],
    ['more', { text: `${text} ` }],
    ['less', { text: text.slice(0, -1) }],
    ['no text', { text: '' }],
    ['the digest given as the text', { text: sha256 }],
    ['the text given as the digest', { sha256: text }],
    ['the digest of another', { sha256: createHash('sha256').update('x').digest('hex') }],
    ['no digest', { sha256: '' }],
  ])('is not matched by %s', async (_, given) => {
    expect(await isPassword(stored, given)).toBe(false);
  });

  it('is compared to the last of its 1,024 characters', async () => {
    const long = 'x'.repeat(1023);
    const hash = await hashPassword({ text: `${long}a` });
    expect(await isPassword(hash, { text: `${long}a` })).toBe(true);
    expect(await isPassword(hash, { text: `${long}b` })).toBe(false);
  });

  it('that is not stored is matched by nothing, not even by what stands in for it', async () => {
    for (const given of [{ text }, { text: 'nobody' }, { text: '' }, { sha256 }]) {
      expect(await isPassword(null, given)).toBe(false);
    }
  });

  it('is kept as argon2id with OWASP’s settings and a salt of its own, in what the column holds', async () => {
    const [, kind, version, settings] = stored.split('$');
    expect([kind, version]).toEqual(['argon2id', 'v=19']);
    expect(settings!.split(',').sort()).toEqual(['m=19456', 'p=1', 't=2']);
    expect(stored.length).toBeLessThanOrEqual(255);
    expect(await hashPassword({ text })).not.toBe(stored);
    expect(stored).not.toContain(sha256);
  });

  // `rocketchat-api` gives up after 1,000 ms (WIRE §5); the bound is wide, since machines that test are busy.
  it('takes far less than a client waits, whether the user is there or not', async () => {
    await isPassword(null, { text });
    for (const hash of [stored, null]) {
      const started = performance.now();
      await isPassword(hash, { text });
      expect(performance.now() - started).toBeLessThan(500);
    }
  });
});
