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
   * Dialect permissions that this role was granted (true) or denied (false). The dialect's defaults apply to
   * all others.
   */
  @Column({ name: 'dialect_grants', type: 'simple-json', nullable: true })
  dialectGrants?: Record<string, boolean> | null;

  /** Incremented by each change: the `ETag` of the resource. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  /** Last change of `dialectGrants`; 0 for never. */
  @Column(moment('updated_at', { default: 0 }))
  updatedAt?: number;
}
