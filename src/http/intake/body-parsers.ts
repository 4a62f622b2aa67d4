import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRefusedKey, parseClientJson } from '../../common/client-json.js';
import { Failure } from '../../common/failure.js';
import type { BodyIntake } from './body-intake.js';
import { dialectFor, pathOf } from '../../dialects/registry.js';
import { Lines, ndjson } from '../../dialects/shared/ndjson.js';

/** Maximum fields of a form, repeated ones included. */
const mostFormFields = 100;

type Done = (error: Error | null, body?: unknown) => void;

type Reader = (body: Buffer, path: string) => unknown;

/** Registers the body parsers. Nest's own `addContentTypeParser` would wrap them for each request. */
export function addBodyParsers(fastify: FastifyInstance, intake: BodyIntake): void {
  // Fastify's text parser would pass any text to the handler.
  fastify.removeAllContentTypeParsers();
  const add = (type: string, takes: (path: string) => boolean | undefined, read: Reader) =>
    fastify.addContentTypeParser(type, (request: FastifyRequest, payload: IncomingMessage, done: Done) => {
      const path = pathOf(request.url);
      if (!takes(path)) {
        return done(new Failure('unsupported-media-type', 'The body must be application/json'));
      }
      intake.receive(request, payload, (error, body) => {
        if (error) return done(error);
        let value: unknown;
        try {
          value = read(body!, path);
        } catch (failure) {
          return done(failure as Error);
        }
        done(null, value);
      });
    });
  add('application/json', () => true, readJson);
  add('application/x-www-form-urlencoded', (path) => dialectFor(path).takesForms?.(path), readForm);
  add(ndjson, (path) => dialectFor(path).takesLines?.(path), readLines);
}

function readJson(body: Buffer, path: string): unknown {
  // Clients send a content type without a body, which is valid.
  if (body.length === 0) return undefined;
  const { forgivesMalformedBodies, mostValues } = dialectFor(path);
  const malformed = () => new Failure('malformed-body', 'The body is not valid JSON');
  if (!isUtf8(body) && !forgivesMalformedBodies) throw malformed();
  try {
    return parseClientJson(body.toString('utf8'), 'body', '', mostValues?.(path));
  } catch (error) {
    const isCounted = error instanceof Failure && !isRefusedKey(error);
    if (forgivesMalformedBodies && !isCounted) return {};
    throw error instanceof Failure ? error : malformed();
  }
}

function readForm(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (fieldsIn(body) > mostFormFields) {
    throw new Failure('body-too-large', `A form has at most ${mostFormFields} fields`);
  }
  return formOf(body.toString('utf8'));
}

function readLines(body: Buffer): Lines {
  if (!isUtf8(body)) throw new Failure('malformed-body', 'The body is not valid UTF-8');
  return new Lines(body.toString('utf8'));
}

function fieldsIn(form: Buffer): number {
  let count = 1;
  for (let at = form.indexOf('&'); at >= 0 && count <= mostFormFields; at = form.indexOf('&', at + 1)) {
    count += 1;
  }
  return count;
}

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
