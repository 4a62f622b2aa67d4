import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, matches, Max, Min, ValidateBy } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseMoment } from '../../shared/moment.js';
import type { Page, PageRequest } from '../../../common/page.js';
import { ApiResponseHeaders } from '../../shared/failure-responses.decorator.js';
import { linkNext } from '../../shared/pagination-link.js';

/** Paging of a list. */
export class ListQuery {
  /**
   * Maximum items of the page, 1 to 200; 50 by default.
   * @example 50
   */
  @IsOptional()
  @Transform(({ value }) => (/^\d+$/.test(String(value)) ? Number(value) : value))
  @Min(1)
  @Max(200)
  @IsInt()
  limit?: number;

  /**
   * `page.nextCursor` of the previous page.
   * @example WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ
   */
  @IsOptional()
  @Length(1, 512)
  @IsString()
  cursor?: string;
}

/** Paging information of a list. */
export class PageView {
  /**
   * `cursor` of the next page; null on the last one.
   * @example WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ
   */
  nextCursor: string | null;
}

export function pageRequestOf({ limit = 50, cursor }: ListQuery): PageRequest {
  return { limit, cursor };
}

/** Builds a page of a list, with a `Link` to the next page (RFC 8288). */
export class PagedAnswer {
  constructor(
    private readonly request: Pick<FastifyRequest, 'url'>,
    private readonly reply: Pick<FastifyReply, 'header'>,
  ) {}

  of<Item, View>(
    { items, next }: Page<Item>,
    viewOf: (item: Item) => View,
  ): { data: View[]; page: PageView } {
    linkNext(this.request, this.reply, next);
    return { data: items.map(viewOf), page: { nextCursor: next } };
  }
}

export const ListAnswer = createParamDecorator((_: unknown, context: ExecutionContext): PagedAnswer => {
  const http = context.switchToHttp();
  return new PagedAnswer(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** Documents the `Link` header of a list. */
export function ApiPaginated(): MethodDecorator {
  const description = 'URL of the next page with `rel="next"` (RFC 8288); absent on the last page.';
  const schema = { type: 'string' as const, example: '</v1/ecosystems?cursor=WyJhY21lIl0>; rel="next"' };
  return ApiResponseHeaders(200, { Link: { description, schema } });
}

const momentPattern =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A timestamp in ISO 8601 with its time zone. */
export function IsMoment(): PropertyDecorator {
  const example = '2026-11-22T10:00:00.000Z';
  return applyDecorators(
    ApiPropertyOptional({ format: 'date-time', example }),
    IsOptional(),
    ValidateBy({
      name: 'isMoment',
      validator: {
        validate: (value) => matches(value, momentPattern) && parseMoment(value) !== undefined,
        defaultMessage: () => `$property must be an ISO 8601 time with its time zone, such as ${example}`,
      },
    }),
  );
}

/** Milliseconds since the epoch; undefined stays undefined. */
export function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseMoment(text);
}
