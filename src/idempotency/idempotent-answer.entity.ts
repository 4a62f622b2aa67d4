import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { moment } from '../database/columns.js';

/** The answer to a request with an `Idempotency-Key`, kept so that the same request gets the same answer. */
@Entity('idempotent_answers')
@Index('idempotent_answers_by_age', ['createdAt'])
export class IdempotentAnswer {
  /** SHA-256 of the caller's token id, the method, the address and the key, base64url. */
  @PrimaryColumn({ type: 'varchar', length: 43 })
  id: string;

  /** SHA-256 of the body, base64url: the same key with another body is refused. */
  @Column({ type: 'varchar', length: 43 })
  fingerprint: string;

  @Column({ type: 'integer' })
  status: number;

  /** Headers and body, encrypted under a key that follows from the caller's secret: the store alone gives nothing away. */
  @Column({ type: 'text' })
  sealed: string;

  @Column(moment('created_at'))
  createdAt: number;
}
