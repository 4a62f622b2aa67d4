import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../../access/access.decorators.js';
import { AuditService } from '../../../audit/audit.service.js';
import type { Caller } from '../../../common/caller.js';
import { EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import { Query } from '../../shared/validated-input.decorators.js';
import { auditFilterOf, AuditListView, ListAllAudit, ListAudit, viewOfEntry } from './audit.wire.js';
import { ApiPaginated, ListAnswer, PagedAnswer, pageRequestOf } from '../shared/lists.wire.js';
import { ApiProblems } from '../shared/native.wire.js';

@ApiTags('Audit')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * List the audit of an ecosystem
   *
   * @remarks Shows who minted, revoked or changed what, newest first.
   */
  @Get('ecosystems/:ecosystemId/audit')
  @RequirePermission('audit:read')
  @ApiPaginated()
  @ApiProblems('invalid-input', 'ecosystem-not-found')
  async listAudit(
    @Param('ecosystemId') ecosystemId: string,
    @Query() query: ListAudit,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<AuditListView> {
    await this.ecosystems.require(ecosystemId, caller);
    const filter = auditFilterOf(query);
    const page = await this.audit.listOfEcosystem(ecosystemId, filter, pageRequestOf(query), caller);
    return answer.of(page, viewOfEntry);
  }

  /**
   * List the audit of the whole service
   *
   * @remarks All ecosystems, deleted ones included, and service-wide events, newest first.
   */
  @Get('audit')
  @RequirePermission('audit:read')
  @Holders('account')
  @ApiPaginated()
  @ApiProblems('invalid-input')
  async listAllAudit(
    @Query() query: ListAllAudit,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<AuditListView> {
    const filter = auditFilterOf(query);
    const page = await this.audit.listOfAll(query.ecosystemId, filter, pageRequestOf(query), caller);
    return answer.of(page, viewOfEntry);
  }
}
