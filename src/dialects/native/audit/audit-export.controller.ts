import { Controller, Get, Param, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../../access/access.decorators.js';
import { AuditService } from '../../../audit/audit.service.js';
import type { Caller } from '../../../common/caller.js';
import { EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import { Query } from '../../shared/validated-input.decorators.js';
import { ApiNdjson, ExportAllAudit, ExportAudit, linesOf } from './audit-export.wire.js';
import { auditFilterOf } from './audit.wire.js';
import { ApiProblems } from '../shared/native.wire.js';

@ApiTags('Audit')
@Controller('v1')
@RequirePermission('audit:read')
export class AuditExportController {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Export the audit of an ecosystem
   *
   * @remarks All entries as NDJSON, one JSON object a line, oldest first. A connection that breaks means an
   * incomplete export: continue with `after`, the `id` of the last line that you received.
   */
  @Get('ecosystems/:ecosystemId/audit/export')
  @ApiNdjson()
  @ApiProblems('invalid-input', 'ecosystem-not-found')
  async exportAudit(
    @Param('ecosystemId') ecosystemId: string,
    @Query() query: ExportAudit,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    await this.ecosystems.require(ecosystemId, caller);
    const filter = auditFilterOf(query);
    return linesOf(this.audit.exportOfEcosystem(ecosystemId, filter, query.after, caller));
  }

  /**
   * Export the audit of the whole service
   *
   * @remarks All ecosystems, deleted ones included, and service-wide events. The format is that of an
   * ecosystem's export.
   */
  @Get('audit/export')
  @Holders('account')
  @ApiNdjson()
  @ApiProblems('invalid-input')
  async exportAllAudit(
    @Query() query: ExportAllAudit,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const filter = auditFilterOf(query);
    return linesOf(this.audit.exportOfAll(query.ecosystemId, filter, query.after, caller));
  }
}
