import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { Service } from '../../support/service.js';

interface Given {
  ecosystemId: string;
  userId: string;
  count: number;
  createdAt: number;
  expiresAt?: number;
}

/** Inserts rows of tokens whose secrets nobody has, past the service: minting that many would take long. */
export async function insertTokens(service: Service, given: Given): Promise<void> {
  const dataSource = service.get(DataSource);
  const mark = (index: number) => dataSource.driver.createParameter(`value${index}`, index);
  const start = randomUUID().slice(0, 24);
  await dataSource.query(
    `WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${given.count})
     INSERT INTO tokens
       (id, hash, holder, ecosystem_id, user_id, dialect, checksummed, expiry_type, created_at, expires_at, generation)
     SELECT ${mark(0)} || CAST(100000000000 + n AS varchar(12)), ${mark(1)} || CAST(100000000000 + n AS varchar(12)),
            'user', ${mark(2)}, ${mark(3)}, 'native', TRUE, 'Infinite', CAST(${mark(4)} AS bigint), CAST(${mark(5)} AS bigint), 0
       FROM series`,
    [start, start, given.ecosystemId, given.userId, given.createdAt, given.expiresAt ?? null],
  );
}
