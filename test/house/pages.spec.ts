import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = (...places: string[]) =>
  execFileSync('git', ['ls-files', '--', ...places], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

/** The anchors of a page, as GitHub makes them from its headings. */
function anchorsOf(path: string): string[] {
  const headings = read(path)
    .replace(/^```[\s\S]*?^```/gm, '')
    .matchAll(/^#{1,6} (.+)$/gm);
  const taken = new Map<string, number>();
  return [...headings].map(([, text]) => {
    const anchor = text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const times = taken.get(anchor) ?? 0;
    taken.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

function isBroken(page: string, anchor: string | undefined): boolean {
  if (!existsSync(join(root, page))) return true;
  return anchor !== undefined && page.endsWith('.md') && !anchorsOf(page).includes(anchor);
}

it('comments cite headings of docs/ that exist', () => {
  const broken = files('src', 'test', 'scripts', 'bench').flatMap((file) =>
    [...read(file).matchAll(/\b(docs\/[\w/-]+\.md)(?:#([\w-]+))?/g)]
      .filter(([, page, anchor]) => isBroken(page!, anchor))
      .map(([text]) => `${file}: ${text}`),
  );
  expect(broken).toEqual([]);
});

it('comments cite decisions that exist', () => {
  const numbers = [...read('docs/decisions.md').matchAll(/^(?:## |- )(\d+)\b/gm)].map(([, number]) => number);
  const broken = files('src', 'test', 'docs').flatMap((file) =>
    [...read(file).matchAll(/\bdecisions? (\d+)/g)]
      .filter(([, number]) => !numbers.includes(number))
      .map(([text]) => `${file}: ${text}`),
  );
  expect(broken).toEqual([]);
});

it('links between pages lead somewhere', () => {
  const broken = files('*.md', 'docs', 'ops', 'bench', 'packages/client')
    .filter((file) => file.endsWith('.md') && existsSync(join(root, file)))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
        .filter(([, to, anchor]) => isBroken(to ? join(dirname(file), to) : file, anchor))
        .map(([text]) => `${file}: ${text}`),
    );
  expect(broken).toEqual([]);
});

it('files that the pages name exist', () => {
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory());
  const path = new RegExp(
    `\`((?:test|src/(?:${rooms.map(({ name }) => name).join('|')}))/[\\w./-]+\\.ts)\``,
    'g',
  );
  // A decision may name a file as it was.
  const pages = files('*.md', 'docs', 'ops').filter(
    (file) => file.endsWith('.md') && !/decisions/.test(file),
  );
  const named = pages.flatMap((file) => [...read(file).matchAll(path)].map(([, to]) => ({ file, to: to! })));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ to }) => !existsSync(join(root, to)))).toEqual([]);
});

it('a decision has at most twelve lines, and keeps its number', () => {
  const [, ...entries] = read('docs/decisions.md').split(/^## /m);
  const last = entries.pop()!;
  const gone = [...last.matchAll(/^- (\d+) \(.+\) → (\d+)$/gm)].map(([, number]) => Number(number));
  const held = entries.map((entry) => Number.parseInt(entry, 10));
  expect([...held, ...gone].sort((a, b) => a - b)).toEqual(
    Array.from({ length: Math.max(...held) }, (_, index) => index + 1),
  );
  const long = entries.filter((entry) => entry.trim().split('\n').length - 2 > 12);
  expect(long.map((entry) => entry.split('\n')[0])).toEqual([]);
});
