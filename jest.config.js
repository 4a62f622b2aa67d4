const parsers = {
  ts: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  js: { target: 'es2023', parser: { syntax: 'ecmascript' } },
};

/** To CommonJS, the installed packages too: specs mock nothing, but Jest cannot load their ES modules. */
const toCommonJs = (jsc) => [
  '@swc/jest',
  { swcrc: false, module: { type: 'commonjs' }, sourceMaps: 'inline', jsc },
];

const project = (displayName, testRegex, ignored, setupFilesAfterEnv = []) => ({
  displayName,
  testEnvironment: 'node',
  testRegex,
  setupFilesAfterEnv,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...ignored],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transformIgnorePatterns: [],
  transform: { '^.+\\.ts$': toCommonJs(parsers.ts), '^.+\\.m?js$': toCommonJs(parsers.js) },
});

const slow = ['<rootDir>/test/support/slow.ts'];
const waits = 'test/system/waits/';
const faults = 'test/system/faults/';

/**
 * `fast` is `npm test`; the others need PostgreSQL, Redis and the programs that CONTRIBUTING.md names. `waits` does
 * nothing for minutes but wait for expiries.
 */
export default {
  maxWorkers: '100%',
  testTimeout: 60_000,
  projects: [
    project('fast', 'test/[^/]+\\.suite\\.ts$', ['/test/system/']),
    project('stores', 'test/system/.*\\.spec\\.ts$', [waits, faults], slow),
    project('waits', `${waits}.*\\.spec\\.ts$`, [], slow),
    project('faults', `${faults}.*\\.spec\\.ts$`, [], slow),
  ],
};
