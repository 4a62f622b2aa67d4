import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { bulkInsert } from '../../database/bulk-insert.js';
import { ReadConnection } from '../../database/read-connection.js';
import { type ImportFormat, importFormats } from '../secrets/imported-secret.js';
import { ImportedFormat } from './imported-format.entity.js';
import { Token } from '../token.entity.js';

/** An existing token, as far as a second import of it is concerned. */
export type Present = Pick<Token, 'id' | 'hash' | 'ecosystemId' | 'userId'>;

@Injectable()
export class ImportsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Whether several processes may share the store. */
  get isShared(): boolean {
    return this.dataSource.isShared;
  }

  async findFormats(): Promise<ImportFormat[]> {
    const rows = await this.dataSource.manager.find(ImportedFormat);
    // A newer release beside this one may know more formats.
    return rows.map(({ format }) => format).filter((format) => importFormats.includes(format));
  }

  /** Records that tokens of this format exist. */
  async addFormat(manager: EntityManager, format: ImportFormat, importedAt: number): Promise<void> {
    const insert = manager.createQueryBuilder().insert().into(ImportedFormat);
    await insert.values({ format, importedAt }).orIgnore().updateEntity(false).execute();
  }

  /** Inserts the tokens whose hashes are new; returns these hashes. */
  insertNew(manager: EntityManager, tokens: Token[]): Promise<string[]> {
    return bulkInsert(manager, { entity: Token, rows: tokens }, 'hash');
  }

  /** The tokens with these hashes, as this transaction sees them. */
  async findPresent(manager: EntityManager, hashes: string[]): Promise<Map<string, Present>> {
    const [isAmong, parameter] = this.dataSource.inList('hash', hashes, 0);
    const rows: { id: string; hash: string; ecosystem_id: string | null; user_id: string | null }[] =
      await manager.query(`SELECT id, hash, ecosystem_id, user_id FROM tokens WHERE ${isAmong}`, [parameter]);
    return new Map(
      rows.map(({ id, hash, ecosystem_id: ecosystemId, user_id: userId }) => [
        hash,
        { id, hash, ecosystemId, userId },
      ]),
    );
  }
}
