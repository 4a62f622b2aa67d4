import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';
import { Ecosystem } from '../ecosystems/ecosystem.entity.js';

/** Dialect → field → value. Personal data that never decides permissions. */
export type UserAttributes = Record<string, Record<string, unknown>>;

/** A person in one ecosystem. The row of a deleted user stays, without personal data. */
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

  /** Unique lookup key, up to three times as long as the username. */
  @Column({ name: 'username_key', type: 'varchar', length: 384, nullable: true })
  usernameKey: string | null;

  @Column({ type: 'varchar', length: 254, nullable: true })
  email: string | null;

  /** Unique lookup key of the e-mail address. */
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

  /** Fields of the user that only a dialect knows. */
  @Column({ type: 'simple-json', nullable: true })
  attributes: UserAttributes | null;

  @Column({ type: 'boolean' })
  active: boolean;

  /** Null for an active user. */
  @Column(moment('deactivated_at', { nullable: true }))
  deactivatedAt: number | null;

  /** Incremented when all tokens of the user are revoked at once. Tokens of earlier generations are dead. */
  @Column({ name: 'token_generation', type: 'integer', default: 0 })
  tokenGeneration: number;

  @Column(moment('tokens_revoked_at', { nullable: true }))
  tokensRevokedAt: number | null;

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
