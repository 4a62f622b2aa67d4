import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { DialectName } from '../../src/dialects/dialect.js';
import { registry } from '../../src/dialects/registry.js';

/** A JSON schema, or any other part of a document. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test knows where it looks
export type Json = any;

/** One operation of one document. */
export interface Operation {
  document: DialectName;
  method: string;
  /** With its parameters: `/v1/ecosystems/{ecosystemId}`. */
  path: string;
  /** JSON pointer into the document. */
  pointer: string;
  /** As the document has it. */
  json: Json;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The OpenAPI documents as they are shipped. `npm run openapi` writes them from the code; `.ci/run` compares. */
export const documents = new Map<DialectName, Json>(
  registry.map(({ dialect: { name } }) => [
    name,
    JSON.parse(readFileSync(join(__dirname, `../../openapi/${name}.json`), 'utf8')),
  ]),
);

/** Every operation of every document. */
export const operations: Operation[] = [...documents].flatMap(([document, { paths }]) =>
  Object.entries<Json>(paths).flatMap(([path, item]) =>
    methods
      .filter((method) => method in item)
      .map((method) => ({
        document,
        method: method.toUpperCase(),
        path,
        pointer: `/paths/${escaped(path)}/${method}`,
        json: item[method],
      })),
  ),
);

const checkers = new Map<DialectName, Ajv2020>();
const compiled = new Map<string, ValidateFunction>();

/**
 * What a value breaks of the schema at this place of the document; empty when it fits. A field that the schema does not
 * name breaks it too: the documents say all.
 */
export function faultsOf(document: DialectName, pointer: string, value: unknown): string[] {
  const key = `${document}#${pointer}`;
  let validate = compiled.get(key);
  if (!validate) {
    validate = checkerOf(document).compile({
      $ref: key.split('/').map(encodeURIComponent).join('/').replace('%23', '#'),
    });
    compiled.set(key, validate);
  }
  if (validate(value)) return [];
  return validate.errors!.map(
    ({ instancePath, message, params }) =>
      `${instancePath || 'the whole'} ${message} ${JSON.stringify(params)}`,
  );
}

/** The pointer to the schema of a kind of content. */
export function schemaIn(contentPointer: string, type: string): string {
  return `${contentPointer}/content/${escaped(type)}/schema`;
}

function checkerOf(document: DialectName): Ajv2020 {
  const known = checkers.get(document);
  if (known) return known;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(exact(documents.get(document)), document);
  checkers.set(document, ajv);
  return ajv;
}

/** The same, with every object closed that lists its properties. */
function exact(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(exact);
  const copy = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, exact(value)]));
  const isOpen = json.type === 'object' && json.properties && json.additionalProperties === undefined;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
