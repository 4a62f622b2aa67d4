import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

const primaryKeyConstraintName = 'failed_logins_pkey';

/** Failed logins of one account in one hour, until the audit has the sum. */
@Entity('failed_logins')
export class FailedLogins {
  @PrimaryColumn({ name: 'ecosystem_id', type: 'varchar', length: 64, primaryKeyConstraintName })
  ecosystemId: string;

  /** Empty for unknown names, counted together: a typed name may be a password. */
  @PrimaryColumn({ name: 'user_id', type: 'varchar', length: 64, primaryKeyConstraintName })
  userId: string;

  /** Start of the hour. */
  @PrimaryColumn({ ...moment('hour'), nullable: false, primaryKeyConstraintName })
  hour: number;

  @Column({ type: 'integer' })
  failures: number;
}
