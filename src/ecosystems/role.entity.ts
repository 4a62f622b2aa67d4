import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Permission } from '../common/permission.js';
import { Ecosystem } from './ecosystem.entity.js';

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

  /** Counted up with each change: the `ETag` of the resource. */
  @Column({ type: 'integer', default: 1 })
  version: number;
}
