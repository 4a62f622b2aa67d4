import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { defaultEcosystemId, EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { User } from '../user.entity.js';
import type { UserChanges } from '../user-changes.js';
import { UsersRepository } from '../users.repository.js';
import { UsersService } from '../users.service.js';

@Injectable()
export class RegistrationService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
  ) {}

  /** @throws Failure `permission-denied` where registration is closed, `ecosystem-not-found` */
  async demandOpen(ecosystemId: string, caller: Caller): Promise<void> {
    const ecosystem = await this.ecosystems.require(ecosystemId, caller);
    if (this.ecosystems.registrationOf(ecosystem) !== 'open') throw closed();
  }

  /**
   * Creates a user with the role `user`. As in Rocket.Chat, the first user that the default ecosystem ever
   * has becomes its admin; other ecosystems have no such rule. A lock on the ecosystem makes the decision
   * race-free.
   *
   * @throws Failure as `demandOpen` and `UsersService.create`
   */
  async register(
    ecosystemId: string,
    given: Pick<UserChanges, 'email' | 'name' | 'username' | 'password'>,
    caller: Caller,
  ): Promise<User> {
    const roles = async (manager: EntityManager) => {
      const ecosystem = await this.ecosystems.lock(manager, ecosystemId);
      if (this.ecosystems.registrationOf(ecosystem) !== 'open') throw closed();
      const isFirst =
        ecosystemId === defaultEcosystemId && !(await this.repository.hasAny(ecosystemId, manager));
      return isFirst ? ['user', 'admin'] : ['user'];
    };
    return this.users.create(ecosystemId, given, caller, { roles });
  }
}

function closed(): Failure {
  return new Failure('permission-denied', 'Registration is switched off');
}
