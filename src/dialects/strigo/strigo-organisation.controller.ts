import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyCaller, CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import { missing } from '../../access/authenticator.js';
import type { Caller } from '../../common/caller.js';
import { UserDirectory } from '../../users/search/user-directory.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Query } from '../shared/validated-input.decorators.js';
import { linkNext } from '../shared/pagination-link.js';
import { vendorPageRequestOf } from '../shared/list-query.wire.js';
import { strigoDialect } from './strigo.dialect.js';
import { StrigoFailure } from './strigo.wire.js';
import { Healthy, memberOf, MembersListed, MembersQuery } from './strigo-organisation.wire.js';

@ApiTags('Organisation')
@ApiBearerAuth('apiKey')
@Controller('api/v1')
@Holders('server', 'account')
export class StrigoOrganisationController {
  constructor(private readonly directory: UserDirectory) {}

  /**
   * Check the health
   *
   * @remarks Verifies the credentials too.
   */
  @Get('health')
  @AnyCaller()
  @ApiFailures(strigoDialect, StrigoFailure)
  checkHealth(@CurrentCaller() caller: Caller): Healthy {
    organisationOf(caller);
    return { status: 'ok', message: 'Healthy' };
  }

  /**
   * Retrieve all members
   *
   * @remarks The active users of the organisation that have an e-mail address, up to 10,000. The header
   * `Link` leads to further ones.
   */
  @Get('members')
  @RequirePermission('users:read')
  @ApiFailures(strigoDialect, StrigoFailure, [
    'invalid-input',
    { issues: [{ place: 'query', path: 'limit', rule: 'isInt', message: 'must be a whole number' }] },
  ])
  async listMembers(
    @Query() query: MembersQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MembersListed> {
    const { items, next } = await this.directory.list(
      organisationOf(caller),
      vendorPageRequestOf(query),
      caller,
      (user) => user.active && user.email !== null,
    );
    linkNext(request, reply, next);
    return { result: 'success', data: items.map(memberOf) };
  }
}

function organisationOf({ ecosystemId }: Caller): string {
  if (!ecosystemId) throw missing('credentials of the form ORG_ID:API_KEY');
  return ecosystemId;
}
