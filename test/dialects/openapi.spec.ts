import {
  documents,
  faultsOf,
  type Json,
  type Operation,
  operations,
  schemaIn,
} from '../support/documents.js';
import { registry } from '../../src/dialects/registry.js';

/** Everything that the operations lack; each line says what and where. */
function lacking(find: (operation: Operation) => string[]): string[] {
  return operations.flatMap((operation) => {
    const { document, method, path } = operation;
    return find(operation).map((what) => `openapi/${document}.json ${method} ${path}: ${what}`);
  });
}

/** The examples of one kind of content, by name. */
function examplesOf({ example, examples }: Json): [name: string, value: unknown][] {
  const named = Object.entries<Json>(examples ?? {}).map(([name, { value }]): [string, unknown] => [
    name,
    value,
  ]);
  return example === undefined ? named : [['example', example], ...named];
}

/** The contents of a body, each with the place of its schema. */
function contentsOf(pointer: string, body: Json): { type: string; media: Json; place: string }[] {
  return Object.entries<Json>(body?.content ?? {}).map(([type, media]) => ({
    type,
    media,
    place: schemaIn(pointer, type),
  }));
}

const text = (value: unknown) => typeof value === 'string' && value.trim() !== '';

describe('the OpenAPI documents', () => {
  it('hold every dialect', () => {
    expect([...documents.keys()]).toEqual(registry.map(({ dialect }) => dialect.name));
    for (const [document, json] of documents) {
      expect({ document, openapi: json.openapi }).toEqual({ document, openapi: '3.1.0' });
      expect(operations.some((operation) => operation.document === document)).toBe(true);
    }
  });

  it('say of every operation its id, its summary, its description and its security', () => {
    const found = lacking(({ json }) => [
      ...(/^[a-z][A-Za-z0-9]+$/.test(json.operationId) ? [] : ['no operationId in camelCase']),
      ...(text(json.summary) ? [] : ['no summary: the first paragraph of the handler’s comment']),
      ...(text(json.description) ? [] : ['no description: `@remarks` in the handler’s comment']),
      ...(Array.isArray(json.security) ? [] : ['no security, also not an empty one']),
      ...(json.tags?.length === 1 ? [] : ['not one tag: @ApiTags on the controller']),
    ]);
    expect(found).toEqual([]);
  });

  it('use no operationId twice in a document', () => {
    const ids = operations.map(({ document, json }) => `${document} ${json.operationId}`);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('know every tag that an operation has', () => {
    const found = lacking(({ document, json }) => {
      const known = documents.get(document).tags.map(({ name }: Json) => name);
      return json.tags
        .filter((tag: string) => !known.includes(tag))
        .map((tag: string) => `unknown tag ${tag}: \`tags\` of the dialect`);
    });
    expect(found).toEqual([]);
  });

  it('name only schemes of security that they have', () => {
    const found = lacking(({ document, json }) => {
      const known = Object.keys(documents.get(document).components.securitySchemes);
      const named: string[] = json.security.flatMap((one: object) => Object.keys(one));
      return named.filter((name) => !known.includes(name)).map((name) => `unknown security ${name}`);
    });
    expect(found).toEqual([]);
  });

  it('say of every operation how it succeeds, how it refuses, and 429, 500 and 503', () => {
    const found = lacking(({ json }) => {
      const statuses = Object.keys(json.responses);
      const needed = [/^2/, /^4(?!29)/, /^429$/, /^500$/, /^503$/];
      const missing = needed.filter((pattern) => !statuses.some((status) => pattern.test(status)));
      return missing.map(({ source }) => `no answer like ${source}: @Refuses on the handler`);
    });
    expect(found).toEqual([]);
  });

  it('say 401 of every operation behind credentials, and 413 and 415 of all that read a body', () => {
    const found = lacking(({ json, method }) => [
      ...(json.security.length > 0 && !json.responses['401'] ? ['no 401'] : []),
      ...(method !== 'GET' && !json.responses['413'] ? ['no 413'] : []),
      ...(method !== 'GET' && !json.responses['415'] ? ['no 415'] : []),
    ]);
    expect(found).toEqual([]);
  });

  it('describe every answer', () => {
    const found = lacking(({ json }) =>
      Object.entries<Json>(json.responses)
        .filter(([, response]) => !text(response.description))
        .map(([status]) => `${status} is not described`),
    );
    expect(found).toEqual([]);
  });

  it('describe every parameter, and have an example of it that fits', () => {
    const found = lacking(({ document, json, pointer }) =>
      (json.parameters ?? []).flatMap((parameter: Json, index: number) => {
        const { name, description, example = parameter.schema?.example } = parameter;
        if (!text(description)) return [`parameter ${name}: no description`];
        // A reader would send the same key or entity tag with every request.
        if (['Idempotency-Key', 'If-Match', 'If-None-Match'].includes(name)) {
          return example === undefined ? [] : [`parameter ${name}: an example`];
        }
        if (example === undefined) return [`parameter ${name}: no example`];
        return faultsOf(document, `${pointer}/parameters/${index}/schema`, example).map(
          (fault) => `parameter ${name}: ${JSON.stringify(example)} does not fit: ${fault}`,
        );
      }),
    );
    expect(found).toEqual([]);
  });

  it('have an example of every field of a schema, but of what has none of its own', () => {
    const found = [...documents].flatMap(([document, { components }]) =>
      Object.entries<Json>(components.schemas).flatMap(([schema, { properties = {} }]) =>
        Object.entries<Json>(properties)
          .filter(([, property]) => !speaksForItself(property))
          .map(
            ([field]) =>
              `openapi/${document}.json ${schema}.${field}: no \`@example\` (several words need quotes: @example "Two words")`,
          ),
      ),
    );
    expect(found).toEqual([]);
  });

  it('have an example of every body that is asked for, and each fits its schema', () => {
    const found = lacking(({ document, json, pointer }) =>
      contentsOf(`${pointer}/requestBody`, json.requestBody).flatMap(({ type, media, place }) => {
        const examples = examplesOf(media);
        if (examples.length === 0) return [`no example of a ${type} body`];
        return examples.flatMap(([name, value]) =>
          faultsOf(document, place, value).map((fault) => `example ${name} of the ${type} body: ${fault}`),
        );
      }),
    );
    expect(found).toEqual([]);
  });

  it('have an example of every answer with a body, and each fits its schema', () => {
    const found = lacking(({ document, json, pointer }) =>
      Object.entries<Json>(json.responses).flatMap(([status, response]) =>
        contentsOf(`${pointer}/responses/${status}`, response).flatMap(({ media, place }) => {
          const examples = examplesOf(media);
          if (examples.length === 0) return [`no example of ${status}`];
          return examples.flatMap(([name, value]) =>
            faultsOf(document, place, value).map((fault) => `example ${name} of ${status}: ${fault}`),
          );
        }),
      ),
    );
    expect(found).toEqual([]);
  });
});

/** Of a reference, of a list of them, and of null, nothing needs to be said. */
function speaksForItself({ $ref, allOf, anyOf, oneOf, items, enum: values, type, ...rest }: Json): boolean {
  const isReference = $ref || items?.$ref || (allOf ?? anyOf ?? oneOf)?.some((one: Json) => one.$ref);
  const isNullable = Array.isArray(type) && type.includes('null');
  // A body's example has `true` there, or an empty object.
  const isPlain = type === 'boolean' || (type === 'object' && !rest.properties);
  return rest.example !== undefined || isReference || isNullable || isPlain || values?.length === 1;
}
