import { Controller, Get } from '@nestjs/common';
import { ApiQuery, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { AnyCaller, CurrentCaller, WithAuthToken } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Failure, invalidField } from '../../../common/failure.js';
import type { User } from '../../../users/user.entity.js';
import { UserSearchService } from '../../../users/search/user-search.service.js';
import { Query } from '../../shared/validated-input.decorators.js';
import { type Fields, firstText } from '../shared/body.js';
import { type NamedUser, RocketchatPeople } from './people.js';
import { RocketchatPermissions } from '../permissions/permissions.js';
import { ApiRocketchatFailures } from '../shared/api-failures.js';
import { projected, projectionOf, searchOf } from './search.js';
import { FullUser, fullViewOf, limitedViewOf, ownViewOf, UserInfo, UserList } from './user-views.wire.js';

@ApiTags('People')
@Controller('api/v1')
@WithAuthToken()
export class RocketchatDirectoryController {
  constructor(
    private readonly people: RocketchatPeople,
    private readonly search: UserSearchService,
    private readonly permissions: RocketchatPermissions,
  ) {}

  /**
   * Read a user
   *
   * @remarks Oneself always. Others are found only with `view-d-room` or `view-full-other-user-info`, which
   * shows all fields.
   */
  @Get('users.info')
  @AnyCaller()
  @ApiSecurity({ authToken: [], userId: [] })
  @ApiQuery({ name: 'userId', required: false, description: "The user's id", example: 'BsNr28znDkG8aeo7W' })
  @ApiQuery({ name: 'username', required: false, description: 'In any case of letters', example: 'ada' })
  @ApiQuery({
    name: 'importId',
    required: false,
    example: 'client_account_1',
    description: "The user's `externalId`",
  })
  @ApiQuery({
    name: 'email',
    required: false,
    example: 'test@acme.example',
    description: 'In any case of letters',
  })
  @ApiQuery({
    name: 'fields',
    required: false,
    example: '{"name":1}',
    description: 'JSON: `{"name":1}`, or `{"emails":0}`',
  })
  @ApiRocketchatFailures('users.info', 'user-not-found', ['invalid-input', { issues: [unnamed()] }])
  async readUser(@Query() query: Fields, @CurrentCaller() caller: Caller): Promise<UserInfo> {
    const projection = projectionOf(query);
    const named = namedIn(query);
    const isFull = await this.permissions.holds(caller, 'view-full-other-user-info');
    const mayKnow = isFull || (await this.permissions.holds(caller, 'view-d-room'));
    const found = await this.people.find(caller, named, mayKnow);
    if (!found) throw new Failure('user-not-found', 'There is no such user');
    const view = found.id === caller.userId ? ownViewOf(found) : this.viewFor(caller, found, isFull);
    return { user: projected(view, projection) as FullUser, success: true };
  }

  /**
   * List users
   *
   * @remarks Needs `view-d-room`. Without `view-full-other-user-info` it shows only public fields of others,
   * and searches only those. `query` supports `_id`, `username`, `name`, `emails.address`, `roles`, `active`,
   * `type` and `status`, each with a value or `{"$regex":"plain text"}`, in `$and` and `$or`.
   */
  @Get('users.list')
  @AnyCaller()
  @ApiSecurity({ authToken: [], userId: [] })
  @ApiQuery({ name: 'offset', required: false, description: 'How many to pass over', example: 0 })
  @ApiQuery({ name: 'count', required: false, description: '1 to 100; 50 when left out', example: 50 })
  @ApiQuery({
    name: 'sort',
    required: false,
    example: '{"username":1}',
    description: 'JSON: `{"username":1}`, or -1 for descending',
  })
  @ApiQuery({
    name: 'fields',
    required: false,
    example: '{"name":1}',
    description: 'JSON: `{"name":1}`, or `{"emails":0}`',
  })
  @ApiQuery({
    name: 'query',
    required: false,
    example: '{"username":"test"}',
    description: 'JSON: `{"username":"ada"}`',
  })
  @ApiQuery({ name: 'email', required: false, example: 'acme.example', description: 'A part of the address' })
  @ApiRocketchatFailures('users.list', 'permission-denied', ['invalid-input', { issues: [badSort()] }])
  async listUsers(@Query() query: Fields, @CurrentCaller() caller: Caller): Promise<UserList> {
    await this.permissions.demand(caller, 'view-d-room');
    const isFull = await this.permissions.holds(caller, 'view-full-other-user-info');
    const search = searchOf(query, isFull);
    const projection = projectionOf(query);
    const { users, total } = await this.search.search(caller.ecosystemId!, search, caller);
    const views = users.map((user) => projected(this.viewFor(caller, user, isFull), projection) as FullUser);
    return { users: views, count: views.length, offset: search.offset, total, success: true };
  }

  private viewFor(caller: Caller, user: User, isFull: boolean) {
    return isFull || user.id === caller.userId ? fullViewOf(user) : limitedViewOf(user);
  }
}

function namedIn(query: Fields): NamedUser {
  const id = firstText(query, 'userId');
  if (id !== undefined) return { id };
  const username = firstText(query, 'username');
  if (username !== undefined) return { username };
  const email = firstText(query, 'email');
  if (email !== undefined) return { email };
  const externalId = firstText(query, 'importId');
  if (externalId !== undefined) return { externalId };
  const { path, rule, message } = unnamed();
  throw invalidField('query', path, rule, message);
}

function unnamed() {
  const message = "must have required property 'userId'";
  return { place: 'query', path: 'userId', rule: 'required', message } as const;
}

function badSort() {
  const message = 'Invalid sort parameter provided: "{"username":2}"';
  return { place: 'query', path: 'sort', rule: 'sort', message } as const;
}
