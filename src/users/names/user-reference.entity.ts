import { Column, Entity, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'user_references_pkey';

/**
 * Whom a name means: the ids and the `externalId`s of an ecosystem's users are one namespace, so that nobody stands in
 * another's place. Triggers keep the rows in step with `users`: nothing else writes here.
 */
@Entity('user_references')
export class UserReference {
  @PrimaryColumn({ name: 'ecosystem_id', type: 'varchar', length: 64, primaryKeyConstraintName })
  ecosystemId: string;

  /** An id, of a deleted user too, or the `externalId` of a live one. */
  @PrimaryColumn({ type: 'varchar', length: 128, primaryKeyConstraintName })
  reference: string;

  @Column({ name: 'user_id', type: 'varchar', length: 64 })
  userId: string;
}
