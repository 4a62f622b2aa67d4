import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRefusedKey, parseClientJson } from '../common/client-json.js';
import { Failure } from '../common/failure.js';
import { dialectOf, pathOf } from './dialects.js';
import { Lines, ndjson } from './ndjson.js';

/** The largest body, in bytes: a bulk mint of 10,000 ids of 128 ASCII characters takes a third of it. */
export const bodyLimit = 4 * 1024 * 1024;

/** The largest body of lines, in bytes: an import of 10,000 tokens with all their fields takes half of it. */
const linesLimit = 8 * 1024 * 1024;

/** Most fields of a form, repeated ones included. */
const mostFormFields = 100;

/** Reads bodies as each dialect takes them. Nest's own way to add a parser wraps it anew for each request. */
export function addBodyParsers(fastify: FastifyInstance): void {
  type Done = (error: Error | null, body?: unknown) => void;
  const malformed = () => new Failure('malformed-body', 'The body is not valid JSON');

  // Clients send `Content-Type: application/json` without a body (WIRE §5): that is no fault.
  const readJson = (request: FastifyRequest, body: Buffer, done: Done): void => {
    if (body.length === 0) return done(null, undefined);
    const { forgivesMalformedBodies } = dialectOf(pathOf(request.url));
    if (!isUtf8(body) && !forgivesMalformedBodies) return done(malformed());
    try {
      return done(null, parseClientJson(body.toString('utf8'), 'body'));
    } catch (error) {
      const isCounted = error instanceof Failure && !isRefusedKey(error);
      if (forgivesMalformedBodies && !isCounted) return done(null, {});
      done(error instanceof Failure ? error : malformed());
    }
  };

  const readForm = (request: FastifyRequest, body: Buffer, done: Done): void => {
    if (body.length === 0) return done(null, undefined);
    const path = pathOf(request.url);
    if (!dialectOf(path).takesForms?.(path)) {
      return done(new Failure('unsupported-media-type', 'The body must be application/json'));
    }
    if (fieldsIn(body) > mostFormFields) {
      return done(new Failure('body-too-large', `A form has at most ${mostFormFields} fields`));
    }
    done(null, formOf(body.toString('utf8')));
  };

  const readLines = (request: FastifyRequest, body: Buffer, done: Done): void => {
    const path = pathOf(request.url);
    if (!dialectOf(path).takesLines?.(path)) {
      return done(new Failure('unsupported-media-type', 'The body must be application/json'));
    }
    if (!isUtf8(body)) return done(new Failure('malformed-body', 'The body is not valid UTF-8'));
    done(null, new Lines(body.toString('utf8')));
  };

  // Fastify's own parser would hand any text to the handler.
  fastify.removeAllContentTypeParsers();
  const add = (type: string, limit: number, parser: typeof readJson) =>
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: limit }, parser);
  add('application/json', bodyLimit, readJson);
  add('application/x-www-form-urlencoded', bodyLimit, readForm);
  add(ndjson, linesLimit, readLines);
}

function fieldsIn(form: Buffer): number {
  let count = 1;
  for (let at = form.indexOf('&'); at >= 0 && count <= mostFormFields; at = form.indexOf('&', at + 1)) {
    count += 1;
  }
  return count;
}

/** A field that is repeated is a list. */
function formOf(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (Array.isArray(known)) known.push(value);
    else fields.set(name, [known, value]);
  }
  return Object.fromEntries(fields);
}
