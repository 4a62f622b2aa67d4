import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { mapYielding } from '../../../common/concurrency/map-yielding.js';
import { Failure } from '../../../common/failure.js';
import { BulkUsersService } from '../../../users/bulk-users.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiProblemsOfBody } from '../shared/native.wire.js';
import { CreatedUsersView, CreateUsers, readItem, UserInBulk, viewOfCreated } from './bulk-users.wire.js';

@ApiTags('Users')
@Controller('v1/ecosystems/:ecosystemId/users')
export class BulkUsersController {
  constructor(private readonly users: BulkUsersService) {}

  /**
   * Create many users
   *
   * @remarks Up to 10,000 in at most 4 MiB. A refused user does not affect the others: `data` has the `id` or the `problem`
   * of each, in their order; `errors` of the first 100 faults. Every 500 users are one transaction; with an
   * `Idempotency-Key` all are. Sent again without a key, users who have a name are refused with `conflict`. Set
   * passwords by a change of each user.
   */
  @Post('bulk')
  @Idempotent()
  @HttpCode(200)
  @RequirePermission('users:create')
  @ApiBody({
    type: CreateUsers,
    examples: {
      two: {
        value: {
          users: [
            { externalId: 'customer-4712', email: 'grace@acme.example', name: 'Grace Hopper' },
            { externalId: 'customer-4713', username: 'alan' },
          ],
        },
      },
    },
  })
  @ApiProblemsOfBody('ecosystem-not-found')
  async createUsers(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: CreateUsers,
    @CurrentCaller() caller: Caller,
  ): Promise<CreatedUsersView> {
    const read = await mapYielding(body.users, readItem);
    const valid = read.filter((one): one is UserInBulk => !(one instanceof Failure));
    const created = (await this.users.create(ecosystemId, valid, caller)).values();
    const outcomes = read.map((one) => (one instanceof Failure ? one : created.next().value!));
    return viewOfCreated(outcomes);
  }
}
