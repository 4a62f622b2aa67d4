import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

const primaryKeyConstraintName = 'failed_logins_pkey';

/** How often signing in failed for one account within one hour, until the audit has the sum. */
@Entity('failed_logins')
export class FailedLogins {
  @PrimaryColumn({ name: 'ecosystem_id', type: 'varchar', length: 64, primaryKeyConstraintName })
  ecosystemId: string;

  /** Empty for all names together that are no account's: one of them may be a password in the wrong field. */
  @PrimaryColumn({ name: 'user_id', type: 'varchar', length: 64, primaryKeyConstraintName })
  userId: string;

  /** The moment at which the hour began. */
  @PrimaryColumn({ ...moment('hour'), nullable: false, primaryKeyConstraintName })
  hour: number;

  @Column({ type: 'integer' })
  failures: number;
}
