import type { Calls } from './calls.js';
import { List } from './list.js';
import type { AuditEntryView } from './native.generated.js';
import type { FiltersOf, QueryOf } from './operations.js';
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

  /**
   * All of it, the oldest first, entry by entry as they come; `after` the entry with this id. Where the answer breaks
   * off, the entries after the last one are asked for.
   */
  export(
    ecosystemId: string,
    filters: QueryOf<'exportAudit'> = {},
    options?: CallOptions,
  ): AsyncGenerator<AuditEntryView, void, undefined> {
    return this.exported('exportAudit', { ecosystemId }, filters, options);
  }

  /** As `export`, of all ecosystems and of what belongs to none. */
  exportAll(
    filters: QueryOf<'exportAllAudit'> = {},
    options?: CallOptions,
  ): AsyncGenerator<AuditEntryView, void, undefined> {
    return this.exported('exportAllAudit', undefined, filters, options);
  }

  private exported(
    operation: 'exportAudit' | 'exportAllAudit',
    path: Record<string, string> | undefined,
    { after, ...filters }: QueryOf<'exportAllAudit'>,
    options?: CallOptions,
  ): AsyncGenerator<AuditEntryView, void, undefined> {
    return this.calls.resumed<AuditEntryView>(
      (last) =>
        this.calls.lines(operation, { path, query: { ...filters, after: last?.id ?? after } }, options),
      options,
    );
  }
}
