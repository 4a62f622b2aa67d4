import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.js';
import { Failure, failureAt, invalidField } from '../../common/failure.js';
import { referenceOf } from '../../users/names/user-names.js';
import { externalIdIn } from '../../users/names/user-references.js';
import type { NewUser } from '../../users/user-changes.js';
import { UsersService } from '../../users/users.service.js';
import { MintService } from './mint.service.js';
import type { Minted, MintRequest } from './new-token.js';

/** Mints tokens for users who may not exist yet. */
@Injectable()
export class MintWithUserService {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: MintService,
  ) {}

  /**
   * Mints a token. When nobody has the `externalId` of the reference, the user is created in the same transaction. Of many
   * calls at once, one creates the user.
   *
   * @param reference the id of a user, or `external:EXTERNAL_ID` of one who does not exist
   * @throws Failure `permission-denied`, `invalid-input` (issues of `user` point into it), `conflict` (another user has the
   * username or the e-mail address), and as `MintService.mintForUser`
   */
  async mint(
    ecosystemId: string,
    reference: string,
    user: Omit<NewUser, 'id' | 'externalId'>,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    demandMayCreate(caller);
    const externalId = externalIdIn(reference);
    if (externalId === undefined) return this.tokens.mintForUser(ecosystemId, reference, request, caller);
    if (!referenceOf(externalId)) {
      throw invalidField('path', 'userId', 'name', 'userId must be external: and a possible externalId');
    }
    try {
      return await this.create(ecosystemId, { ...user, externalId }, request, caller);
    } catch (error) {
      // Another call may have created the user meanwhile.
      const isTaken = error instanceof Failure && error.code === 'conflict';
      const id = isTaken
        ? (await this.users.idsOf(ecosystemId, [reference], caller)).get(reference)
        : undefined;
      if (id === undefined) throw failureAt(error, ['user'], user);
      return this.tokens.mintForUser(ecosystemId, id, request, caller);
    }
  }

  private async create(
    ecosystemId: string,
    user: NewUser,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    let minted: Minted;
    await this.users.create(ecosystemId, user, caller, {
      then: async (manager, created) => {
        minted = await this.tokens.mintForUserIn(manager, ecosystemId, created, request, caller);
      },
    });
    return minted!;
  }
}

function demandMayCreate({ permissions }: Caller): void {
  if (permissions.includes('users:create')) return;
  const permission = 'users:create';
  throw new Failure('permission-denied', `createUser needs the permission ${permission}`, { permission });
}
