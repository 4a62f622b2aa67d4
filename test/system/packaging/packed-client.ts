import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../../..');

/**
 * The client as somebody gets it: built and packed in a clone, and unpacked into a project of its own, which the caller
 * removes.
 */
export async function packedClient(): Promise<{
  project: string;
  /** Where in the project the package is. */
  place: string;
  /** What is in the package. */
  files: string[];
  /** Files of the clone that were not there before. */
  left: string[];
}> {
  const project = mkdtempSync(join(tmpdir(), 'client-package-'));
  const clone = clonedClient();
  const before = filesIn(clone);
  const pack = ['pack', '-w', '@tokenwright/client', '--pack-destination', project, '--json'];
  const { stdout } = await run('npm', pack, { cwd: clone });
  const left = filesIn(clone).filter((file) => !before.includes(file));
  rmSync(clone, { recursive: true });
  // The build may have printed something before.
  const packed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as object;
  const [{ filename, files }] = Object.values(packed) as [{ filename: string; files: { path: string }[] }];
  const place = join(project, 'node_modules/@tokenwright/client');
  mkdirSync(place, { recursive: true });
  await run('tar', ['-xzf', join(project, filename), '-C', place, '--strip-components=1']);
  return { project, place, files: files.map(({ path }) => path), left };
}

/** What a clone has that matters to the package, with nothing built. */
export function clonedClient(): string {
  const clone = mkdtempSync(join(tmpdir(), 'client-clone-'));
  for (const file of ['package.json', 'tsconfig.json', '.npmrc', 'packages/client']) {
    const filter = (path: string) => !['node_modules', 'dist'].includes(basename(path));
    cpSync(join(root, file), join(clone, file), { recursive: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  return clone;
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}
