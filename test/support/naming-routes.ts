import { documents, type Json, type Operation, operations } from './documents.js';

/** Parameters and fields that name users, by which a route is among these by itself. */
const naming =
  /^((\w+_)?user_?ids?|subject|users?|username|e-?mail|externalId|externalUserId|importId|data)$/i;

/** Fields by which a request asks for something else than the user that it names. */
const instead = ['resume'];

/** A place of a request where a user is named. */
export interface Place {
  operation: Operation;
  where: 'path' | 'query' | 'body';
  field: string;
}

/** What is sent to ask about a user by a name. */
export interface Question {
  method: string;
  path: string;
  json?: Record<string, unknown>;
}

interface Fields {
  properties: Record<string, Json>;
  required: string[];
}

/** The fields of a body, in whichever of its forms they are. */
function fieldsOf(document: Json, schema: Json): Fields {
  const found = schema?.$ref
    ? schema.$ref
        .slice(2)
        .split('/')
        .reduce((json: Json, key: string) => json[key], document)
    : schema;
  const forms = [found?.anyOf, found?.oneOf, found?.allOf].flat().filter(Boolean);
  const inside = forms.map((one) => fieldsOf(document, one));
  return {
    properties: Object.assign({}, found?.properties, ...inside.map(({ properties }) => properties)),
    required: [...(found?.required ?? []), ...inside.flatMap(({ required }) => required)],
  };
}

const bodyOf = ({ document, json }: Operation) =>
  fieldsOf(documents.get(document), json.requestBody?.content?.['application/json']?.schema);

function safeStack(operation: Operation): Place[] {
  const { parameters = [] } = operation.json;
  const named: Place[] = [
    ...parameters.map((one: Json) => ({ operation, where: one.in, field: one.name })),
    ...Object.keys(bodyOf(operation).properties).map((field) => ({
      operation,
      where: 'body' as const,
      field,
    })),
  ];
  return named.filter(({ where, field }) => where !== ('header' as string) && naming.test(field));
}

/** Every place of every request of the documents where a user is named. */
export const places: Place[] = operations.flatMap(safeStack);

/** A request that names a user of the ecosystem `default` in this place, and nobody anywhere else where it need not. */
export function questionAt({ operation, where, field }: Place, name: string): Question {
  const { method, json } = operation;
  const said = field === 'subject' ? `default;${name}` : name;
  const path = operation.path
    .replace(`{${field}}`, where === 'path' ? encodeURIComponent(said) : `{${field}}`)
    .replace('{ecosystemId}', 'default')
    .replace(/\{\w+\}/g, 'x');
  const query = where === 'query' ? `?${field}=${encodeURIComponent(name)}` : '';
  if (!json.requestBody) return { method, path: path + query };
  const { properties, required } = bodyOf(operation);
  const isSent = (key: string) => required.includes(key) || !(naming.test(key) || instead.includes(key));
  const examples = Object.entries(properties)
    .filter(([key, one]) => isSent(key) && one.example !== undefined)
    .map(([key, one]) => [key, one.example]);
  const body: Record<string, unknown> = Object.fromEntries(examples);
  if (where === 'body') body[field] = valueOf(field, properties[field], name);
  return { method, path: path + query, json: body };
}

function valueOf(field: string, schema: Json, name: string): unknown {
  if (schema.type === 'array') return [name];
  return field === 'data' ? { username: name } : name;
}
