import { Column, Entity, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'user_references_pkey';

/**
 * Maps references to users. Ids and `externalId`s of an ecosystem share one namespace, so no user can take
 * another's reference. Database triggers maintain the rows; the code never writes them.
 */
@Entity('user_references')
export class UserReference {
  @PrimaryColumn({ name: 'ecosystem_id', type: 'varchar', length: 64, primaryKeyConstraintName })
  ecosystemId: string;

  /** The id of a user, deleted or not, or the `externalId` of a live one. */
  @PrimaryColumn({ type: 'varchar', length: 128, primaryKeyConstraintName })
  reference: string;

  @Column({ name: 'user_id', type: 'varchar', length: 64 })
  userId: string;
}
