import { STATUS_CODES } from 'node:http';
import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { version } from '../../common/version.js';
import { declareGuardFailures, refusalsOf } from '../../dialects/shared/failure-responses.decorator.js';
import type { Dialect, DialectName } from '../../dialects/dialect.js';
import { registry } from '../../dialects/registry.js';
import { addExamples } from './examples.js';
import { normaliseSchemas } from './schemas.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The OpenAPI 3.1 document of one dialect, generated from its controllers. */
export function documentOf(app: NestFastifyApplication, name: DialectName): OpenAPIObject {
  const { dialect, module } = registry.find(({ dialect: one }) => one.name === name)!;
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(dialect.title)
    .setDescription(dialect.description)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This service');
  for (const [key, scheme] of Object.entries(dialect.security)) builder.addSecurity(key, scheme);
  for (const [tag, description] of Object.entries(dialect.tags)) builder.addTag(tag, description);
  const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, module) ?? []) as Type[];
  for (const controller of controllers) declareGuardFailures(dialect, controller);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    include: [module],
    operationIdFactory: (_, method) => method,
    autoTagControllers: false,
  });
  document.info.contact = { name: 'The operator of this service' };
  complete(document, dialect);
  normaliseSchemas(document);
  return document;
}

const parameters: Record<string, { description: string; example: string }> = {
  ecosystemId: { description: 'Id of the ecosystem', example: 'default' },
  userId: {
    description: 'Id of the user, or `external:` and the `externalId`: `external:customer-4711`',
    example: 'BsNr28znDkG8aeo7W',
  },
  tokenId: {
    description: 'Id of the token’s record, a UUID',
    example: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11',
  },
  role: { description: 'Name of the role', example: 'support' },
  code: { description: 'The `code` of the problem', example: 'user-not-found' },
  user_id: {
    description: "The user's `externalId`, else Tokenwright's own id",
    example: 'client_account_1',
  },
};

/**
 * Readers of the documents send examples with one click, so harmful ones name an ecosystem or an account that
 * does not exist.
 */
const absent: Record<string, string> = {
  ecosystemId: 'acme',
  user_id: 'closed_account_1',
  subject: 'acme;client_account_1',
};

/** A key has another id than a user's token. */
function exampleAt(method: string, path: string, name: string): string | undefined {
  const isHarmful = !['get', 'post'].includes(method) || /\/(revoke|rotate)$/.test(path);
  if (isHarmful && absent[name]) return absent[name];
  if (name === 'tokenId' && path.includes('/server-tokens/')) return '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b22';
  if (name === 'tokenId' && path.includes('/account-tokens/')) return '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b33';
  return parameters[name]?.example;
}

/** Adds what the decorators do not declare: descriptions, operation ids, security. */
function complete(document: OpenAPIObject, dialect: Dialect): void {
  const taken = new Set<string>();
  for (const { method, path, operation } of operationsOf(document)) {
    operation.security ??= [];
    // Nest numbers the paths of one handler: `createToken[1]`.
    const id = operation.operationId!.replace(/\[\d+\]$/, '');
    operation.operationId = taken.has(id) ? `${id}V0` : id;
    taken.add(operation.operationId);
    for (const parameter of operation.parameters ?? []) {
      if (!('name' in parameter)) continue;
      const known = parameters[parameter.name];
      parameter.description ??= known?.description;
      if (parameter.in === 'path') parameter.example = exampleAt(method, path, parameter.name) ?? parameter.example;
      else if (known) parameter.example ??= exampleAt(method, path, parameter.name);
    }
    if (method !== 'get') addRefusalsOfBodies(operation, dialect);
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!response || !('description' in response)) continue;
      response.description ||= STATUS_CODES[status] ?? status;
      // Nest joins the descriptions of several decorators by blank lines.
      response.description = response.description.replaceAll('`\n\n`', '`, `');
    }
    markReplays(operation);
    addExamples(operation, document.components?.schemas);
  }
}

/** Documents the header of replayed answers on operations that take an `Idempotency-Key`. */
function markReplays({ parameters = [], responses }: Operation): void {
  if (!parameters.some((parameter) => 'name' in parameter && parameter.name === 'Idempotency-Key')) return;
  for (const [status, response] of Object.entries(responses)) {
    if (!status.startsWith('2') || !response || !('description' in response)) continue;
    const description = 'Only on a replay: the `Idempotency-Key` was used before';
    const schema = { type: 'string' as const, enum: ['true'] };
    response.headers = { ...response.headers, 'Idempotent-Replayed': { description, schema } };
  }
}

/** Any body is read, and so may be refused, on operations that need none too. */
function addRefusalsOfBodies(operation: Operation, dialect: Dialect): void {
  const internal = operation.responses['500'] as { content?: Record<string, { schema: { $ref: string } }> };
  const { schema } = Object.values(internal.content!)[0]!;
  for (const [status, response] of refusalsOf(dialect, schema, [
    'body-too-large',
    'invalid-input',
    'unsupported-media-type',
  ])) {
    operation.responses[status] ??= response as Operation['responses'][string];
  }
}

function operationsOf(document: OpenAPIObject): { method: string; path: string; operation: Operation }[] {
  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
}

export function serveDocuments(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const documents = new Map<string, OpenAPIObject>();
  for (const { dialect } of registry) {
    fastify.get(
      `/openapi/${dialect.name}.json`,
      ({ protocol, host }: { protocol: string; host: string }, reply: { send: (body: object) => void }) => {
        const document = documents.get(dialect.name) ?? documentOf(app, dialect.name);
        documents.set(dialect.name, document);
        // Generators need an absolute URL, which the file cannot know.
        const url = host ? `${protocol}://${host}` : '/';
        reply.send({ ...document, servers: [{ url, description: 'This service' }] });
      },
    );
  }
}
