import { Injectable } from '@nestjs/common';
import { ReadConnection } from '../../database/read-connection.js';
import type { User } from '../user.entity.js';
import type { EmailKey, UsernameKey } from '../names/user-names.js';

export type SignInRow = Pick<User, 'id' | 'passwordHash'>;

interface Row {
  id: string;
  password_hash: string | null;
}

/**
 * Reads the row before the password is verified, without building an entity: the extra 0.1 ms would reveal
 * that a user exists.
 */
@Injectable()
export class SignInRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The live user with this name; null for none. */
  async find(
    ecosystemId: string,
    by: { usernameKey: UsernameKey } | { emailKey: EmailKey },
  ): Promise<SignInRow | null> {
    const [column, key] = 'usernameKey' in by ? ['username_key', by.usernameKey] : ['email_key', by.emailKey];
    const marks = ['ecosystem', 'key'].map((name, index) =>
      this.dataSource.driver.createParameter(name, index),
    );
    const rows: Row[] = await this.dataSource.manager.query(
      `SELECT id, password_hash FROM users
          WHERE ecosystem_id = ${marks[0]} AND ${column} = ${marks[1]} AND deleted_at IS NULL`,
      [ecosystemId, key],
    );
    const row = rows[0];
    return row ? { id: row.id, passwordHash: row.password_hash } : null;
  }
}
