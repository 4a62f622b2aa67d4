import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsIn, IsOptional, Matches } from 'class-validator';
import { ecosystemReference } from '../../../common/ids/identifier.js';
import { type Holder, holders, type Permission, permissions } from '../../../common/permission.js';

const asList = ({ value }: { value: unknown }): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

/** A proxy's requirements for the token of a request. */
export class ForwardAuthQuery {
  /**
   * The token must belong to this ecosystem, or to an account.
   * @example default
   */
  @Matches(ecosystemReference, {
    message: ({ value }: { value: unknown }) =>
      value === undefined
        ? 'ecosystem is missing: it names the ecosystem whose tokens are accepted'
        : 'ecosystem must be 1 to 64 characters of A-Z a-z 0-9 _ -',
  })
  ecosystem: string;

  /**
   * Permissions that the token must have. Repeat the parameter to require several.
   * @example ["users:read"]
   */
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  permission?: Permission[];

  /**
   * Allowed kinds of holder. Repeat the parameter to allow several. Default: any.
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
