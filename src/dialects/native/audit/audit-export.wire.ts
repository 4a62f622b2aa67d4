import { Readable } from 'node:stream';
import { Logger, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, OmitType } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { AuditEntry } from '../../../audit/audit-entry.entity.js';
import { tokenReference } from '../../../common/identifier.js';
import { safeMessage } from '../../../common/safe-error.js';
import { ndjson, schemaOfLines } from '../../shared/ndjson.js';
import { AuditEntryView, ListAllAudit, ListAudit, viewOfEntry } from './audit.wire.js';

const AFTER = { message: 'after must be the id of an entry' };

/** What of the account of an ecosystem is to be exported: all of it, when nothing is said. */
export class ExportAudit extends OmitType(ListAudit, ['limit', 'cursor']) {
  /**
   * Begins after the entry with this `id`: the last one of an export before.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
   */
  @IsOptional()
  @Matches(tokenReference, AFTER)
  after?: string;
}

/** What of the account of the whole service is to be exported. */
export class ExportAllAudit extends OmitType(ListAllAudit, ['limit', 'cursor']) {
  /**
   * Begins after the entry with this `id`: the last one of an export before.
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

/** Documents the answer of an export. */
export const ApiNdjson = () =>
  ApiOkResponse({
    description: 'One entry a line, each as in the list; the oldest first',
    content: { [ndjson]: { schema: schemaOfLines(AuditEntryView), example } },
  });

/**
 * The entries as NDJSON. A batch is asked for when the client took the one before, and none any more when it is gone. When
 * one cannot be read, the connection is cut: an export that ended by itself is whole.
 */
export async function linesOf(batches: AsyncGenerator<AuditEntry[]>): Promise<StreamableFile> {
  // Read before the answer begins, so that a store that is away can still be told by the status.
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
    logger.error(`An export of the audit was cut off: ${safeMessage(error)}`);
    throw error;
  }
}

function linesOfBatch(entries: AuditEntry[]): Buffer {
  return Buffer.from(entries.map((entry) => `${JSON.stringify(viewOfEntry(entry))}\n`).join(''));
}
