import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

/** Whether people may register themselves. */
export type Registration = 'open' | 'closed';

/** A tenant. Deletion is soft: all its tokens are dead, and only an operator can reuse its id. */
@Entity('ecosystems')
@Index('ecosystems_domain', ['domain'], { unique: true, where: 'deleted_at IS NULL' })
export class Ecosystem {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'varchar', length: 200 })
  name: string;

  /** Host name, in lower case, by which Rocket.Chat clients reach this ecosystem. */
  @Column({ type: 'varchar', length: 253, nullable: true })
  domain: string | null;

  /** Web origins that may call Strigo's SDK paths; null for none. */
  @Column({ type: 'simple-json', nullable: true })
  origins: string[] | null;

  /** Null when the record leaves it to the configuration. */
  @Column({ type: 'varchar', length: 8, nullable: true })
  registration: Registration | null;

  /** Incremented by each change: the `ETag` of the resource. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  @Column(moment('created_at'))
  createdAt: number;

  @Column(moment('updated_at'))
  updatedAt: number;

  @Column(moment('deleted_at', { nullable: true }))
  deletedAt: number | null;
}
