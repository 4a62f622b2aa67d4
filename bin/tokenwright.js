#!/usr/bin/env node
// What npm links as the command. It is not built, so that it stays executable.
import { existsSync } from 'node:fs';
import process from 'node:process';

const built = new globalThis.URL('../dist/src/', import.meta.url);
if (existsSync(new globalThis.URL('cli/tokenwright.js', built))) {
  const { oldNodeFault } = await import(new globalThis.URL('common/version.js', built));
  const fault = oldNodeFault(process.versions.node);
  if (fault) {
    process.stderr.write(`${fault}\n`);
    process.exitCode = 1;
  } else await import(new globalThis.URL('cli/tokenwright.js', built));
} else {
  process.stderr.write('tokenwright is not built yet: npm run build\n');
  process.exitCode = 1;
}
