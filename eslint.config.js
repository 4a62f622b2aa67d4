import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The rooms, from left to right: a room may import what stands to its right, never what stands to its left. */
const rooms = [
  'cli',
  'http',
  'dialects',
  'metrics',
  'access',
  'idempotency',
  'tokens',
  'users',
  'ecosystems',
  'sessions',
  'audit',
  'database',
  'common',
];
const dialects = readdirSync('src/dialects', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name);
const top = [
  'main',
  'app',
  'app.module',
  'cluster',
  'first-boot',
  'held-address',
  'startup-errors',
  'start',
  'drain',
  'stop-signals',
  'ormconfig',
];

const forbidden = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const rightOf = (room) => rooms.slice(rooms.indexOf(room) + 1);
const core = rightOf('cli').filter((room) => room !== 'common');
const leftOf = (room) => rooms.slice(0, rooms.indexOf(room));
const noRooms = (names, message) =>
  names.length > 0 ? [{ regex: `^(\\.\\./)+(${names.join('|')})/`, message }] : [];
const noTop = {
  regex: `/(${top.join('|').replaceAll('.', '\\.')})\\.js$`,
  message: 'A room never imports the top level.',
};
const noClient = { regex: '/packages/client/', message: 'Only the command line asks over HTTP.' };
const noConfig = {
  regex: '/config/',
  message: 'The core is handed what it needs of the configuration.',
};
const noUnchecked = {
  regex: '^@nestjs/common$',
  importNames: ['Body', 'Query'],
  message: 'They do not check what came: take those of input.decorators.js.',
};
const noStores = {
  regex: '^(typeorm|ioredis|pg|better-sqlite3|rate-limiter-flexible)$',
  message: 'A dialect never touches a store.',
};

export default tseslint.config(
  { ignores: ['**/dist', 'coverage', 'openapi', 'node_modules', 'data', 'packages/*/src/*.generated.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['examples/**'],
    languageOptions: { globals: { process: 'readonly', Response: 'readonly', Bun: 'readonly' } },
  },
  {
    // Nest reads constructor parameters at run time: what looks like a type there is the provider's key.
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // TypeORM's own transactions stay open, or nested in one that never commits, when SQLite takes one back.
    files: ['src/**/*.ts', 'ormconfig.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'transaction',
          'startTransaction',
          'commitTransaction',
          'rollbackTransaction',
          'save',
          'remove',
        ].map((name) => ({
          selector: `CallExpression[callee.property.name='${name}'][callee.object.property.name=/manager|runner|dataSource|queryRunner/], CallExpression[callee.property.name='${name}'][callee.object.name=/^(manager|runner|dataSource|queryRunner)$/]`,
          message:
            'TypeORM would begin a transaction of its own: write by Transactions, with insert, update, delete or upsert.',
        })),
      ],
    },
  },
  {
    // The commands ask a running service as anybody does.
    files: ['src/cli/**/*.ts'],
    rules: forbidden([noTop, noConfig, noStores, ...noRooms(rightOf('cli'), 'Commands ask over HTTP.')]),
  },
  {
    // They know the version and the list of permissions.
    files: ['src/cli/program.ts', 'src/cli/completion.ts'],
    rules: forbidden([noTop, noConfig, noStores, ...noRooms(core, 'Commands ask over HTTP.')]),
  },
  {
    // These are about the service on this machine itself.
    files: ['src/cli/local/**/*.ts'],
    rules: forbidden(noRooms(['remote', 'dialects'], 'What runs here does not ask over HTTP.')),
  },
  ...rightOf('cli').map((room) => ({
    files: [`src/${room}/**/*.ts`],
    rules: forbidden([
      noTop,
      noClient,
      ...(['http', 'dialects'].includes(room) ? [] : [noConfig]),
      ...noRooms(leftOf(room), `${room} stands to the right of this room: see docs/decisions.md.`),
      ...(room === 'dialects' ? [noStores] : []),
    ]),
  })),
  {
    // These commands are about the program itself.
    files: ['src/cli/bin/**/*.ts'],
    rules: forbidden(noRooms(['remote'], 'What runs here does not ask over HTTP.')),
  },
  {
    // A migration brings what is there under the rules about names as they are now.
    files: ['src/database/migrations/**/*.ts'],
    rules: forbidden(noRooms(['cli', 'http', 'dialects'], 'A migration knows the rules, and no wire.')),
  },
  ...dialects.map((dialect) => ({
    files: [`src/dialects/${dialect}/**/*.ts`],
    rules: forbidden([
      noTop,
      noStores,
      noUnchecked,
      ...noRooms(
        dialects.filter((other) => other !== dialect),
        'A dialect never imports another dialect.',
      ),
    ]),
  })),
);
