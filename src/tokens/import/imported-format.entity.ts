import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../../database/columns.js';
import type { ImportFormat } from '../secrets/imported-secret.js';

/** That tokens of this format were brought here: only then are secrets of its shape looked up. */
@Entity('imported_formats')
export class ImportedFormat {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  format: ImportFormat;

  /** When the first were. */
  @Column(moment('imported_at'))
  importedAt: number;
}
