import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The client as somebody gets it: built, packed, and unpacked into a project of its own, which the caller removes. */
export async function packedClient(): Promise<{
  project: string;
  /** Where in the project the package is. */
  place: string;
  /** What is in the package. */
  files: string[];
}> {
  const project = mkdtempSync(join(tmpdir(), 'client-package-'));
  const pack = ['pack', '-w', '@tokenwright/client', '--pack-destination', project, '--json'];
  const { stdout } = await run('npm', pack, { cwd: join(__dirname, '../../..') });
  // The build may have printed something before.
  const packed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as object;
  const [{ filename, files }] = Object.values(packed) as [{ filename: string; files: { path: string }[] }];
  const place = join(project, 'node_modules/@tokenwright/client');
  mkdirSync(place, { recursive: true });
  await run('tar', ['-xzf', join(project, filename), '-C', place, '--strip-components=1']);
  return { project, place, files: files.map(({ path }) => path) };
}
