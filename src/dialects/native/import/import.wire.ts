import type { importFormats } from '../../../tokens/secrets/imported-secret.js';
import type { importRefusals } from '../../../tokens/import/imports.service.js';
import { DigestImportLine, RocketchatImportLine, SanctumImportLine } from './import-lines.wire.js';

/** Result of one line. */
export class ImportResult {
  /**
   * Line number in the body, from 1.
   * @example 1
   */
  line: number;

  /**
   * `imported`; `present` when it was imported before, which changes nothing; or `refused`.
   * @example imported
   */
  result: 'imported' | 'present' | 'refused';

  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  tokenId?: string;

  /**
   * Reason of a refusal. Stable: match on this.
   * @example user-not-found
   */
  code?: (typeof importRefusals)[number];

  /**
   * For people.
   * @example "No such user: nobody"
   */
  detail?: string;
}

export const importLines = {
  rocketchat: RocketchatImportLine,
  sanctum: SanctumImportLine,
  sha256: DigestImportLine,
  sha512: DigestImportLine,
} satisfies Record<(typeof importFormats)[number], new () => object>;
