import type { Calls } from './calls.js';
import { List } from './list.js';
import type { DefineRole, RoleView } from './native.generated.js';
import type { FiltersOf } from './operations.js';
import type { CallOptions, ChangeOptions, DefineOptions, ReadOptions } from './options.js';

/** Named sets of permissions. */
export class Roles {
  constructor(private readonly calls: Calls) {}

  list(ecosystemId: string, filters: FiltersOf<'listRoles'> = {}, options?: CallOptions): List<RoleView> {
    return new List((cursor) =>
      this.calls.ask('listRoles', { path: { ecosystemId }, query: { ...filters, cursor } }, options),
    );
  }

  read(
    ecosystemId: string,
    role: string,
    options: ReadOptions & { ifNoneMatch: string },
  ): Promise<RoleView | undefined>;
  read(ecosystemId: string, role: string, options?: CallOptions): Promise<RoleView>;
  read(ecosystemId: string, role: string, options?: ReadOptions): Promise<RoleView | undefined> {
    return this.calls.read('readRole', { path: { ecosystemId, role } }, options);
  }

  /** Makes the role, or puts this in the place of what it was. */
  define(ecosystemId: string, role: string, given: DefineRole, options?: DefineOptions): Promise<RoleView> {
    return this.calls.ask('defineRole', { path: { ecosystemId, role }, body: given }, options);
  }

  /** Takes it from its users too. */
  delete(ecosystemId: string, role: string, options?: ChangeOptions): Promise<void> {
    return this.calls.ask('deleteRole', { path: { ecosystemId, role } }, options);
  }
}
