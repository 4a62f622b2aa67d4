import { dialectFor, pathOf } from '../../src/dialects/registry.js';
import { faultsOf, type Operation, operations, schemaIn } from './documents.js';

/** An answer, as it came. */
export interface Answered {
  status: number;
  /** The header `Content-Type`; null without one. */
  type: string | null;
  text: string;
}

/** The literal paths first: `/tokens/introspect` is no `/tokens/{tokenId}`. */
const patterns = operations
  .map((operation) => ({
    operation,
    variables: operation.path.split('{').length,
    pattern: new RegExp(
      `^${operation.path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`,
    ),
  }))
  .sort((one, other) => one.variables - other.variables);

/** The operation that answers a request; undefined for an address or a method that no document has. */
export function operationOf(method: string, url: string): Operation | undefined {
  const path = pathOf(url);
  const { name } = dialectFor(path);
  const asked = method === 'HEAD' ? 'GET' : method;
  return patterns.find(
    ({ operation, pattern }) =>
      operation.document === name && operation.method === asked && pattern.test(path),
  )?.operation;
}

/**
 * Checks an answer against the OpenAPI document of its dialect: the status is documented, the content type is that
 * status's, the body fits its schema and has no field more.
 *
 * @throws Error that names the operation and what does not fit
 */
export function demandDocumented(method: string, url: string, answered: Answered): void {
  const operation = operationOf(method, url);
  if (!operation) return;
  const { document, json, pointer } = operation;
  const { status, text } = answered;
  const complain = (what: string): never => {
    throw new Error(
      `${method} ${url} answered ${status} ${text.slice(0, 500)}\n` +
        `which is not what openapi/${document}.json says of ${json.operationId}: ${what}\n` +
        '(after a change of a controller or of a wire class, run `npm run openapi` first)',
    );
  };
  const response = json.responses[status];
  if (!response) return complain(`it documents ${Object.keys(json.responses).join(', ')}`);
  if (method === 'HEAD') return;
  const documented = Object.keys(response.content ?? {});
  // No lines at all are lines too.
  if (text === '')
    return documented.some((one) => one !== 'application/x-ndjson')
      ? complain(`it has a body (${documented.join()})`)
      : undefined;
  const type = answered.type?.split(';')[0] ?? '';
  if (!documented.includes(type))
    return complain(`its content is ${documented.join() || 'nothing'}, not ${type}`);
  const place = schemaIn(`${pointer}/responses/${status}`, type);
  const faults = faultsOf(document, place, /[/+]json/.test(type) ? JSON.parse(text) : text);
  if (faults.length > 0) complain(faults.join('; '));
}
