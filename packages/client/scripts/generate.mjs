// Writes src/native.generated.ts from openapi/native.json: the types of all bodies and queries, and where each operation
// is. `--check` writes nothing and fails when the committed file says anything else.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import openapiTS, { astToString } from 'openapi-typescript';

const documentFile = new globalThis.URL('../../../openapi/native.json', import.meta.url);
const target = new globalThis.URL('../src/native.generated.ts', import.meta.url);
const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'];

const document = JSON.parse(readFileSync(documentFile, 'utf8'));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => (item[method] ? [{ path, method, ...item[method] }] : [])),
);
// What the client says in its own words: refusals are `Problem`s, headers are options and `answerOf`.
for (const { responses, parameters } of operations) {
  for (const status of Object.keys(responses)) if (!status.startsWith('2')) delete responses[status];
  for (const response of Object.values(responses)) delete response.headers;
  parameters?.splice(0, parameters.length, ...parameters.filter(({ in: place }) => place !== 'header'));
}
const types = astToString(
  await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true }),
);

const routes = operations
  .map(({ operationId, method, path }) => `  ${operationId}: ['${method.toUpperCase()}', '${path}'],\n`)
  .sort();

const text = `// Written by \`npm run client:generate\` from openapi/native.json. Do not change it by hand.
${types}
/** Method and path of each operation, by its \`operationId\`. */
export const routes = {
${routes.join('')}} as const satisfies Record<keyof operations, readonly [string, string]>;
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write(
    'The types of the client are not those of openapi/native.json: run `npm run client:generate`.\n',
  );
  process.exit(1);
}
