import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AnyCaller, CurrentCaller, Public, WithAuthToken } from '../../../access/access.decorators.js';
import { FailedAttempts } from '../../../access/rate-limit/failed-attempts.js';
import { demandPermission } from '../../../access/permissions.guard.js';
import type { Caller } from '../../../common/caller.js';
import { Failure, invalidField } from '../../../common/failure.js';
import { validate } from '../../shared/validation/validate.js';
import { CONFIG, type Config } from '../../../config/config.js';
import type { User } from '../../../users/user.entity.js';
import type { UserChanges } from '../../../users/user-changes.js';
import { RegistrationService } from '../../../users/sign-in/registration.service.js';
import { UsersService } from '../../../users/users.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { fieldsOf, namedUser } from '../shared/body.js';
import { checkIdentity, demandPlainName, isBlockedName, isUserName, refuse } from './identity-rules.js';
import { RocketchatPeople } from './people.js';
import { RocketchatPermissions } from '../permissions/permissions.js';
import { ApiRocketchatFailures, ApiRocketchatBodyFailures } from '../shared/api-failures.js';
import { ActiveStatusSet, changedViewOf, UserChanged, UserDeleted } from './user-views.wire.js';
import { CreateUser, DeleteUser, SetActiveStatus, UpdateUser, type UserData } from './users.wire.js';
import { RegisterUser } from './register.wire.js';
import { AnonymousCallers } from '../shared/anonymous-caller.js';
import { createTokenSecret } from '../environment.js';

const authenticated = { authToken: [], userId: [] };

