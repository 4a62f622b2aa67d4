import { Readable } from 'node:stream';
import { Logger, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, OmitType } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { AuditEntry } from '../../../audit/audit-entry.entity.js';
import { tokenReference } from '../../../common/ids/identifier.js';
import { safeMessage } from '../../../common/safe-error.js';
import { ndjson, schemaOfLines } from '../../shared/ndjson.js';
import { AuditEntryView, ListAllAudit, ListAudit, viewOfEntry } from './audit.wire.js';

const AFTER = { message: 'after must be the id of an entry' };

/** Filters of an audit export; without any, it has every entry. */
export class ExportAudit extends OmitType(ListAudit, ['limit', 'cursor']) {
  /**
   * Starts after the entry with this `id`, the last one of an earlier export.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
   */
  @IsOptional()
  @Matches(tokenReference, AFTER)
  after?: string;
}

/** Filters of an audit export of the whole service. */
export class ExportAllAudit extends OmitType(ListAllAudit, ['limit', 'cursor']) {
  /**
   * Starts after the entry with this `id`, the last one of an earlier export.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
   */
  @IsOptional()
  @Matches(tokenReference, AFTER)
  after?: string;
}

const logger = new Logger('AuditExport');
const example =
  '{"id":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12","at":"2026-11-22T10:00:00.000Z","ecosystemId":"default",' +
  '"action":"token.mint","targetType":"token","targetId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",' +
  '"callerHolder":"server","callerTokenId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10","callerUserId":null,' +
  '"callerAddress":"192.0.2.7","requestId":"0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b","detail":null}\n';

export const ApiNdjson = () =>
  ApiOkResponse({
    description: 'One entry a line, as in the list, oldest first',
    content: { [ndjson]: { schema: schemaOfLines(AuditEntryView), example } },
  });

/**
 * Streams the entries as NDJSON. Reads the next batch when the client has taken the previous one, and stops
 * when the client leaves. A failed read breaks the connection, so an export that ends normally is complete.
 */
export async function linesOf(batches: AsyncGenerator<AuditEntry[]>): Promise<StreamableFile> {
  // Read the first batch before the response starts, so that an unavailable store still yields an error
  // status.
  const { value: first = [] } = await batches.next();
  return new StreamableFile(Readable.from(textOf(first, batches), { objectMode: false }), {
    type: ndjson,
    disposition: 'attachment; filename="audit.ndjson"',
  });
}

async function* textOf(first: AuditEntry[], batches: AsyncGenerator<AuditEntry[]>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield linesOfBatch(first);
  try {
    for await (const entries of batches) yield linesOfBatch(entries);
  } catch (error) {
    logger.error(`An audit export was interrupted: ${safeMessage(error)}`);
    throw error;
  }
}

function linesOfBatch(entries: AuditEntry[]): Buffer {
  return Buffer.from(entries.map((entry) => `${JSON.stringify(viewOfEntry(entry))}\n`).join(''));
}
