import type { AuditAction, AuditEntry } from './audit-entry.entity.js';

type CountedEvent = Pick<AuditEntry, 'action'> & Partial<Pick<AuditEntry, 'detail'>>;

/** Counts committed events since the process started. */
export class AuditMetrics {
  readonly byAction = new Map<AuditAction, number>();
  /** Minted tokens by dialect and holder. */
  readonly minted = new Map<string, { dialect: string; holder: string; count: number }>();
  /** Revoked tokens by audit action. */
  readonly revoked = new Map<AuditAction, number>();

  add(events: CountedEvent[]): void {
    for (const { action, detail } of events) {
      addTo(this.byAction, action, 1);
      if (action === 'token.mint' && detail) this.addMint(String(detail.dialect), String(detail.holder));
      if (action === 'token.revoke') addTo(this.revoked, action, 1);
      if (action.startsWith('token.revoke-')) addTo(this.revoked, action, Number(detail?.count ?? 0));
    }
  }

  private addMint(dialect: string, holder: string): void {
    const key = `${dialect} ${holder}`;
    const known = this.minted.get(key);
    if (known) known.count += 1;
    else this.minted.set(key, { dialect, holder, count: 1 });
  }
}

function addTo(counts: Map<AuditAction, number>, action: AuditAction, count: number): void {
  counts.set(action, (counts.get(action) ?? 0) + count);
}
