import { mkdirSync, writeFileSync } from 'node:fs';
import { createApp } from '../../app.js';
import { registry } from '../../dialects/registry.js';
import { documentOf } from '../../http/openapi/document.js';
import { loadConfig } from '../../service-config.js';

/** Writes the OpenAPI documents into a folder: `node dist/src/cli/bin/openapi.js FOLDER`. */
const folder = process.argv[2] ?? 'openapi';
const config = loadConfig({ DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'error' });
const app = await createApp(config);
mkdirSync(folder, { recursive: true });
for (const { dialect } of registry) {
  const document = documentOf(app, dialect.name);
  writeFileSync(`${folder}/${dialect.name}.json`, `${JSON.stringify(document, null, 2)}\n`);
}
await app.close();
