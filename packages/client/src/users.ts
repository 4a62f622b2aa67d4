import type { Calls } from './calls.js';
import { List } from './list.js';
import type {
  CreatedUserView,
  CreateUser,
  MintedView,
  TokenView,
  UpdateUser,
  UserInBulk,
  UserPermissionsView,
  UserView,
} from './native.generated.js';
import type { FiltersOf } from './operations.js';
import { demandEach } from './promised.js';
import type { CallOptions, ChangeOptions, KeyedOptions, ReadOptions } from './options.js';

/** The people of an ecosystem. */
export class Users {
  constructor(private readonly calls: Calls) {}

  create(ecosystemId: string, given: CreateUser, options?: KeyedOptions): Promise<UserView> {
    return this.calls.ask('createUser', { path: { ecosystemId }, body: given }, options);
  }

  /** Creates 1 to 10,000 users. A refused one affects no other: each result has the `id` or the `problem`, in their order. */
  async createMany(
    ecosystemId: string,
    users: UserInBulk[],
    options?: KeyedOptions,
  ): Promise<CreatedUserView[]> {
    const { data } = await this.calls.ask('createUsers', { path: { ecosystemId }, body: { users } }, options);
    return demandEach(data, users);
  }

  list(ecosystemId: string, filters: FiltersOf<'listUsers'> = {}, options?: CallOptions): List<UserView> {
    return new List((cursor) =>
      this.calls.ask('listUsers', { path: { ecosystemId }, query: { ...filters, cursor } }, options),
    );
  }

  read(
    ecosystemId: string,
    userId: string,
    options: ReadOptions & { ifNoneMatch: string },
  ): Promise<UserView | undefined>;
  read(ecosystemId: string, userId: string, options?: CallOptions): Promise<UserView>;
  read(ecosystemId: string, userId: string, options?: ReadOptions): Promise<UserView | undefined> {
    return this.calls.read('readUser', { path: { ecosystemId, userId } }, options);
  }

  /** While `active` is false no token of the user lives. */
  update(
    ecosystemId: string,
    userId: string,
    changes: UpdateUser,
    options?: ChangeOptions,
  ): Promise<UserView> {
    return this.calls.ask('updateUser', { path: { ecosystemId, userId }, body: changes }, options);
  }

  delete(ecosystemId: string, userId: string, options?: ChangeOptions): Promise<void> {
    return this.calls.ask('deleteUser', { path: { ecosystemId, userId } }, options);
  }

  /** What the user's roles give, together and each. */
  permissions(ecosystemId: string, userId: string, options?: CallOptions): Promise<UserPermissionsView> {
    return this.calls.ask('readPermissions', { path: { ecosystemId, userId } }, options);
  }

  /**
   * Mints a token with the arguments of Droplit's SDK, all of which are needed. `tokens.mint` takes more.
   *
   * @param ttl seconds; of no account with `Infinite`
   */
  createToken(
    ecosystemId: string,
    userId: string,
    ttl: number,
    expiryType: TokenView['expiryType'],
    options?: KeyedOptions,
  ): Promise<MintedView> {
    // Droplit passes the ttl of an infinite token over, where natively it is a contradiction.
    const body = expiryType === 'Infinite' ? { expiryType } : { expiryType, ttl };
    return this.calls.ask('mintToken', { path: { ecosystemId, userId }, body }, options);
  }
}
