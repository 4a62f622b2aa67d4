import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<OpenAPIObject['components']>['schemas'];
type SchemaOrReference = NonNullable<Schemas>[string];
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = Record<string, { schema?: SchemaOrReference; example?: unknown; examples?: object }>;

/** Adds an example to every body that has none, composed of its fields' examples. */
export function addExamples(operation: Operation, schemas: Schemas): void {
  const { requestBody, responses } = operation;
  const bodies = [requestBody, ...Object.values(responses)];
  for (const body of bodies) {
    const content = (body && 'content' in body ? body.content : {}) as Content;
    for (const media of Object.values(content)) {
      if (media.example !== undefined || media.examples || !media.schema) continue;
      const example = exampleOf(media.schema, schemas ?? {});
      if (example !== undefined) media.example = example;
    }
  }
}

/** An example that fits the schema; undefined when the schema has none. */
function exampleOf(schema: SchemaOrReference, schemas: NonNullable<Schemas>): unknown {
  if ('$ref' in schema) return exampleOf(schemas[schema.$ref.split('/').at(-1)!]!, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (Array.isArray(schema.type) && schema.type.includes('null')) return null;
  const [choice] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  if (choice) return exampleOf(choice, schemas);
  if (schema.type === 'array' && schema.items) {
    const item = exampleOf(schema.items, schemas);
    return item === undefined ? [] : [item];
  }
  if (schema.type === 'boolean') return true;
  if (schema.format === 'date-time') return '2026-11-22T10:00:00.000Z';
  if (!schema.properties) return schema.type === 'object' ? {} : undefined;
  const fields = Object.entries(schema.properties).map(([name, of]) => [name, exampleOf(of, schemas)]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
