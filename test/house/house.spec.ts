import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const root = join(__dirname, '../..');

/** Files of a folder and of those in it, as paths from the root. */
function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = posix.join(folder, name);
    return statSync(join(root, path)).isDirectory() ? sourcesIn(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const sources = sourcesIn('src');

/** What each file imports of ours, types included. */
const imports = new Map(
  sources.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const named = [...text.matchAll(/(?:from|import) '(\.[^']+)\.js'/g)].map(([, name]) =>
      posix.join(dirname(path), `${name}.ts`),
    );
    return [path, named.filter((one) => sources.includes(one))];
  }),
);

/** A path from the file back to itself; undefined when there is none. */
function cycleFrom(start: string): string[] | undefined {
  const seen = new Set<string>();
  const ways = imports.get(start)!.map((next) => [next]);
  for (let way = ways.pop(); way; way = ways.pop()) {
    const last = way.at(-1)!;
    if (last === start) return [start, ...way];
    if (seen.has(last)) continue;
    seen.add(last);
    for (const next of imports.get(last)!) ways.push([...way, next]);
  }
  return undefined;
}

describe('the house', () => {
  it('has no import cycle, not of types either', () => {
    expect(imports.size).toBeGreaterThan(250);
    expect(sources.map(cycleFrom).filter((cycle) => cycle !== undefined)).toEqual([]);
  });

  it('has no folder that one cannot take in at a glance: twelve files at the most', () => {
    const counts = new Map<string, number>();
    for (const path of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 12)).toEqual([]);
  });
});
