import { Injectable } from '@nestjs/common';
import { ReadConnection } from '../../database/read-connection.js';
import type { User } from '../user.entity.js';
import type { EmailKey, UsernameKey } from '../names/user-names.js';

/** Who signs in, and with which password. */
export type SignInRow = Pick<User, 'id' | 'passwordHash'>;

interface Row {
  id: string;
  password_hash: string | null;
}

/**
 * Reads what is needed before the password was right, without making an entity of it: that takes 0.1 ms, by which one
 * could tell that a user is there.
 */
@Injectable()
export class SignInRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The live user with this name; null when there is none. */
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
