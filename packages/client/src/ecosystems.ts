import type { Calls } from './calls.js';
import { List } from './list.js';
import type { CreateEcosystem, EcosystemView, UpdateEcosystem } from './native.generated.js';
import type { FiltersOf } from './operations.js';
import type { CallOptions, ChangeOptions, ConfirmOptions, KeyedOptions, ReadOptions } from './options.js';

/** Tenants. */
export class Ecosystems {
  constructor(private readonly calls: Calls) {}

  create(given: CreateEcosystem, options?: KeyedOptions): Promise<EcosystemView> {
    return this.calls.ask('createEcosystem', { body: given }, options);
  }

  list(filters: FiltersOf<'listEcosystems'> = {}, options?: CallOptions): List<EcosystemView> {
    return new List((cursor) => this.calls.ask('listEcosystems', { query: { ...filters, cursor } }, options));
  }

  read(
    ecosystemId: string,
    options: ReadOptions & { ifNoneMatch: string },
  ): Promise<EcosystemView | undefined>;
  read(ecosystemId: string, options?: CallOptions): Promise<EcosystemView>;
  read(ecosystemId: string, options?: ReadOptions): Promise<EcosystemView | undefined> {
    return this.calls.read('readEcosystem', { path: { ecosystemId } }, options);
  }

  update(ecosystemId: string, changes: UpdateEcosystem, options?: ChangeOptions): Promise<EcosystemView> {
    return this.calls.ask('updateEcosystem', { path: { ecosystemId }, body: changes }, options);
  }

  /** Every token in it is dead for good at once. `default` is deleted only with `{ confirm: 'default' }`. */
  delete(ecosystemId: string, { confirm, ...options }: ConfirmOptions = {}): Promise<void> {
    return this.calls.ask('deleteEcosystem', { path: { ecosystemId }, query: { confirm } }, options);
  }
}
