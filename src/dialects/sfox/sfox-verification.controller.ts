import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { invalidField } from '../../common/failure.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { VerificationCodes } from '../../users/sign-in/verification-codes.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Body } from '../shared/validated-input.decorators.js';
import { sfoxDialect } from './sfox.dialect.js';
import { SfoxFailure } from './sfox.wire.js';
import { attributesOf } from './sfox-users.wire.js';
import {
  ConfirmVerification,
  SendVerification,
  slotOf,
  VerificationConfirmed,
  VerificationSent,
  type VerificationType,
} from './sfox-verification.wire.js';
import { VerificationSink } from './verification-sink.js';

@ApiTags('End users')
@ApiBearerAuth('apiKey')
@Controller('v1/enterprise/users')
@Holders('server')
@RequirePermission('users:update')
@ApiFailures(sfoxDialect, SfoxFailure, 'malformed-body', 'user-not-found', [
  'invalid-input',
  { issues: [{ place: 'body', path: 'type', rule: 'isIn', message: 'must be one of: email, sms' }] },
])
export class SfoxVerificationController {
  constructor(
    private readonly users: UsersService,
    private readonly codes: VerificationCodes,
    private readonly sink: VerificationSink,
  ) {}

  /**
   * Request verification code
   *
   * @remarks Sends six digits, valid for 10 minutes, which replace the previous code. The endpoint at
   * `SFOX_VERIFICATION_URL` delivers them to the user; without it the answer is 503.
   */
  @Post('send-verification/:user_id')
  @HttpCode(200)
  async sendVerification(
    @Param('user_id') userId: string,
    @Body() { type }: SendVerification,
    @CurrentCaller() caller: Caller,
  ): Promise<VerificationSent> {
    this.sink.demand();
    const ecosystemId = caller.ecosystemId!;
    const user = await this.require(userId, caller);
    const to = addressOf(user, type);
    if (!to) throw invalidField('body', 'type', 'address', `the user has no address for ${type}`);
    const otp = await this.codes.issue(ecosystemId, user.id, slotOf(type), to, caller);
    await this.sink.deliver({ ecosystem_id: ecosystemId, user_id: userId, type, to, otp });
    const address = type === 'email' ? { email: to } : { phone_number: to };
    return { data: { user_id: userId, type, ...address } };
  }

  /**
   * Confirm verification code
   *
   * @remarks The address that received the code is verified until the user changes it.
   */
  @Post('verify/:user_id')
  @HttpCode(200)
  async confirmVerification(
    @Param('user_id') userId: string,
    @Body() { type, otp }: ConfirmVerification,
    @CurrentCaller() caller: Caller,
  ): Promise<VerificationConfirmed> {
    const user = await this.require(userId, caller);
    const success = await this.codes.confirm(caller.ecosystemId!, user.id, slotOf(type), otp, caller);
    return { data: { success, user_id: userId, type } };
  }

  private async require(userId: string, caller: Caller): Promise<User> {
    const [user] = await this.users.requireActive(caller.ecosystemId!, [userId], caller);
    return user!;
  }
}

function addressOf(user: User, type: VerificationType): string | null {
  return type === 'email' ? user.email : (attributesOf(user).phone_number ?? null);
}
