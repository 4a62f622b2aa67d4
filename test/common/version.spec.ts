import { readFileSync } from 'node:fs';
import { oldNodeFault } from '../../src/common/version.js';

it('the Node that is too old is the one that package.json excludes', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe('>=20.19');
  expect(['20.19.0', '20.20.2', '22.0.0', '100.1.0'].map(oldNodeFault)).toEqual(Array(4).fill(undefined));
  for (const version of ['20.18.3', '18.20.8', '8.0.0']) {
    expect(oldNodeFault(version)).toBe(
      `Node ${version} is too old for Tokenwright: install Node 20.19 or newer.`,
    );
  }
});
