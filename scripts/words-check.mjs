/** Refuses names that were given up: each has a better one, in the glossary of docs/development.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import console from 'node:console';
import process from 'node:process';

const glossary = 'docs/development.md';
const rows = readFileSync(glossary, 'utf8').matchAll(/^\| `(\w+)` +\| `(\w+)` +\|$/gm);
const better = new Map([...rows].map(([, old, name]) => [old, name]));
if (better.size === 0) throw new Error(`${glossary} has no glossary`);

const word = new RegExp(`\\b(${[...better.keys()].join('|')})\\b`, 'g');
const places = [
  'src',
  'test',
  'bench',
  'docs',
  'openapi',
  'packages/client/src',
  'README.md',
  'ormconfig.ts',
];
const files = execFileSync('git', ['ls-files', '--', ...places], { encoding: 'utf8' }).split('\n');
const found = files
  .filter((path) => path && path !== glossary && path !== 'docs/decisions.md')
  .flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(word)].map(([old]) => `${path}:${index + 1}: ${old}, now ${better.get(old)}`),
      ),
  );
for (const one of found) console.error(one);
console.log(`${better.size} given-up names, ${found.length} found`);
process.exitCode = found.length > 0 ? 1 : 0;
