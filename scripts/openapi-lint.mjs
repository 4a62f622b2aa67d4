// Lints the OpenAPI documents with Redocly's `recommended` and Spectral's `oas`: `node scripts/openapi-lint.mjs [FOLDER]`.
// Any finding, a warning too, is a failure. No rule is switched off.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

// Linters are not installed with the service: `npm ci --prefix test/system/clients`.
const require = createRequire(new globalThis.URL('../test/system/clients/package.json', import.meta.url));
const { createConfig, lint } = require('@redocly/openapi-core');
const { Document, Spectral } = require('@stoplight/spectral-core');
const { Json } = require('@stoplight/spectral-parsers');
const { oas } = require('@stoplight/spectral-rulesets');

const folder = process.argv[2] ?? 'openapi';
const redocly = await createConfig({ extends: ['recommended'] });
const spectral = new Spectral();
spectral.setRuleset({ extends: [[oas, 'recommended']] });

async function byRedocly(file) {
  const problems = await lint({ ref: file, config: redocly });
  return problems.map(({ severity, ruleId, message, location }) => ({
    where: location[0]?.pointer ?? '#/',
    text: `redocly ${severity} ${ruleId}: ${message}`,
  }));
}

const severities = ['error', 'warning', 'information', 'hint'];

async function bySpectral(file) {
  const results = await spectral.run(new Document(readFileSync(file, 'utf8'), Json, file));
  return results.map(({ code, message, path, severity }) => ({
    where: `#/${path.join('/')}`,
    text: `spectral ${severities[severity]} ${code}: ${message}`,
  }));
}

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
let count = 0;
for (const name of files) {
  const file = join(folder, name);
  const findings = [...(await byRedocly(file)), ...(await bySpectral(file))];
  for (const { where, text } of findings) process.stdout.write(`${file} ${where}\n  ${text}\n`);
  count += findings.length;
}
process.stdout.write(`${files.length} documents, ${count} findings\n`);
process.exit(files.length > 0 && count === 0 ? 0 : 1);
