import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

/** An entry of the append-only audit: actor, action, target, time and address. */
@Entity('audit_entries')
@Index('audit_entries_by_ecosystem', ['ecosystemId', 'id'])
export class AuditEntry {
  /** Time-ordered, so that a page of entries is a range of keys. */
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column(moment('at'))
  at: number;

  /** Null for events of the whole service. */
  @Column({ name: 'ecosystem_id', type: 'varchar', length: 64, nullable: true })
  ecosystemId: string | null;

  @Column({ type: 'varchar', length: 64 })
  action: AuditAction;

  @Column({ name: 'target_type', type: 'varchar', length: 16 })
  targetType: 'ecosystem' | 'role' | 'user' | 'token';

  @Column({ name: 'target_id', type: 'varchar', length: 64 })
  targetId: string;

  @Column({ name: 'caller_holder', type: 'varchar', length: 16 })
  callerHolder: string;

  @Column({ name: 'caller_token_id', type: 'varchar', length: 36, nullable: true })
  callerTokenId: string | null;

  @Column({ name: 'caller_user_id', type: 'varchar', length: 64, nullable: true })
  callerUserId: string | null;

  /** Client address, as the service saw it. */
  @Column({ name: 'caller_address', type: 'varchar', length: 45, nullable: true })
  callerAddress: string | null;

  @Column({ name: 'request_id', type: 'varchar', length: 128, nullable: true })
  requestId: string | null;

  /** Further facts; never a secret. */
  @Column({ type: 'simple-json', nullable: true })
  detail: Record<string, unknown> | null;
}

export type AuditAction =
  | 'ecosystem.create'
  | 'ecosystem.update'
  | 'ecosystem.delete'
  | 'role.define'
  | 'role.delete'
  | 'user.create'
  | 'user.update'
  | 'user.delete'
  | 'user.success'
  | 'user.login-failed'
  | 'token.mint'
  | 'token.import'
  | 'token.revoke'
  | 'token.revoke-all'
  | 'token.revoke-filtered'
  | 'token.rotate';
