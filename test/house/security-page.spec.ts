import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The rows of the table below a heading, without its head. */
function rowsOf(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const proofs = rowsOf('Promises').flatMap(([promise, proof]) =>
  [...proof!.matchAll(/`(test\/[^`]+)`: “([^”]+)”/g)].map(([, file, title]) => [promise!, file!, title!]),
);

describe('docs/security.md', () => {
  it('gives each promise at least one proof', () => {
    const promises = rowsOf('Promises').map(([promise]) => promise);
    expect(promises.length).toBeGreaterThan(20);
    expect(promises.filter((one) => !proofs.some(([promise]) => promise === one))).toEqual([]);
  });

  it.each(proofs)('%s: %s has “%s”', (_, file, title) => {
    const text = readFileSync(join(root, file), 'utf8').replace(/\\'/g, "'");
    expect(text).toContain(title);
  });

  it('names no test that is not there', () => {
    const files = [...page.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('says of each item of the standard whether it is met', () => {
    const items = rowsOf(page.match(/\n## (OWASP ASVS 5: [^\n]+)\n/)![1]!);
    expect(items.length).toBeGreaterThan(20);
    for (const [item, , verdict] of items) {
      expect({ item, verdict }).toEqual({
        item,
        verdict: expect.stringMatching(/^(met|not met|not applicable)\b/),
      });
    }
  });
});
