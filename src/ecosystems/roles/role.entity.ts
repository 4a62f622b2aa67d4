import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { moment } from '../../database/columns.js';
import type { Permission } from '../../common/permission.js';
import { Ecosystem } from '../ecosystem.entity.js';

/** A named set of permissions in one ecosystem. */
@Entity('roles')
export class Role {
  @PrimaryColumn({ name: 'ecosystem_id', type: 'varchar', length: 64 })
  @ForeignKey(() => Ecosystem)
  ecosystemId: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  name: string;

  @Column({ type: 'varchar', length: 200, default: '' })
  description: string;

  @Column({ type: 'simple-json' })
  permissions: Permission[];

  /**
   * Of the permissions that a dialect has of its own: those that this role was given (true) or denied (false). What is
   * not here is as the dialect has it by default.
   */
  @Column({ name: 'dialect_grants', type: 'simple-json', nullable: true })
  dialectGrants?: Record<string, boolean> | null;

  /** Counted up with each change: the `ETag` of the resource. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  /** When `dialectGrants` last changed; 0 when it never did. */
  @Column(moment('updated_at', { default: 0 }))
  updatedAt?: number;
}
