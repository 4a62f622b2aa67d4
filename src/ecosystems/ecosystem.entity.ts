import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

/** Whether people may make users of their own. */
export type Registration = 'open' | 'closed';

/** A tenant. Deletion is soft: every token in it is dead, and only an operator takes the id again. */
@Entity('ecosystems')
@Index('ecosystems_domain', ['domain'], { unique: true, where: 'deleted_at IS NULL' })
export class Ecosystem {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'varchar', length: 200 })
  name: string;

  /** Host name, in lower case, under which Rocket.Chat clients reach this ecosystem. */
  @Column({ type: 'varchar', length: 253, nullable: true })
  domain: string | null;

  /** Web origins whose pages may call Strigo's SDK paths; null for none. */
  @Column({ type: 'simple-json', nullable: true })
  origins: string[] | null;

  /** Whether people may make users of their own (`users.register`); null where nobody has said so. */
  @Column({ type: 'varchar', length: 8, nullable: true })
  registration: Registration | null;

  /** Counted up with each change: the `ETag` of the resource. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  @Column(moment('created_at'))
  createdAt: number;

  @Column(moment('updated_at'))
  updatedAt: number;

  @Column(moment('deleted_at', { nullable: true }))
  deletedAt: number | null;
}
