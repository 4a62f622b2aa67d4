import { createHash } from 'node:crypto';
import { comparingPassword, type GivenPassword, hashPassword } from '../../src/users/sign-in/password.js';

const isPassword = (stored: string | null, given: GivenPassword) =>
  comparingPassword((compare) => compare(stored, given));

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

  it('is compared by three at once, 64 wait, and who comes then is refused before anything is done', async () => {
    const begun: number[] = [];
    let most = 0;
    let atOnce = 0;
    const asked = Array.from({ length: 100 }, (_, index) =>
      comparingPassword(async (compare) => {
        begun.push(index);
        atOnce += 1;
        most = Math.max(most, atOnce);
        const isRight = await compare(stored, { text });
        atOnce -= 1;
        return isRight;
      }),
    );
    const results = await Promise.allSettled(asked);
    const right = results.flatMap((result, index) =>
      result.status === 'fulfilled' && result.value ? [index] : [],
    );
    expect(right).toEqual(Array.from({ length: 67 }, (_, index) => index));
    expect(begun).toEqual(right);
    expect(most).toBeLessThanOrEqual(3);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(33);
    for (const { code, detail } of refused) expect([code, detail]).toEqual(['overloaded', { retryAfter: 1 }]);
    expect(await isPassword(stored, { text })).toBe(true);
  });

  it('leaves its place when the work fails', async () => {
    const fails = async (): Promise<string> => {
      throw new Error('away');
    };
    for (let tried = 0; tried < 70; tried += 1) {
      await expect(comparingPassword(fails)).rejects.toThrow('away');
    }
    expect(await isPassword(stored, { text })).toBe(true);
  });
});
