#!/usr/bin/env node
// What npm links as the command. It is not built, so that it stays executable.
import { existsSync } from 'node:fs';
import process from 'node:process';

const program = new globalThis.URL('../dist/src/cli/tokenwright.js', import.meta.url);
if (existsSync(program)) {
  await import(program);
} else {
  process.stderr.write('tokenwright is not built yet: npm run build\n');
  process.exitCode = 1;
}
