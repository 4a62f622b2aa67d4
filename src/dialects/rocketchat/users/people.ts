import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.js';
import type { User } from '../../../users/user.entity.js';
import { emailOf, referenceOf, usernameOf } from '../../../users/names/user-names.js';
import { UsersService } from '../../../users/users.service.js';

export type NamedUser = { id: string } | { username: string } | { email: string } | { externalId: string };

/** Finds users for callers that may know of them. */
@Injectable()
export class RocketchatPeople {
  constructor(private readonly users: UsersService) {}

  /**
   * The user; null for none. A caller that may not know of others finds only themselves: nobody else is
   * looked up, so neither the answer nor its timing reveals who exists.
   *
   * @param mayKnow whether the caller may know of others
   */
  async find(caller: Caller, named: NamedUser, mayKnow: boolean): Promise<User | null> {
    const ecosystemId = caller.ecosystemId!;
    if (!mayKnow) {
      const oneself = await this.users.require(ecosystemId, caller.userId!, caller);
      return isNamed(oneself, named) ? oneself : null;
    }
    if ('id' in named) return this.users.findById(ecosystemId, named.id);
    if ('username' in named) return this.users.findByUsername(ecosystemId, named.username);
    if ('email' in named) return this.users.findByEmail(ecosystemId, named.email);
    return this.users.findByExternalId(ecosystemId, named.externalId);
  }
}

function isNamed(user: User, named: NamedUser): boolean {
  if ('id' in named) return referenceOf(named.id) === user.id;
  if ('username' in named) return usernameOf(named.username)?.key === (user.usernameKey ?? '');
  if ('email' in named) return emailOf(named.email)?.key === (user.emailKey ?? '');
  return referenceOf(named.externalId) === (user.externalId ?? '');
}
