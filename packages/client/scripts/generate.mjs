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
const schemas = document.components.schemas;
const nameOf = ({ $ref }) => $ref.split('/').at(-1);

/** The kinds of value that a schema takes: what `typeof` says, `null`, the name of a shape, or one of these with `[]`. */
function kindsOf(schema) {
  if (schema.$ref)
    return schemas[nameOf(schema)].properties ? [nameOf(schema)] : kindsOf(schemas[nameOf(schema)]);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return [...new Set(choices.flatMap(kindsOf))];
  if (schema.type === 'array') {
    const items = kindsOf(schema.items);
    return items.length === 1 ? [`${items[0]}[]`] : ['array'];
  }
  const types = [schema.type ?? 'object'].flat();
  return types.map((type) => (type === 'integer' ? 'number' : type));
}

/** What an operation promises for a status: the name of a schema, a content type, or nothing. */
function promiseOf({ content = {} }) {
  const [[type, { schema }] = ['', {}]] = Object.entries(content);
  return type === 'application/json' ? schema.$ref.split('/').at(-1) : type;
}
const promises = operations.map(({ operationId, responses }) => [
  operationId,
  Object.fromEntries(
    Object.entries(responses).flatMap(([status, response]) =>
      status.startsWith('2') ? [[status, promiseOf(response)]] : [],
    ),
  ),
]);
const lines = operations.flatMap(({ operationId, responses }) =>
  Object.values(responses).flatMap(({ content = {} }) => {
    const { contentSchema } = content['application/x-ndjson']?.schema ?? {};
    return contentSchema ? [[operationId, nameOf(contentSchema)]] : [];
  }),
);
const shapes = new Map();
/** Adds a shape, and those that are within it. */
function addShape(name) {
  if (shapes.has(name) || !schemas[name]) return;
  const { required = [], properties } = schemas[name];
  const fields = Object.entries(properties).map(([field, schema]) => [
    field,
    [...kindsOf(schema), ...(required.includes(field) ? [] : ['undefined'])],
  ]);
  shapes.set(name, Object.fromEntries(fields));
  for (const [, kinds] of fields) for (const kind of kinds) addShape(kind.replaceAll('[]', ''));
}
for (const [, ofStatus] of promises) for (const promise of Object.values(ofStatus)) addShape(promise);
for (const [, name] of lines) addShape(name);
const sorted = (entries) =>
  entries
    .map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`)
    .sort()
    .join('');

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

/** What each operation promises by its status: the name of a shape, a content type, or nothing. */
export const promised = {
${sorted(promises)}} as const satisfies Record<keyof operations, Readonly<Record<number, string>>>;

/** The shape of each line, where an operation answers lines. */
export const lineShapes = {
${sorted(lines)}} as const satisfies { [O in keyof operations]?: string };

/**
 * The fields of each shape, with the kinds of value that they have: what \`typeof\` says, null, another shape, or a list
 * of these; undefined where one may be missing.
 */
export const shapes = {
${sorted([...shapes])}} as const;
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write(
    'The types of the client are not those of openapi/native.json: run `npm run client:generate`.\n',
  );
  process.exit(1);
}
