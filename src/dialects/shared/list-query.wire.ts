import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { PageRequest } from '../../common/page.js';

const most = 10_000;

/** Which part of a list is wanted: the vendors' own calls know no parts, and give all. */
export class VendorListQuery {
  /**
   * How many items at the most; 10000 when left out.
   * @example 1000
   */
  @IsOptional()
  @Max(most, { message: `must be at most ${most}` })
  @Min(1, { message: 'must be at least 1' })
  @IsInt({ message: 'must be a whole number' })
  @Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value))
  limit?: number;

  /**
   * Where the part begins, out of the header `Link` of the part before.
   * @example WzE3NjM4MDQ4MDAwMDAsIkJzTnIyOHpuRGtHOGFlbzdXIl0
   */
  @IsOptional()
  @IsString({ message: 'must be a text' })
  cursor?: string;
}

export function vendorPageRequestOf({ limit = most, cursor }: VendorListQuery): PageRequest {
  return { limit, cursor };
}
