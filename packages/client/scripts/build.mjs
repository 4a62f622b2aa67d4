// Builds the package: dist/esm and dist/cjs, each with its types. `--to-pack` and `--packed` stand before and after
// `npm pack`: a build that was made only for the archive goes again.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const place = fileURLToPath(new globalThis.URL('..', import.meta.url));
const dist = join(place, 'dist');
/** Stands in a build that is only for the archive, so that one which was broken off is still known as such. */
const mark = join(dist, '.packing');
const formats = {
  esm: ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  cjs: ['--module', 'commonjs', '--moduleResolution', 'bundler'],
};

function build(isKept) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  if (!isKept) writeFileSync(mark, '');
  for (const [format, options] of Object.entries(formats)) {
    const project = ['-p', place, '--noEmit', 'false', '--outDir', join(dist, format)];
    execFileSync(process.execPath, [tsc, ...project, ...options], { stdio: 'inherit' });
  }
  // The package as a whole says that its files are ES modules.
  const manifest = `${JSON.stringify({ type: 'commonjs', sideEffects: false })}\n`;
  writeFileSync(join(dist, 'cjs/package.json'), manifest);
}

if (process.argv.includes('--packed')) {
  if (existsSync(mark)) rmSync(dist, { recursive: true });
} else {
  build(!process.argv.includes('--to-pack') || (existsSync(dist) && !existsSync(mark)));
}
