import { DataSource, type Logger } from 'typeorm';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { LastUseWriter } from '../../src/tokens/verify/last-use.writer.js';
import { holderSight } from '../../src/sessions/session.js';
import { TokensVerifier } from '../../src/tokens/verify/tokens.verifier.js';
import type { Reply, Service } from '../support/service.js';

/** Names an empty store (and an empty cache), nobody else's, by the variables that lead the service there. */
export type Environment = () => Promise<Record<string, string>>;

/** What the verifier says of a secret: `live`, or why not. Not by HTTP, where nobody is told why. */
export async function verdictOf(service: Service, secret: string): Promise<string> {
  const verdict = await service.get(TokensVerifier).verify(secret, holderSight);
  return verdict.live ? 'live' : verdict.reason;
}

/** Lets all uses that are due be stored. */
export const flushUses = (service: Service): Promise<void> => service.get(LastUseWriter).flush();

/** The account of what was done since `after` entries, in the order of time. */
export async function auditAfter(service: Service, after: number): Promise<AuditEntry[]> {
  const entries = await service.get(DataSource).manager.find(AuditEntry, { order: { id: 'ASC' } });
  return entries.slice(after);
}

export const auditCount = (service: Service): Promise<number> =>
  service.get(DataSource).manager.count(AuditEntry);

/** Everything that the store holds, as text. */
export async function everythingStored(service: Service): Promise<string> {
  const dataSource = service.get(DataSource);
  const rows = dataSource.entityMetadatas.map(({ tableName }) =>
    dataSource.query(`SELECT * FROM ${tableName}`),
  );
  return JSON.stringify(await Promise.all(rows));
}

/** The whole body of a native refusal. */
export const problem = (status: number, title: string, code: string, detail: string, instance: string) => ({
  type: `/problems/${code}`,
  ...{ title, status, detail, instance, code },
  requestId: expect.any(String) as string,
});

/** The statuses of many replies, counted. */
export function countStatuses(replies: Pick<Reply, 'status'>[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Hears every SQL statement that the service sends from now on. */
export class Statements implements Logger {
  private heard: string[] = [];

  constructor(service: Service) {
    service.get(DataSource).logger = this;
  }

  /** How many like this were heard since the last `take`. */
  countLike(pattern: RegExp): number {
    return this.heard.filter((text) => pattern.test(text)).length;
  }

  /** What was heard since the last call: how many reads, writes and others (begin, commit). */
  take(): { reads: number; writes: number; others: number } {
    const heard = this.heard;
    this.heard = [];
    const writes = heard.filter((text) => /\b(INSERT|UPDATE|DELETE)\b/i.test(text)).length;
    const reads = heard.filter((text) => /^\s*SELECT\b/i.test(text)).length;
    return { reads, writes, others: heard.length - reads - writes };
  }

  logQuery(query: string): void {
    // Each process looks there now and then, whatever is asked of it.
    if (!/"imported_formats"|cache_members/.test(query)) this.heard.push(query);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

export const nothing = { reads: 0, writes: 0, others: 0 };
