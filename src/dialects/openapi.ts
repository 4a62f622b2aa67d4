import { STATUS_CODES } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { version } from '../common/version.js';
import type { DialectName } from './dialect.js';
import { faces } from './dialects.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The OpenAPI 3.1 document of one face, made from its controllers. */
export function documentOf(app: NestFastifyApplication, name: DialectName): OpenAPIObject {
  const { dialect, module } = faces.find((face) => face.dialect.name === name)!;
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(dialect.title)
    .setDescription(dialect.description)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This service');
  for (const [key, scheme] of Object.entries(dialect.security)) builder.addSecurity(key, scheme);
  for (const [tag, description] of Object.entries(dialect.tags)) builder.addTag(tag, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    include: [module],
    operationIdFactory: (_, method) => method,
  });
  delete document.info.contact;
  complete(document);
  return document;
}

const parameterTexts: Record<string, string> = {
  ecosystemId: 'Id of the ecosystem',
  userId: 'Id of the user, 17 characters',
  tokenId: 'Id of the token’s record, a UUID',
  user_id: "The user's `externalId`, else Tokenwright's own id",
};

/** Says what the decorators leave unsaid: every answer is described, every operation has its own id and its security. */
function complete(document: OpenAPIObject): void {
  const taken = new Set<string>();
  for (const operation of operationsOf(document)) {
    operation.security ??= [];
    // Nest counts the paths of one handler: `createToken[1]`.
    const id = operation.operationId!.replace(/\[\d+\]$/, '');
    operation.operationId = taken.has(id) ? `${id}V0` : id;
    taken.add(operation.operationId);
    for (const parameter of operation.parameters ?? []) {
      if ('name' in parameter) parameter.description ??= parameterTexts[parameter.name];
    }
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!response || !('description' in response)) continue;
      response.description ||= STATUS_CODES[status] ?? status;
      // What several decorators said of one status.
      response.description = response.description.replaceAll('`\n\n`', '`, `');
    }
    markReplays(operation);
  }
}

/** Where a request may come with a key, its answer may be one that was given before. */
function markReplays({ parameters = [], responses }: Operation): void {
  if (!parameters.some((parameter) => 'name' in parameter && parameter.name === 'Idempotency-Key')) return;
  for (const [status, response] of Object.entries(responses)) {
    if (!status.startsWith('2') || !response || !('description' in response)) continue;
    const description = 'Only when the `Idempotency-Key` was known: this was answered before';
    const schema = { type: 'string' as const, enum: ['true'] };
    response.headers = { ...response.headers, 'Idempotent-Replayed': { description, schema } };
  }
}

function operationsOf(document: OpenAPIObject): Operation[] {
  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
  return Object.values(document.paths).flatMap((path) => methods.flatMap((method) => path[method] ?? []));
}

/** Serves the documents, and a reader of them. */
export function serveDocuments(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const documents = new Map<string, OpenAPIObject>();
  for (const { dialect } of faces) {
    fastify.get(
      `/openapi/${dialect.name}.json`,
      (_request: unknown, reply: { send: (body: object) => void }) => {
        const document = documents.get(dialect.name) ?? documentOf(app, dialect.name);
        documents.set(dialect.name, document);
        reply.send(document);
      },
    );
  }
  SwaggerModule.setup('docs', app, () => documentOf(app, 'native'), {
    explorer: true,
    customSiteTitle: 'Tokenwright',
    raw: false,
    swaggerOptions: {
      urls: faces.map(({ dialect }) => ({ name: dialect.title, url: `/openapi/${dialect.name}.json` })),
    },
  });
}
