/**
 * Adjusts what the decorators cannot express: numbers are integers, and null is a separate choice beside an
 * enumeration.
 */
export function normaliseSchemas(document: object): void {
  let level: unknown[] = [document];
  while (level.length > 0) {
    for (const value of level) if (isSchema(value)) normalise(value);
    level = level.flatMap((value) => (typeof value === 'object' && value ? childrenOf(value) : []));
  }
}

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: object[];
}

/** Examples hold values, not schemas. */
function childrenOf(value: object): unknown[] {
  return Object.entries(value).flatMap(([key, child]) =>
    /^(example|examples|enum)$/.test(key) ? [] : [child],
  );
}

function isSchema(value: unknown): value is Schema {
  if (typeof value !== 'object' || value === null) return false;
  const { type, enum: choices } = value as Schema;
  return typeof type === 'string' || Array.isArray(type) || Array.isArray(choices);
}

/** No API here has fractional numbers. */
function normalise(schema: Schema): void {
  if (Array.isArray(schema.type)) schema.type = schema.type.map(whole);
  else if (schema.type !== undefined) schema.type = whole(schema.type);
  if (!schema.enum?.includes(null)) return;
  const choices = schema.enum.filter((choice) => choice !== null);
  delete schema.enum;
  delete schema.type;
  schema.anyOf = [{ type: 'string', enum: choices }, { type: 'null' }];
}

function whole(type: string): string {
  return type === 'number' ? 'integer' : type;
}
