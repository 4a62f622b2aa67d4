import type { Calls } from './calls.js';
import { List } from './list.js';
import type { AuditEntryView } from './native.generated.js';
import type { FiltersOf } from './operations.js';
import type { CallOptions } from './options.js';

/** Who did what to whom, and when; the newest first. */
export class Audit {
  constructor(private readonly calls: Calls) {}

  list(
    ecosystemId: string,
    filters: FiltersOf<'listAudit'> = {},
    options?: CallOptions,
  ): List<AuditEntryView> {
    return new List((cursor) =>
      this.calls.ask('listAudit', { path: { ecosystemId }, query: { ...filters, cursor } }, options),
    );
  }

  /** Of all ecosystems, and of what belongs to none. */
  listAll(filters: FiltersOf<'listAllAudit'> = {}, options?: CallOptions): List<AuditEntryView> {
    return new List((cursor) => this.calls.ask('listAllAudit', { query: { ...filters, cursor } }, options));
  }
}
