import { Injectable } from '@nestjs/common';
import { FailedLoginsService } from '../../audit/failed-logins.service.js';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import type { ComparePassword, GivenPassword } from './password.js';
import { SignInRepository, type SignInRow } from './sign-in.repository.js';
import { emailOf, usernameOf } from '../names/user-names.js';
import type { User } from '../user.entity.js';
import { UsersService } from '../users.service.js';

export type SignInName = { username: string } | { email: string };

@Injectable()
export class SignInService {
  constructor(
    private readonly repository: SignInRepository,
    private readonly users: UsersService,
    private readonly failedLogins: FailedLoginsService,
  ) {}

  /**
   * The user, when the password matches. Takes the same time when no user exists. Counts failures.
   *
   * @param caller the client, as far as it is known before the sign-in
   * @param compare from `comparingPassword`
   * @throws Failure `login-refused` (unknown user, no password, wrong password), `user-inactive`
   */
  async signIn(
    ecosystemId: string,
    named: SignInName,
    password: GivenPassword,
    caller: Caller,
    compare: ComparePassword,
  ): Promise<User> {
    const found = await this.find(ecosystemId, named);
    const matches = await compare(found?.passwordHash ?? null, password);
    if (!found || !matches) {
      await this.failedLogins.add(ecosystemId, found?.id, caller);
      throw refused();
    }
    const user = await this.users.findById(ecosystemId, found.id);
    if (!user) throw refused();
    if (!user.active) throw new Failure('user-inactive', 'User is not activated');
    return user;
  }

  private async find(ecosystemId: string, named: SignInName): Promise<SignInRow | null> {
    if ('username' in named) {
      const keyed = usernameOf(named.username);
      return keyed ? this.repository.find(ecosystemId, { usernameKey: keyed.key }) : null;
    }
    const keyed = emailOf(named.email);
    return keyed ? this.repository.find(ecosystemId, { emailKey: keyed.key }) : null;
  }
}

function refused(): Failure {
  return new Failure('login-refused', 'Wrong user or password');
}
