import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../../database/columns.js';
import type { ImportFormat } from '../secrets/imported-secret.js';

/** A format with at least one imported token; secrets of other formats are not looked up. */
@Entity('imported_formats')
export class ImportedFormat {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  format: ImportFormat;

  /** The first import. */
  @Column(moment('imported_at'))
  importedAt: number;
}