@ApiTags('People')
@Controller('api/v1')
@WithAuthToken()
export class RocketchatUsersController {
  constructor(
    private readonly users: UsersService,
    private readonly people: RocketchatPeople,
    private readonly registration: RegistrationService,
    private readonly permissions: RocketchatPermissions,
    private readonly anonymous: AnonymousCallers,
    private readonly attempts: FailedAttempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Create a user
   *
   * @remarks Needs `create-user`. You cannot assign roles with a permission that you lack.
   */
  @Post('users.create')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: CreateUser })
  @ApiRocketchatBodyFailures(
    'users.create',
    ['permission-denied', { permission: 'create-user' }],
    ['conflict', { field: 'username', value: 'ada' }],
    ['invalid-input', { issues: [fault('email', 'isString', "must have required property 'email'")] }],
  )
  async createUser(@Body() body: object, @CurrentCaller() caller: Caller): Promise<UserChanged> {
    const given = validate(CreateUser, fieldsOf(body), 'body');
    demandPlainName(given.name);
    await this.permissions.demand(caller, 'create-user');
    const { email, name, username, roles, active, setRandomPassword } = given;
    const password = setRandomPassword ? undefined : given.password;
    checkIdentity({ username, email, name, roles });
    const changes = { email, name, username, roles: roles && [...new Set(roles)], active, password };
    const user = await namingWhatIsTaken(changes, () =>
      this.users.create(caller.ecosystemId!, changes, caller),
    );
    return { user: changedViewOf(user), success: true };
  }

  /**
   * Register oneself
   *
   * @remarks Open in ecosystems with `"registration": "open"`; in `default`, unless set there, with
   * `ACCOUNTS_REGISTRATION_FORM=Public`. The first user that `default` ever has becomes its admin.
   */
  @Post('users.register')
  @HttpCode(200)
  @Public()
  @ApiBody({ type: RegisterUser })
  @ApiRocketchatFailures(
    'users.register',
    'permission-denied',
    'wrong-holder',
    ['conflict', { field: 'username' }],
    ['invalid-input', { issues: [fault('username', 'plain', 'The username provided is not valid')] }],
  )
  async registerUser(@Body() body: object, @Req() request: FastifyRequest): Promise<UserChanged> {
    const ecosystemId = await this.anonymous.ecosystemOf(request);
    const caller = this.anonymous.inNameOf(ecosystemId, request);
    await this.registration.demandOpen(ecosystemId, caller);
    const given = validate(RegisterUser, fieldsOf(body), 'body');
    if (this.isGeneration8 && (await this.anonymous.callerOf(request))) {
      throw new Failure('wrong-holder', 'Logged in already');
    }
    demandPlainName(given.name);
    const { email, name, username, pass: password } = given;
    if (!isUserName(username)) {
      throw invalidField('body', 'username', 'plain', 'The username provided is not valid');
    }
    if (isBlockedName(username)) throw new Failure('conflict', 'It is not free', { field: 'username' });
    checkIdentity({ email, name });
    // A registration hashes a password and reveals which names are taken, so limit it by address.
    await this.attempts.spend(request.ip);
    const user = await this.registration.register(ecosystemId, { email, name, username, password }, caller);
    return { user: changedViewOf(user), success: true };
  }

  /**
   * Change a user
   *
   * @remarks Needs `edit-other-user-info` for others. One's own name needs `self:manage`; one's own username
   * and address need `edit-other-user-info` too, because others identify the user by them. Roles need
   * `assign-roles`, a password `edit-other-user-password`, `active` `edit-other-user-active-status`. A new
   * password ends all tokens of the user, one's own included.
   */
  @Post('users.update')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: UpdateUser })
  @ApiRocketchatBodyFailures(
    'users.update',
    ['permission-denied', { permission: 'edit-other-user-info' }],
    'user-not-found',
    'last-admin',
    ['conflict', { field: 'email', value: 'ada@acme.example' }],
    ['invalid-input', { issues: [fault('data', 'isObject', "must have required property 'data'")] }],
  )
  async updateUser(@Body() body: object, @CurrentCaller() caller: Caller): Promise<UserChanged> {
    const { userId, data } = validate(UpdateUser, fieldsOf(body), 'body');
    demandPlainName(data.name);
    await this.demandForUpdate(caller, userId, data);
    const { email, name, username, roles, active, setRandomPassword } = data;
    const password = setRandomPassword ? null : data.password;
    if (username !== undefined && isBlockedName(username)) {
      refuse('username', 'unsaved-identity', 'Could not save user identity');
    }
    checkIdentity({ username, email, name, roles });
    // As in the original, a new password logs the user out everywhere.
    const revokeTokens = password === undefined ? undefined : true;
    const unique = roles && [...new Set(roles)];
    const changes = { email, name, username, roles: unique, active, password, revokeTokens };
    const user = await namingWhatIsTaken(changes, () =>
      this.users.update(caller.ecosystemId!, userId, changes, undefined, caller),
    );
    return { user: changedViewOf(user), success: true };
  }

  /**
   * Activate or deactivate a user
   *
   * @remarks Needs `edit-other-user-active-status` or `manage-moderation-actions`. A deactivated user has no
   * live token when the response arrives.
   */
  @Post('users.setActiveStatus')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: SetActiveStatus })
  @ApiRocketchatBodyFailures('users.setActiveStatus', 'permission-denied', 'user-not-found', 'last-admin', [
    'invalid-input',
    { issues: [fault('userId', 'isString', "must have required property 'userId'")] },
  ])
  async setActiveStatus(@Body() body: object, @CurrentCaller() caller: Caller): Promise<ActiveStatusSet> {
    const { userId, activeStatus: active } = validate(SetActiveStatus, fieldsOf(body), 'body');
    await this.permissions.demand(caller, 'edit-other-user-active-status', 'manage-moderation-actions');
    const user = await this.users.update(caller.ecosystemId!, userId, { active }, undefined, caller);
    return { user: { _id: user.id, active: user.active }, success: true };
  }

  /**
   * Delete a user
   *
   * @remarks Needs `delete-user`. Every token of the user is dead and the personal data are erased when the
   * response arrives.
   */
  @Post('users.delete')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: DeleteUser })
  @ApiRocketchatBodyFailures(
    'users.delete',
    'permission-denied',
    'rocketchat:user-not-named',
    'user-not-found',
    'last-admin',
  )
  async deleteUser(@Body() body: object, @CurrentCaller() caller: Caller): Promise<UserDeleted> {
    await this.permissions.demand(caller, 'delete-user');
    const named = namedUser(fieldsOf(body));
    if (!named) throw new Failure('rocketchat:user-not-named', 'No user is named');
    const user = await this.people.find(caller, named, true);
    if (!user) throw new Failure('user-not-found', 'There is no such user');
    await this.users.delete(user.ecosystemId, user.id, undefined, caller);
    return { ...(this.isGeneration8 && { deletedRooms: [] }), success: true };
  }

  private get isGeneration8(): boolean {
    return createTokenSecret(this.config) !== undefined;
  }

  /** @throws Failure `permission-denied` */
  private async demandForUpdate(caller: Caller, userId: string, data: UserData): Promise<void> {
    const isOneself = userId === caller.userId;
    if (isOneself) demandPermission(caller, 'self:manage');
    if (!isOneself) await this.permissions.demand(caller, 'edit-other-user-info');
    else if (!(await this.permissions.holds(caller, 'edit-other-user-info'))) {
      const field = (['username', 'email'] as const).find((one) => data[one] !== undefined);
      if (field) throw new Failure('permission-denied', `You cannot change your ${field}`, { field });
    }
    if (data.roles) await this.permissions.demand(caller, 'assign-roles');
    if (data.password !== undefined || data.setRandomPassword) {
      await this.permissions.demand(caller, 'edit-other-user-password');
    }
    if (data.active !== undefined) await this.permissions.demand(caller, 'edit-other-user-active-status');
  }
}

/** The original repeats the taken value. */
async function namingWhatIsTaken(changes: UserChanges, work: () => Promise<User>): Promise<User> {
  try {
    return await work();
  } catch (error) {
    const field = error instanceof Failure && error.code === 'conflict' ? error.detail.field : undefined;
    if (field !== 'username' && field !== 'email') throw error;
    throw new Failure('conflict', (error as Failure).message, { field, value: changes[field] ?? undefined });
  }
}

function fault(path: string, rule: string, message: string) {
  return { place: 'body', path, rule, message } as const;
}
