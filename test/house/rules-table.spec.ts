import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/development.md'), 'utf8');
const section = page.split('\n## Rules and their tests\n')[1]!.split('\n## ')[0]!;
const rows = [...section.matchAll(/^\| (?!Rule |-)(.+?) +\| `(test\/[^`]+)`: “(.+)” +\|$/gm)].map(
  ([, rule, file, title]) => ({ rule: rule!, file: file!, title: title! }),
);

describe('the rules of docs/development.md', () => {
  it('are forty and more, each with a test', () => {
    const lines = section.split('\n').filter((line) => /^\| (?!Rule |-)/.test(line));
    expect(rows).toHaveLength(lines.length);
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)('$rule: $file has “$title”', ({ file, title }) => {
    expect(readFileSync(join(root, file), 'utf8').replace(/\\'/g, "'")).toContain(title);
  });
});
