import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Failure, invalidField } from '../../../common/failure.js';
import { EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import { externalIdIn } from '../../../users/names/user-references.js';
import { UsersService } from '../../../users/users.service.js';
import type { RequestPreparation } from '../../dialect.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** As the client sent them, when references were replaced. */
    sent?: Pick<FastifyRequest, 'params' | 'query' | 'body'>;
  }
}

type Fields = Record<string, unknown>;

/** Parameters and fields of native requests that hold the id of a user. */
export const userIdFields = ['userId', 'userIds', 'callerUserId', 'targetId'];

/** Maximum references of one request; a handler refuses more. */
const most = 10_000;

/**
 * Replaces `external:EXTERNAL_ID` by the id of the user, wherever a native request names one, so that no handler sees it.
 * Where nobody has the `externalId`, the reference stays: no user has such an id.
 */
@Injectable()
export class UserIdResolver implements RequestPreparation {
  constructor(
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
  ) {}

  concerns(path: string): boolean {
    return /:ecosystemId\b|^\/v1\/audit\b/.test(path);
  }

  prepare(request: FastifyRequest): Promise<void> | undefined {
    const { params, query, body } = request;
    // Nearly no request of the mint path has a reference.
    if (!hasReference(params) && !hasReference(query) && !hasReference(body)) return undefined;
    return this.resolve(request, [params, query, body].flatMap(referencesIn));
  }

  private async resolve(request: FastifyRequest, references: string[]): Promise<void> {
    const { params, query, body } = request;
    const caller = request.caller!;
    const { ecosystemId } = { ...(query as Fields), ...(params as Fields) };
    if (typeof ecosystemId !== 'string') {
      throw invalidField('query', 'ecosystemId', 'with-external', 'external: needs the ecosystemId');
    }
    const ids = await this.users.idsOf(ecosystemId, references, caller);
    // A filter by an id needs no user. By an externalId that nobody has it would hide the entries of a deleted user.
    const unknown = referencesIn(query).find((reference) => !ids.has(reference));
    if (unknown !== undefined) {
      if ('ecosystemId' in (params as Fields)) await this.ecosystems.require(ecosystemId, caller);
      throw new Failure('user-not-found', `No such user: ${unknown}`, { ids: [unknown] });
    }
    request.sent = { params, query, body };
    request.params = withIds(params, ids);
    request.query = withIds(query, ids);
    request.body = withIds(body, ids);
  }
}

function hasReference(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  for (const field of userIdFields) {
    const value = (part as Fields)[field];
    if (Array.isArray(value) ? value.length <= most && value.some(isExternal) : isExternal(value))
      return true;
  }
  return false;
}

function referencesIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const found: string[] = [];
  for (const field of userIdFields) {
    const value = (part as Fields)[field];
    if (typeof value === 'string' && isExternal(value)) found.push(value);
    else if (Array.isArray(value) && value.length <= most) found.push(...value.filter(isExternal));
  }
  return found;
}

function isExternal(value: unknown): value is string {
  return typeof value === 'string' && externalIdIn(value) !== undefined;
}

function withIds<Part>(part: Part, ids: ReadonlyMap<string, string>): Part {
  if (!hasReference(part)) return part;
  const fields = { ...part } as Fields;
  const idOf = (value: unknown) => ids.get(value as string) ?? value;
  for (const field of userIdFields) {
    const value = fields[field];
    if (Array.isArray(value)) fields[field] = value.map(idOf);
    else if (value !== undefined) fields[field] = idOf(value);
  }
  return fields as Part;
}
