/**
 * Builds the service into dist/, when something that goes into it has changed since the last build. `rm -rf dist` forces it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new globalThis.URL('..', import.meta.url));
const inputs = [
  'src',
  'packages/client/src',
  'ormconfig.ts',
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
/** The hash of the inputs of the build that is there; a build begins by deleting it. */
const stamp = join(root, 'dist/.inputs');

/** The files of an input, by path. */
function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesOf(`${path}/${name}`));
}

function hashOfInputs() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [oldest, version] = [engines.node, process.versions.node].map((text) =>
  text.replace(/^\D+/, '').split('.').map(Number),
);
if (version[0] < oldest[0] || (version[0] === oldest[0] && version[1] < oldest[1])) {
  process.stderr.write(
    `Node ${process.versions.node} is too old for Tokenwright: install Node ${oldest.join('.')} or newer.\n`,
  );
  process.exit(1);
}

const hash = hashOfInputs();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
  process.stderr.write('Building Tokenwright …\n');
  const nest = createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, hash);
}
