import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const tests = join(__dirname, '..');

/**
 * Declares every spec of the folders below `test/` in the file that calls this. Jest loads the whole service anew for
 * each file that it runs: half of the time of a small spec. `npx jest --selectProjects fast --testRegex test/tokens/secret` runs one by itself.
 */
export function specsOf(...folders: string[]): void {
  for (const folder of folders) {
    for (const spec of specsIn(folder)) {
      // What a spec sets up for the whole file is for itself alone.
      describe(spec, () => {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- a declaration is synchronous
        require(join(tests, spec));
      });
    }
  }
}

/** The specs that lie in this folder itself, as paths below `test/`. */
export function specsIn(folder: string): string[] {
  const names = readdirSync(join(tests, folder)).sort();
  return names.filter((name) => name.endsWith('.spec.ts')).map((name) => join(folder, name));
}
