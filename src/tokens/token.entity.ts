import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { duration, moment } from '../database/columns.js';
import type { Holder, Permission } from '../common/permission.js';
import type { ExpiryType } from '../sessions/lifetime.js';
import { Ecosystem } from '../ecosystems/ecosystem.entity.js';
import { User } from '../users/user.entity.js';

/**
 * The record of a token, with the hash of its secret. Moments that change have no index, so that PostgreSQL stores a use in
 * place.
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

  /** The dialect that minted it. */
  @Column({ type: 'varchar', length: 16 })
  dialect: string;

  /** False for a chosen secret (first boot), which has no checksum of ours. */
  @Column({ type: 'boolean' })
  checksummed: boolean;

  /** Narrows the permissions of the holder; null for all of them. */
  @Column({ type: 'simple-json', nullable: true })
  permissions: Permission[] | null;

  @Column({ name: 'expiry_type', type: 'varchar', length: 16 })
  expiryType: ExpiryType;

  /** In ms; null when infinite. */
  @Column(duration('ttl', { nullable: true }))
  ttl: number | null;

  /** Absolute end, counted from the creation, in ms. */
  @Column(duration('max_age', { nullable: true }))
  maxAge: number | null;

  /** The stored end, for a sliding token up to one granularity late. Null for never. */
  @Column(moment('expires_at', { nullable: true }))
  expiresAt: number | null;

  @Column(moment('created_at'))
  createdAt: number;

  /** The token that minted it; null for sign-ins and the first boot. */
  @Column({ name: 'minted_by', type: 'varchar', length: 36, nullable: true })
  mintedBy: string | null;

  /** The last stored use; the last use is at most one granularity later. */
  @Column(moment('last_used_at', { nullable: true }))
  lastUsedAt: number | null;

  /** The user's `tokenGeneration` when this was minted; 0 for other holders. */
  @Column({ type: 'integer', default: 0 })
  generation: number;

  @Column(moment('revoked_at', { nullable: true }))
  revokedAt: number | null;

  /** The token that replaced it in a rotation. */
  @Column({ name: 'replaced_by', type: 'varchar', length: 36, nullable: true })
  replacedBy: string | null;

  /** The token of the user with which it was minted and with which it dies; null for most. */
  @Column({ name: 'parent_id', type: 'varchar', length: 36, nullable: true })
  parentId?: string | null;

  /** Details that the dialect shows again; never enough to guess the secret by. */
  @Column({ name: 'dialect_detail', type: 'simple-json', nullable: true })
  dialectDetail?: Record<string, string | boolean> | null;
}
