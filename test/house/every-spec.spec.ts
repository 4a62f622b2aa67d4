import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specsIn } from '../support/specs.js';

const tests = join(__dirname, '..');

it('every spec that needs no server is run by a suite', () => {
  const suites = readdirSync(tests).filter((name) => name.endsWith('.suite.ts'));
  const texts = suites.map((name) => readFileSync(join(tests, name), 'utf8'));
  const run = texts
    .flatMap((text) => [...text.matchAll(/'([\w/]+)'/g)])
    .flatMap(([, folder]) => specsIn(folder!));
  const all = readdirSync(tests, { recursive: true, encoding: 'utf8' });
  const specs = all.filter((path) => path.endsWith('.spec.ts') && !path.startsWith('system/'));
  expect([...run].sort()).toEqual([...specs].sort());
});
