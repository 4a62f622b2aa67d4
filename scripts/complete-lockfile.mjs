// Adds to package-lock.json the optional parts for other platforms that the registry at hand does not have, and takes
// every download address out (a package of this repository keeps its place): `node scripts/complete-lockfile.mjs`. See CONTRIBUTING.md.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = [
  'darwin',
  'win32',
  'linux',
  'freebsd',
  'android',
  'openharmony',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
];
const processors = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'wasm32',
  'universal',
];
let added = 0;

/** The first of the words that the name holds between its separators. */
const wordIn = (name, words) => words.find((word) => name.split(/[-/_]/).includes(word));

for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isThere = [`${path}/node_modules/${name}`, `node_modules/${name}`].some(
      (place) => lock.packages[place],
    );
    if (isThere) continue;
    const [os, cpu] = [wordIn(name, systems), wordIn(name, processors)];
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ''),
      ...(cpu && cpu !== 'universal' && { cpu: [cpu] }),
      ...(dev && { dev }),
      optional: true,
      ...(os && { os: [os] }),
    };
    added += 1;
  }
}
for (const entry of Object.values(lock.packages)) {
  // Of a workspace it is not an address but the folder.
  if (!entry.link) delete entry.resolved;
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);
