import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { duration, moment } from '../database/columns.js';
import type { Holder, Permission } from '../common/permission.js';
import type { ExpiryType } from '../sessions/lifetime.js';
import { Ecosystem } from '../ecosystems/ecosystem.entity.js';
import { User } from '../users/user.entity.js';

/**
 * The record of a token. Its secret is not here: only the hash, by which the secret is found. Moments that change have
 * no index, so that PostgreSQL can store a use in place.
 */
@Entity('tokens')
@Index('tokens_hash', ['hash'], { unique: true })
@Index('tokens_by_ecosystem', ['ecosystemId', 'id'])
@Index('tokens_by_user', ['userId', 'id'])
@Index('tokens_by_minter', ['mintedBy', 'id'])
@Index('tokens_by_parent', ['parentId', 'id'], { where: 'parent_id IS NOT NULL' })
export class Token {
  /** Time-ordered: rows are appended to the primary key, and a page of tokens is a range of keys. */
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 43 })
  hash: string;

  @Column({ type: 'varchar', length: 16 })
  holder: Holder;

  /** Null for account tokens only. */
  @Column({ name: 'ecosystem_id', type: 'varchar', length: 64, nullable: true })
  @ForeignKey(() => Ecosystem)
  ecosystemId: string | null;

  @Column({ name: 'user_id', type: 'varchar', length: 64, nullable: true })
  @ForeignKey(() => User)
  userId: string | null;

  @Column({ type: 'varchar', length: 200, nullable: true })
  name: string | null;

  /** The face through which it was minted. */
  @Column({ type: 'varchar', length: 16 })
  dialect: string;

  /** False for a secret that somebody else chose (first boot): it has no checksum of ours. */
  @Column({ type: 'boolean' })
  checksummed: boolean;

  /** Narrows what the holder may do; null leaves all of it. */
  @Column({ type: 'simple-json', nullable: true })
  permissions: Permission[] | null;

  @Column({ name: 'expiry_type', type: 'varchar', length: 16 })
  expiryType: ExpiryType;

  /** In ms; null when infinite. */
  @Column(duration('ttl', { nullable: true }))
  ttl: number | null;

  /** Absolute end counted from the creation, in ms. */
  @Column(duration('max_age', { nullable: true }))
  maxAge: number | null;

  /** The stored end: for a sliding token up to one granularity later than the exact one. Null for never. */
  @Column(moment('expires_at', { nullable: true }))
  expiresAt: number | null;

  @Column(moment('created_at'))
  createdAt: number;

  /** Token of the caller who minted it; null for sign-ins and the first boot. */
  @Column({ name: 'minted_by', type: 'varchar', length: 36, nullable: true })
  mintedBy: string | null;

  /** The last use that was stored: the true one is at most one granularity later. */
  @Column(moment('last_used_at', { nullable: true }))
  lastUsedAt: number | null;

  /** The user's `tokenGeneration` when this was minted; 0 for other holders. */
  @Column({ type: 'integer', default: 0 })
  generation: number;

  @Column(moment('revoked_at', { nullable: true }))
  revokedAt: number | null;

  /** Token that a rotation put in this one's place. */
  @Column({ name: 'replaced_by', type: 'varchar', length: 36, nullable: true })
  replacedBy: string | null;

  /** The user's token that was presented for it, and with which it dies; null for most. */
  @Column({ name: 'parent_id', type: 'varchar', length: 36, nullable: true })
  parentId?: string | null;

  /** What the dialect shows again of this token, beside what every token has; never enough to guess the secret by. */
  @Column({ name: 'dialect_detail', type: 'simple-json', nullable: true })
  dialectDetail?: Record<string, string | boolean> | null;
}
