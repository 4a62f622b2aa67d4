import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { PageRequest } from '../../common/page.js';

const most = 10_000;

/** Paging of a vendor's list. Without it, a list returns everything, as the originals do. */
export class VendorListQuery {
  /**
   * Maximum items; 10000 by default.
   * @example 1000
   */
  @IsOptional()
  @Max(most, { message: `must be at most ${most}` })
  @Min(1, { message: 'must be at least 1' })
  @IsInt({ message: 'must be a whole number' })
  @Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value))
  limit?: number;

  /**
   * Cursor from the `Link` header of the previous part.
   * @example WzE3NjM4MDQ4MDAwMDAsIkJzTnIyOHpuRGtHOGFlbzdXIl0
   */
  @IsOptional()
  @IsString({ message: 'must be a text' })
  cursor?: string;
}

export function vendorPageRequestOf({ limit = most, cursor }: VendorListQuery): PageRequest {
  return { limit, cursor };
}
