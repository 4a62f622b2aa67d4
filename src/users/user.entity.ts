import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';
import { Ecosystem } from '../ecosystems/ecosystem.entity.js';

/** By the name of the dialect, then of the field: personal data, and none of it decides what a token may do. */
export type UserAttributes = Record<string, Record<string, unknown>>;

/** A person inside one ecosystem. A deleted user's row stays, without personal data. */
@Entity('users')
@Index('users_username', ['ecosystemId', 'usernameKey'], { unique: true, where: 'deleted_at IS NULL' })
@Index('users_email', ['ecosystemId', 'emailKey'], { unique: true, where: 'deleted_at IS NULL' })
@Index('users_external_id', ['ecosystemId', 'externalId'], { unique: true, where: 'deleted_at IS NULL' })
@Index('users_by_ecosystem', ['ecosystemId', 'createdAt', 'id'])
export class User {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ name: 'ecosystem_id', type: 'varchar', length: 64 })
  @ForeignKey(() => Ecosystem)
  ecosystemId: string;

  @Column({ type: 'varchar', length: 128, nullable: true })
  username: string | null;

  /** Up to three times as long as the username: by this it is unique and found. */
  @Column({ name: 'username_key', type: 'varchar', length: 384, nullable: true })
  usernameKey: string | null;

  @Column({ type: 'varchar', length: 254, nullable: true })
  email: string | null;

  /** By this the e-mail address is unique and found. */
  @Column({ name: 'email_key', type: 'varchar', length: 762, nullable: true })
  emailKey: string | null;

  @Column({ type: 'varchar', length: 200, default: '' })
  name: string;

  @Column({ name: 'external_id', type: 'varchar', length: 128, nullable: true })
  externalId: string | null;

  @Column({ name: 'password_hash', type: 'varchar', length: 255, nullable: true })
  passwordHash: string | null;

  @Column({ type: 'simple-json' })
  roles: string[];

  /** What a dialect keeps of the user that the core has no word for. */
  @Column({ type: 'simple-json', nullable: true })
  attributes: UserAttributes | null;

  @Column({ type: 'boolean' })
  active: boolean;

  /** Since when the user is not active; null for an active one. */
  @Column(moment('deactivated_at', { nullable: true }))
  deactivatedAt: number | null;

  /** How often all tokens of this user were revoked at once: those of earlier generations are dead. */
  @Column({ name: 'token_generation', type: 'integer', default: 0 })
  tokenGeneration: number;

  /** When that last was. */
  @Column(moment('tokens_revoked_at', { nullable: true }))
  tokensRevokedAt: number | null;

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
