import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExpectedVersions } from '../../../database/optimistic-lock.js';
import { ApiResponseHeaders } from '../../shared/failure-responses.decorator.js';

/** The entity tag of a versioned resource. */
export function etagOfVersion(version: number): string {
  return `"${version}"`;
}

/** The weak entity tag of a resource without a version, from its content. */
export function etagOfContent(view: object): string {
  const digest = createHash('sha256').update(JSON.stringify(view)).digest('base64url');
  return `W/"${digest.slice(0, 22)}"`;
}

/** The preconditions of a request (RFC 9110 §13). */
export class ConditionalRequest {
  constructor(
    private readonly request: Pick<FastifyRequest, 'method' | 'headers'>,
    private readonly reply: Pick<FastifyReply, 'header' | 'status'>,
  ) {}

  /** Versions named by `If-Match`; undefined when any will do. A malformed list names none. */
  get expectedVersions(): ExpectedVersions {
    const wanted = this.request.headers['if-match'];
    if (wanted === undefined || wanted.trim() === '*') return undefined;
    // A weak tag never matches here, because it does not promise equality.
    return tagsIn(wanted)
      .flatMap((tag) => /^"([1-9]\d{0,8})"$/.exec(tag)?.[1] ?? [])
      .map(Number);
  }

  /** Sets the entity tag. Returns the view, or 304 without a body when the client has it already. */
  respond<View>(view: View, tag: string): View {
    void this.reply.header('etag', tag);
    if (!this.isKnown(tag)) return view;
    void this.reply.status(304);
    return undefined as View;
  }

  private isKnown(tag: string): boolean {
    const { method, headers } = this.request;
    const known = headers['if-none-match'];
    if (known === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
    return known.trim() === '*' || tagsIn(known).some((one) => opaque(one) === opaque(tag));
  }
}

export const RequestConditions = createParamDecorator(
  (_: unknown, context: ExecutionContext): ConditionalRequest => {
    const http = context.switchToHttp();
    return new ConditionalRequest(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  },
);

/** Documents the `ETag` of a response. */
export function ApiETag(status: 200 | 201): MethodDecorator {
  const description = 'Entity tag of this state. Send it as `If-Match` or `If-None-Match`.';
  const ETag = { description, schema: { type: 'string' as const, example: '"1"' } };
  return ApiResponseHeaders(status, { ETag });
}

/** Documents `If-None-Match` on a read. */
export function ApiConditionalGet(): MethodDecorator {
  return applyDecorators(
    ApiETag(200),
    ApiResponse({ status: 304, description: 'Unchanged since `If-None-Match`' }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description:
        '`ETag` of an earlier response, such as `"1"`. When it is still current, the response is 304 without a body.',
      schema: { type: 'string' },
    }),
  );
}

/** Documents `If-Match` on a change. */
export function ApiIfMatch(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      '`ETag` of an earlier response, such as `"1"`. When it is outdated, the response is 412 and nothing changes. `*` accepts any.',
    schema: { type: 'string' },
  });
}

const list = /^[\t ,]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[\t ]*(?:,[\t ,]*|$))+$/;

/** The tags of a header; none when it is malformed. */
function tagsIn(header: string): string[] {
  return list.test(header) ? (header.match(/(?:W\/)?"[^"]*"/g) ?? []) : [];
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
