import { Injectable } from '@nestjs/common';
import { FailedLoginsService } from '../audit/failed-logins.service.js';
import type { Caller } from '../common/caller.js';
import { Failure } from '../common/failure.js';
import type { ComparePassword, GivenPassword } from './password.js';
import type { User } from './user.entity.js';

/** Compares the password of a user who signs in. */
@Injectable()
export class SignInService {
  constructor(private readonly failedLogins: FailedLoginsService) {}

  /**
   * The user, when the password is right. Takes the same time for a user that is not there. A failure is counted.
   *
   * @param caller who asks, as far as that is known before they have signed in
   * @param compare as `comparingPassword` gives it
   * @throws Failure `login-refused` (unknown user, no password, wrong password), `user-inactive`
   */
  async signIn(
    ecosystemId: string,
    user: User | null,
    password: GivenPassword,
    caller: Caller,
    compare: ComparePassword,
  ): Promise<User> {
    const matches = await compare(user?.passwordHash ?? null, password);
    if (!user || !matches) {
      await this.failedLogins.add(ecosystemId, user?.id, caller);
      throw new Failure('login-refused', 'Wrong user or password');
    }
    if (!user.active) throw new Failure('user-inactive', 'User is not activated');
    return user;
  }
}
