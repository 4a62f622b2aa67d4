import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsIn, IsOptional, Matches } from 'class-validator';
import { ecosystemReference } from '../../../common/identifier.js';
import { type Permission, permissions } from '../../../common/permission.js';
import { type Holder, holders } from '../../../common/holder.js';

const asList = ({ value }: { value: unknown }): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

/** What a proxy demands of the token that a request carries. */
export class ForwardAuthQuery {
  /**
   * The token must be of this ecosystem, or an account's.
   * @example default
   */
  @Matches(ecosystemReference, { message: 'ecosystem must be 1 to 64 characters of A-Z a-z 0-9 _ -' })
  ecosystem: string;

  /**
   * What the token must be allowed to do; given several times, all of it.
   * @example ["users:read"]
   */
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  permission?: Permission[];

  /**
   * Whose token it must be; given several times, any of them. Of any holder when left out.
   * @example ["user"]
   */
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(holders.length)
  @ArrayUnique()
  @IsIn(holders, { each: true })
  holder?: Holder[];

  /**
   * Name of a cookie that may carry the token too.
   * @example session
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, { message: 'cookie must be the name of a cookie' })
  cookie?: string;
}
