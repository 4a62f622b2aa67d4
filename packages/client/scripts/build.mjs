// Builds the package: dist/esm and dist/cjs, each with its types.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const place = fileURLToPath(new globalThis.URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const formats = {
  esm: ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  cjs: ['--module', 'commonjs', '--moduleResolution', 'bundler'],
};

rmSync(join(place, 'dist'), { recursive: true, force: true });
for (const [format, options] of Object.entries(formats)) {
  const outDir = join(place, 'dist', format);
  const project = ['-p', place, '--noEmit', 'false', '--outDir', outDir];
  execFileSync(process.execPath, [tsc, ...project, ...options], { stdio: 'inherit' });
}
// The package as a whole says that its files are ES modules.
const manifest = `${JSON.stringify({ type: 'commonjs', sideEffects: false })}\n`;
writeFileSync(join(place, 'dist/cjs/package.json'), manifest);
