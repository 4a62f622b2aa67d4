import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

/** A stored answer to a request with an `Idempotency-Key`. */
@Entity('idempotent_answers')
@Index('idempotent_answers_by_age', ['createdAt'])
export class IdempotentAnswer {
  /** SHA-256 of the caller's token id, the method, the address and the key, base64url. */
  @PrimaryColumn({ type: 'varchar', length: 43 })
  id: string;

  /** SHA-256 of the body, base64url. The same key with another body is refused. */
  @Column({ type: 'varchar', length: 43 })
  fingerprint: string;

  @Column({ type: 'integer' })
  status: number;

  /** Headers and body, encrypted with a key derived from the caller's secret: the store alone reveals nothing. */
  @Column({ type: 'text' })
  sealed: string;

  @Column(moment('created_at'))
  createdAt: number;
}
