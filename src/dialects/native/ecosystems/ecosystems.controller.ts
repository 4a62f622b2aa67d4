import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import type { Ecosystem } from '../../../ecosystems/ecosystem.entity.js';
import { EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import { RevocationService } from '../../../tokens/revoke/revocation.service.js';
import { Body, Query } from '../../shared/validated-input.decorators.js';
import {
  CreateEcosystem,
  DeleteEcosystem,
  EcosystemListView,
  EcosystemView,
  ListEcosystems,
  UpdateEcosystem,
  viewOfEcosystem,
} from './ecosystems.wire.js';
import {
  ApiETag,
  ApiConditionalGet,
  ApiIfMatch,
  ConditionalRequest,
  RequestConditions,
  etagOfVersion,
} from '../shared/conditional-request.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiPaginated, ListAnswer, PagedAnswer, pageRequestOf } from '../shared/lists.wire.js';
import { ApiProblems, ApiProblemsOfBody } from '../shared/native.wire.js';

const unconfirmed = {
  place: 'query',
  path: 'confirm',
  rule: 'confirm',
  message: 'confirm must be default: every token in this ecosystem will be dead for good',
} as const;

@ApiTags('Ecosystems')
@Controller('v1/ecosystems')
export class EcosystemsController {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly revocation: RevocationService,
  ) {}

  /**
   * Create an ecosystem
   *
   * @remarks Creates a tenant with the roles `admin` (every permission in it) and `user` (acting for oneself).
   * The `id` of a deleted ecosystem can be reused after ten minutes. Its users and tokens stay dead but
   * listed, and its audit continues: reuse the id only for the same organisation.
   */
  @Post()
  @Idempotent()
  @RequirePermission('ecosystems:create')
  @ApiETag(201)
  @ApiProblemsOfBody(['conflict', { field: 'domain' }])
  async createEcosystem(
    @Body() body: CreateEcosystem,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<EcosystemView> {
    const ecosystem = await this.revocation.createEcosystem(body, caller);
    return conditions.respond(this.viewOf(ecosystem), etagOfVersion(ecosystem.version));
  }

  /**
   * List ecosystems
   *
   * @remarks Sorted by id. An account token sees all ecosystems, any other token its own.
   */
  @Get()
  @RequirePermission('ecosystems:read')
  @ApiPaginated()
  @ApiProblems('invalid-input')
  async listEcosystems(
    @Query() query: ListEcosystems,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<EcosystemListView> {
    const page = await this.ecosystems.list(query, pageRequestOf(query), caller);
    return answer.of(page, (ecosystem) => this.viewOf(ecosystem));
  }

  /**
   * Read an ecosystem
   *
   * @remarks Another tenant's ecosystem is reported as not found.
   */
  @Get(':ecosystemId')
  @RequirePermission('ecosystems:read')
  @ApiConditionalGet()
  @ApiProblems('ecosystem-not-found')
  async readEcosystem(
    @Param('ecosystemId') ecosystemId: string,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<EcosystemView> {
    const ecosystem = await this.ecosystems.require(ecosystemId, caller);
    return conditions.respond(this.viewOf(ecosystem), etagOfVersion(ecosystem.version));
  }

  /**
   * Change an ecosystem
   *
   * @remarks Omitted fields stay as they are. The `domain` is unique in the whole service, so only an account
   * token may set it.
   */
  @Patch(':ecosystemId')
  @RequirePermission('ecosystems:update')
  @ApiETag(200)
  @ApiIfMatch()
  @ApiProblemsOfBody(
    'ecosystem-not-found',
    ['conflict', { field: 'domain' }],
    'precondition-failed',
    'wrong-holder',
  )
  async updateEcosystem(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: UpdateEcosystem,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<EcosystemView> {
    const { expectedVersions } = conditions;
    const ecosystem = await this.ecosystems.update(ecosystemId, body, expectedVersions, caller);
    return conditions.respond(this.viewOf(ecosystem), etagOfVersion(ecosystem.version));
  }

  /**
   * Delete an ecosystem
   *
   * @remarks Every token in it is dead for good when the response arrives. Deleting `default` needs
   * `?confirm=default`.
   */
  @Delete(':ecosystemId')
  @HttpCode(204)
  @RequirePermission('ecosystems:delete')
  @ApiIfMatch()
  @ApiProblems('ecosystem-not-found', 'precondition-failed', ['invalid-input', { issues: [unconfirmed] }])
  async deleteEcosystem(
    @Param('ecosystemId') ecosystemId: string,
    @Query() { confirm }: DeleteEcosystem,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<void> {
    const { expectedVersions: expected } = conditions;
    await this.ecosystems.delete(ecosystemId, { expected, confirm }, caller);
  }

  private viewOf(ecosystem: Ecosystem): EcosystemView {
    return viewOfEcosystem(ecosystem, this.ecosystems.registrationOf(ecosystem));
  }
}
